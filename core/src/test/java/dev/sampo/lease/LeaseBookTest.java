package dev.sampo.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseBookTest {
    private static final String QUEUE = "images";

    private final LeaseBook book = new LeaseBook(new LeaseSettings(3, 2, 2));

    private Lease take(String worker, long now) {
        return book.take(QUEUE, worker, "", 100, now).orElseThrow();
    }

    private Optional<Lease> tryTake(long now) {
        return book.take(QUEUE, "anybody", "", 100, now);
    }

    @Test
    void worksAreGivenOutInTheOrderTheyCame() {
        book.offer(1, QUEUE);
        book.offer(2, QUEUE);

        assertThat(take("a", 0).work()).isEqualTo(1);
        assertThat(take("b", 0).work()).isEqualTo(2);
        assertThat(tryTake(0)).isEmpty();
        assertThat(book.take("others", "a", "", 100, 0)).isEmpty();
    }

    @Test
    void aWorkSaysHowOftenItsLeaseRanOutAndWhatIsBeforeIt() {
        book.offer(1, QUEUE);
        book.offer(2, QUEUE);
        assertThat(book.view(2)).hasValue(new WorkView(Optional.empty(), 0, 1, 0));

        Lease first = take("a", 0);
        assertThat(book.view(1)).hasValue(new WorkView(Optional.of(first), 0, 0, 1));
        assertThat(book.view(2)).hasValue(new WorkView(Optional.empty(), 0, 0, 1));

        book.expire(100);
        assertThat(book.view(1)).hasValue(new WorkView(Optional.empty(), 1, 0, 0));
        Lease second = take("b", 100);
        assertThat(book.view(1)).hasValue(new WorkView(Optional.of(second), 1, 0, 1));
        assertThat(book.view(3)).isEmpty();
    }

    @Test
    void aFullBookTakesNoMore() {
        assertThat(book.offer(1, QUEUE)).isTrue();
        assertThat(book.offer(2, "others")).isTrue();
        assertThat(book.offer(3, QUEUE)).isTrue();
        assertThat(book.offer(4, QUEUE)).isFalse();
        book.withdraw(2);
        assertThat(book.offer(5, QUEUE)).isTrue();
    }

    @Test
    void whoIsHeardOfInTimeKeepsTheWork() {
        book.offer(1, QUEUE);
        Lease lease = take("a", 0);

        assertThat(book.heartbeat(lease.fence(), 99)).isEqualTo(Standing.HELD);
        assertThat(book.expire(150).all()).isEmpty();
        assertThat(book.settle(lease.fence(), 198)).isEqualTo(Standing.HELD);
        assertThat(book.queues()).isEmpty();
    }

    @Test
    void whoIsNotHeardOfInTimeLosesItToTheNext() {
        book.offer(1, QUEUE);
        book.offer(2, QUEUE);
        Lease dead = take("dead", 0);
        book.expire(100);
        Lease next = take("next", 100);

        assertThat(next.work()).isEqualTo(1);
        assertThat(next.delivery()).isEqualTo(2);
        assertThat(next.fence()).isGreaterThan(dead.fence());
        assertThat(book.settle(dead.fence(), 101)).isEqualTo(Standing.OVER);
        assertThat(book.heartbeat(dead.fence(), 101)).isEqualTo(Standing.OVER);
        assertThat(book.held(next.fence(), 101).orElseThrow().work()).isEqualTo(1);
        assertThat(book.settle(next.fence(), 102)).isEqualTo(Standing.HELD);
    }

    /** Even before anybody else has asked for it: whether a word counts does not depend on others. */
    @Test
    void aWordThatComesWhenTheTimeIsUpIsTooLate() {
        book.offer(1, QUEUE);
        Lease lease = take("a", 0);

        assertThat(book.settle(lease.fence(), 100)).isEqualTo(Standing.OVER);
        assertThat(book.expire(100).givenUp()).isEmpty();
        assertThat(tryTake(100)).isPresent();
    }

    @Test
    void aWorkThatWasGivenOutAsOftenAsMayBeIsGivenUp() {
        book.offer(1, QUEUE);
        take("a", 0);
        assertThat(book.expire(100)).satisfies(runOut -> {
            assertThat(runOut.all()).extracting(Lease::worker).containsExactly("a");
            assertThat(runOut.givenUp()).isEmpty();
        });
        Lease last = take("b", 100);

        assertThat(book.expire(200).givenUp()).extracting(Lease::worker).containsExactly("b");
        assertThat(tryTake(200)).isEmpty();
        assertThat(book.settle(last.fence(), 201)).isEqualTo(Standing.OVER);
        assertThat(book.expire(300).all()).isEmpty();
    }

    @Test
    void whatIsSaidTwiceCountsOnce() {
        book.offer(1, QUEUE);
        Lease lease = take("a", 0);

        assertThat(book.settle(lease.fence(), 1)).isEqualTo(Standing.HELD);
        assertThat(book.settle(lease.fence(), 2)).isEqualTo(Standing.SETTLED);
        assertThat(book.settle(lease.fence(), 5_000)).isEqualTo(Standing.SETTLED);
    }

    @Test
    void whoAsksAgainGetsTheSameLease() {
        book.offer(1, QUEUE);
        book.offer(2, QUEUE);
        Lease lease = book.take(QUEUE, "a", "r1", 100, 0).orElseThrow();
        Lease same = book.take(QUEUE, "a", "r1", 100, 50).orElseThrow();

        assertThat(same.fence()).isEqualTo(lease.fence());
        assertThat(same.until()).isEqualTo(150);
        assertThat(book.take(QUEUE, "b", "r1", 100, 50).orElseThrow().work()).isEqualTo(2);
        assertThat(book.take(QUEUE, "a", "r2", 100, 50)).isEmpty();
    }

    @Test
    void itIsToldThatNobodyWantsTheWorkAnyMore() {
        book.offer(1, QUEUE);
        Lease lease = take("a", 0);
        book.withdraw(1);

        assertThat(book.heartbeat(lease.fence(), 10)).isEqualTo(Standing.WITHDRAWN);
        assertThat(book.settle(lease.fence(), 10)).isEqualTo(Standing.WITHDRAWN);
        assertThat(tryTake(10)).isEmpty();
        book.offer(2, QUEUE);
        book.withdraw(2);
        book.withdraw(2);
        assertThat(tryTake(10)).isEmpty();
    }

    @Test
    void onlySoManyEndsAreRemembered() {
        for (long work = 1; work <= 3; work++) {
            book.offer(work, QUEUE);
            book.settle(take("a", 0).fence(), 0);
        }
        assertThat(book.settle(1, 0)).isEqualTo(Standing.OVER);
        assertThat(book.settle(3, 0)).isEqualTo(Standing.SETTLED);
    }

    @Test
    void queuesAreCounted() {
        book.offer(1, QUEUE);
        book.offer(2, QUEUE);
        book.offer(3, "others");
        take("a", 0);

        assertThat(book.queues()).isEqualTo(List.of(new QueueView(QUEUE, 1, 1), new QueueView("others", 1, 0)));
    }

    @Test
    void whoseDeathIsLikelyLosesTheWorkSoonerUnlessItIsHeardOf() {
        book.offer(1, QUEUE);
        book.offer(2, QUEUE);
        Lease dead = take("dead", 0);
        Lease alive = take("alive", 0);
        book.doubt(dead.fence(), 10, 20);
        book.doubt(alive.fence(), 10, 20);
        book.heartbeat(alive.fence(), 29);
        book.expire(30);

        assertThat(book.settle(dead.fence(), 30)).isEqualTo(Standing.OVER);
        assertThat(take("next", 30).work()).isEqualTo(1);
        assertThat(book.settle(alive.fence(), 128)).isEqualTo(Standing.HELD);
    }

    @Test
    void aDoubtMakesNoLeaseLongerAndWakesNoneThatIsOver() {
        book.offer(1, QUEUE);
        Lease lease = take("a", 0);
        book.doubt(lease.fence(), 1_000, 50);
        assertThat(book.standing(lease.fence(), 100)).isEqualTo(Standing.OVER);
        book.doubt(lease.fence(), 1_000, 100);
        assertThat(book.standing(lease.fence(), 101)).isEqualTo(Standing.OVER);
        book.doubt(99, 10, 0);
        assertThat(book.withdraw(1))
                .hasValueSatisfying(over -> assertThat(over.fence()).isEqualTo(lease.fence()));
    }
}

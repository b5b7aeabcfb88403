package dev.sampo.http.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.TaskContext;
import dev.sampo.job.Fence;
import dev.sampo.lease.LeaseSettings;
import dev.sampo.lease.Standing;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LeaseOfficeTest {
    private static final Duration LEASE = Duration.ofMillis(100);
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final AtomicLong clock = new AtomicLong();
    /** By how much the clock goes on each time that it is read. */
    private final AtomicLong pause = new AtomicLong();

    private final LeaseOffice office =
            LeaseOffice.open("office", new LeaseSettings(10, 3, 10), 10, () -> clock.addAndGet(pause.get()));
    private final List<Runnable> gone = new ArrayList<>();
    private final List<Thread> bodies = new ArrayList<>();

    @AfterEach
    void close() {
        bodies.forEach(Thread::interrupt);
        office.close();
    }

    private CompletableFuture<Optional<Handed>> ask(String request) {
        return ask(request, LEASE);
    }

    private CompletableFuture<Optional<Handed>> ask(String request, Duration lease) {
        return office.lease("q", "w", request, lease, WAIT, gone::add).toCompletableFuture();
    }

    /** A lease that does not run out in a test's time. */
    private String longLease(long serial) {
        var asked = ask("", Duration.ofMinutes(5));
        offer(serial);
        return asked.join().orElseThrow().name();
    }

    /** By a body that waits for as long as it is left alone. */
    private void offer(long serial) {
        var body = new Thread(() -> {
            try {
                office.have("q", context(new Fence(1, serial)), "[]");
            } catch (InterruptedException stopped) {
                // Its test is over.
            }
        });
        body.setDaemon(true);
        body.start();
        bodies.add(body);
    }

    private static TaskContext context(Fence fence) {
        return (TaskContext) Proxy.newProxyInstance(
                TaskContext.class.getClassLoader(), new Class<?>[] {TaskContext.class}, (proxy, method, given) -> {
                    return switch (method.getName()) {
                        case "fencingToken" -> fence;
                        case "attempt" -> 1;
                        case "jobId", "task" -> "x";
                        default -> null;
                    };
                });
    }

    @Test
    void whoIsGoneIsGivenNothing() {
        var dead = ask("");
        gone.get(0).run();
        assertThat(dead).isCompletedWithValue(Optional.empty());
        var alive = ask("");
        offer(1);
        assertThat(alive.join().orElseThrow().lease().delivery()).isEqualTo(1);
    }

    @Test
    void whoAsksAgainWaitsOnce() {
        var first = ask("r");
        var other = ask("s");
        var second = ask("r");
        assertThat(first).isCompletedWithValue(Optional.empty());
        assertThat(other).isNotDone();
        assertThat(second).isNotDone();
    }

    /** A pause of the whole process, longer than the lease. */
    @Test
    void timeThatGoesOnWhileALeaseIsLookedAtChangesNothing() {
        var asked = ask("");
        offer(1);
        String lease = asked.join().orElseThrow().name();
        pause.set(LEASE.toMillis() - 1);
        assertThat(office.heartbeat(lease)).isEqualTo(Standing.HELD);
        office.progress(lease, 0.5, "half");
        pause.set(LEASE.toMillis() + 1);
        office.progress(lease, 0.6, "more");
        assertThat(office.heartbeat(lease)).isEqualTo(Standing.OVER);
    }

    @Test
    void fencesCompareAsText() {
        offer(9);
        String first = ask("").join().orElseThrow().fence();
        offer(10);
        assertThat(ask("").join().orElseThrow().fence()).hasSize(19).isGreaterThan(first);
    }

    @Test
    void whoStaysIsToldOfACancelAtOnceAndOfTheEndOfItsTimeThatItMayGoOn() {
        String lease = longLease(1);
        assertThat(stay(lease, Duration.ofMillis(1)).join()).isEqualTo(Standing.HELD);
        var first = stay(lease, WAIT);
        var second = stay(lease, WAIT);
        assertThat(first).isCompletedWithValue(Standing.HELD);
        bodies.get(0).interrupt();
        assertThat(second.join()).isEqualTo(Standing.WITHDRAWN);
        assertThat(stay("nobody", WAIT)).isCompletedWithValue(Standing.OVER);
    }

    @Test
    void whoStaysAndSettlesIsAnsweredThatItIsSettled() {
        String lease = longLease(1);
        var staying = stay(lease, WAIT);
        office.settle(lease, new Verdict.Done(1));
        assertThat(staying).isCompletedWithValue(Standing.SETTLED);
        gone.forEach(Runnable::run);
        assertThat(stay(lease, WAIT)).isCompletedWithValue(Standing.SETTLED);
    }

    @Test
    void whoIsGoneWhileItStaysSoonLosesItsLeaseUnlessItComesAgain() {
        for (boolean comesAgain : List.of(true, false)) {
            String name = longLease(comesAgain ? 1 : 2);
            stay(name, WAIT);
            gone.get(gone.size() - 1).run();
            clock.addAndGet(2_999);
            if (comesAgain) {
                office.heartbeat(name);
            }
            clock.addAndGet(1);
            assertThat(office.settle(name, new Verdict.Done(1))).isEqualTo(comesAgain ? Standing.HELD : Standing.OVER);
        }
        assertThat(ask("").join().orElseThrow().lease().delivery()).isEqualTo(2);
    }

    @Test
    void aShortLeaseIsInDoubtForHalfOfIt() {
        var asked = ask("", Duration.ofSeconds(1));
        offer(1);
        String lease = asked.join().orElseThrow().name();
        stay(lease, WAIT);
        gone.get(gone.size() - 1).run();
        clock.addAndGet(499);
        assertThat(office.heartbeat(lease)).isEqualTo(Standing.HELD);
        stay(lease, WAIT);
        gone.get(gone.size() - 1).run();
        clock.addAndGet(500);
        assertThat(office.heartbeat(lease)).isEqualTo(Standing.OVER);
    }

    /** It may have ended because nothing was said by it for a while. */
    @Test
    void theEndOfTheConnectionOfALeaseIsADoubtOnlyBeforeItsFirstHeartbeat() {
        for (boolean heard : List.of(true, false)) {
            String lease = longLease(heard ? 1 : 2);
            office.watch(lease, gone::add);
            if (heard) {
                office.heartbeat(lease);
            }
            gone.get(gone.size() - 1).run();
            clock.addAndGet(3_000);
            assertThat(office.heartbeat(lease)).isEqualTo(heard ? Standing.HELD : Standing.OVER);
        }
    }

    private CompletableFuture<Standing> stay(String lease, Duration wait) {
        return office.stay(lease, wait, gone::add).toCompletableFuture();
    }

    @Test
    void ofAQueueItIsToldHowLongAgoAWorkerHasAsked() {
        offer(1);
        Awaitility.await().until(() -> office.queues().size() == 1);
        assertThat(office.queues().get(0).asked()).isEmpty();

        assertThat(ask("").join()).isPresent();
        clock.addAndGet(40);
        assertThat(office.queues().get(0).asked()).contains(40L);

        var waits = ask("again");
        clock.addAndGet(5);
        assertThat(waits).isNotDone();
        assertThat(office.queues().get(0).asked()).as("one that waits asks now").contains(0L);
    }
}

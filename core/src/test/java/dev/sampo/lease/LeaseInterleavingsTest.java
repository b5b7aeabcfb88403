package dev.sampo.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that die, are late, and say all things twice; attempts that are cancelled: in any order. */
class LeaseInterleavingsTest {
    private static final int STEPS = 300;
    private static final String[] QUEUES = {"a", "b"};

    private static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** What is known of each work besides what the book says. */
    private static final class World {
        final LeaseBook book = new LeaseBook(new LeaseSettings(8, 3, 1_000));
        final Random random;
        final List<Lease> given = new ArrayList<>();
        final Map<Long, Lease> latest = new HashMap<>();
        final Map<Long, Integer> deliveries = new HashMap<>();
        final Set<Long> open = new HashSet<>();
        final Set<Long> settled = new HashSet<>();
        final Set<Long> withdrawn = new HashSet<>();
        final Set<Long> givenUp = new HashSet<>();
        long now;
        long works;
        long lastFence;

        World(long seed) {
            random = new Random(seed);
        }

        void step() {
            now += random.nextInt(30);
            for (Lease lease : book.expire(now).givenUp()) {
                assertThat(open.remove(lease.work())).isTrue();
                givenUp.add(lease.work());
            }
            switch (random.nextInt(7)) {
                case 0 -> offer();
                case 1, 2 -> take();
                case 3 -> heartbeat();
                case 4 -> settle();
                case 5 -> doubt();
                default -> withdraw();
            }
            int known = book.queues().stream()
                    .mapToInt(queue -> queue.waiting() + queue.leased())
                    .sum();
            assertThat(known).isEqualTo(open.size());
        }

        void offer() {
            boolean isTaken = book.offer(++works, QUEUES[random.nextInt(2)]);
            assertThat(isTaken).isEqualTo(open.size() < 8);
            if (isTaken) {
                open.add(works);
            }
        }

        void take() {
            String request = random.nextBoolean() ? "" : "r" + random.nextInt(4);
            book.take(QUEUES[random.nextInt(2)], "w" + random.nextInt(3), request, 20 + random.nextInt(60), now)
                    .ifPresent(this::given);
        }

        void given(Lease lease) {
            assertThat(open).contains(lease.work());
            Lease before = latest.put(lease.work(), lease);
            if (before != null && before.fence() == lease.fence()) {
                assertThat(before.until()).isGreaterThan(now);
                return;
            }
            assertThat(before == null || before.until() <= now)
                    .as("nobody else has it")
                    .isTrue();
            assertThat(lease.fence()).isGreaterThan(lastFence);
            lastFence = lease.fence();
            assertThat(deliveries.merge(lease.work(), 1, Integer::sum)).isBetween(1, 3);
            given.add(lease);
        }

        Lease any() {
            return given.isEmpty() ? null : given.get(random.nextInt(given.size()));
        }

        boolean isHeld(Lease lease) {
            Lease last = latest.get(lease.work());
            return last.fence() == lease.fence() && open.contains(lease.work()) && last.until() > now;
        }

        void heartbeat() {
            Lease lease = any();
            if (lease != null) {
                boolean isHeld = isHeld(lease);
                assertThat(book.heartbeat(lease.fence(), now) == Standing.HELD).isEqualTo(isHeld);
                if (isHeld) {
                    latest.put(lease.work(), latest.get(lease.work()).extended(now));
                }
            }
        }

        void doubt() {
            Lease lease = any();
            if (lease != null) {
                boolean isHeld = isHeld(lease);
                book.doubt(lease.fence(), 10, now);
                if (isHeld) {
                    latest.put(lease.work(), latest.get(lease.work()).endingBy(now + 10));
                }
            }
        }

        void settle() {
            Lease lease = any();
            if (lease != null) {
                boolean isHeld = isHeld(lease);
                Standing standing = book.settle(lease.fence(), now);
                assertThat(standing == Standing.HELD).isEqualTo(isHeld);
                if (isHeld) {
                    assertThat(settled.add(lease.work())).as("only once").isTrue();
                    open.remove(lease.work());
                }
                assertThat(standing == Standing.SETTLED && !settled.contains(lease.work()))
                        .isFalse();
            }
        }

        void withdraw() {
            if (!open.isEmpty() && random.nextInt(3) == 0) {
                long work = open.iterator().next();
                book.withdraw(work);
                open.remove(work);
                withdrawn.add(work);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachWorkIsSettledByItsLatestLeaseAndOnlyOnce(long seed) {
        var world = new World(seed);
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        assertThat(world.settled).doesNotContainAnyElementsOf(world.withdrawn);
        assertThat(world.settled).doesNotContainAnyElementsOf(world.givenUp);
    }

    /** Nothing gets lost: with a worker that lives, all that is open is settled in the end. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aWorkerThatLivesEndsAllThereIs(long seed) {
        var world = new World(seed);
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        world.now += 1_000;
        world.book.expire(world.now).givenUp().forEach(lease -> world.open.remove(lease.work()));
        for (String queue : QUEUES) {
            var lease = world.book.take(queue, "alive", "", 100, world.now);
            while (lease.isPresent()) {
                assertThat(world.book.settle(lease.get().fence(), world.now)).isEqualTo(Standing.HELD);
                world.open.remove(lease.get().work());
                lease = world.book.take(queue, "alive", "", 100, world.now);
            }
        }
        assertThat(world.open).isEmpty();
        assertThat(world.book.queues()).isEmpty();
    }
}

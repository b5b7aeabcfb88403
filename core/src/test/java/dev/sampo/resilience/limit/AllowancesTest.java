package dev.sampo.resilience.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.resilience.limit.LimitSettings.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A limit kept for several nodes, on a network that delays and loses, with owners that die. */
class AllowancesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    static Stream<LimitSettings> shared() {
        return Stream.of(Algorithm.values()).flatMap(algorithm -> rates(algorithm)
                .flatMap(rate -> bursts(algorithm, rate).map(burst -> LimitSettings.of("l", algorithm, rate, burst)
                        .with(Scope.CLUSTER))));
    }

    private static Stream<Rate> rates(Algorithm algorithm) {
        boolean isLeaky = algorithm == Algorithm.LEAKY_BUCKET;
        return LimitChecks.rates().stream().filter(rate -> !isLeaky || rate.spanOf(1) >= MILLI);
    }

    private static Stream<Long> bursts(Algorithm algorithm, Rate rate) {
        long least = LimitSettings.usualBurst(algorithm, rate, Scope.CLUSTER);
        return algorithm.isBucket() ? Stream.of(least, least + 3, least + rate.in(SECOND) / 2) : Stream.of(least);
    }

    @ParameterizedTest
    @MethodSource("shared")
    void whatAllNodesUseTogetherStaysWithinTheBoundWhateverIsLostAndWhoeverDies(LimitSettings settings) {
        for (long seed = 0; seed < 8; seed++) {
            var world = new World(settings, seed, 3, true, World.OWNER);
            world.run(spanOf(settings, 300), 400);
            assertThat(LimitChecks.tooMany(settings, world.used))
                    .as("%s, seed %d", settings.declared(), seed)
                    .isNull();
        }
    }

    /** That the check above can fail. */
    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "LEAKY_BUCKET"})
    void anOwnerThatTakesOverWithAllItsPermitsLetsTooMuchBeUsed(Algorithm algorithm) {
        var settings = LimitSettings.of("l", algorithm, Rate.perSecond(10), 20).with(Scope.CLUSTER);
        assertThat(LongStream.range(0, 20).mapToObj(seed -> {
                    var world = new World(settings, seed, 3, true, World.RESTED);
                    world.run(spanOf(settings, 300), 400);
                    return LimitChecks.tooMany(settings, world.used);
                }))
                .anyMatch(Objects::nonNull);
    }

    @ParameterizedTest
    @MethodSource("shared")
    void underSaturationAllNodesTogetherHaveTheirRate(LimitSettings settings) {
        var world = new World(settings, 7, 3, false, World.OWNER);
        boolean isBucket = settings.algorithm().isBucket();
        long period = settings.owned().rate().nanos();
        long warm = isBucket ? spanOf(settings, 1_000) / 6 + SECOND : 2 * period;
        long span = warm + (isBucket ? 5 * warm : 12 * period);
        world.run(span, 40_000_000);
        double due = (double) settings.rate().permits()
                * (span - warm)
                / settings.rate().nanos();
        long count = world.used.stream()
                .filter(use -> use.at() >= warm)
                .mapToLong(LimitChecks.Admitted::permits)
                .sum();
        // What a shared window gives it counts for longer than its period, by a hundredth if that is a second.
        // So is what is between two permits of a leaky bucket.
        boolean isCountedLonger = !isBucket || !settings.owned().rate().equals(settings.rate());
        assertThat(count / due).isBetween(isCountedLonger ? 0.985 : 0.99, 1.01);
    }

    /** Nothing gathers: however long nobody asked, the next are as far apart as ever, but for the time that permits are good. */
    @Test
    void permitsOfALeakyBucketComeEvenlyWhicheverNodeHasThem() {
        for (Rate rate : List.of(Rate.perHour(60), Rate.perSecond(1), Rate.perSecond(10), Rate.perSecond(999))) {
            long burst = LimitSettings.usualBurst(Algorithm.LEAKY_BUCKET, rate, Scope.CLUSTER);
            var settings =
                    LimitSettings.of("l", Algorithm.LEAKY_BUCKET, rate, burst).with(Scope.CLUSTER);
            assertThat(settings.atOnceMax()).isEqualTo(1);
            var world = new World(settings, 5, 3, true, World.OWNER);
            world.run(spanOf(settings, 600), 600);
            for (int use = 1; use < world.used.size(); use++) {
                long apart = world.used.get(use).at() - world.used.get(use - 1).at();
                assertThat(apart)
                        .as("%s, use %d", rate, use)
                        .isGreaterThanOrEqualTo(settings.owned().rate().spanOf(1) - settings.useWithinNanos());
            }
        }
    }

    @Test
    void ofALeakyBucketAHundredThousandMomentsAreAskedForByTheDozen() {
        var settings = LimitSettings.of("l", Algorithm.LEAKY_BUCKET, Rate.perSecond(1_000), 11)
                .with(Scope.CLUSTER);
        var world = new World(settings, 3, 3, false, World.OWNER);
        world.run(10 * SECOND, 40_000_000);
        assertThat(world.used).hasSizeBetween(9_700, 9_850);
        assertThat(world.asked / 10 / 3).isLessThan(150);
    }

    @Test
    void atAHundredThousandASecondANodeAsksAFewHundredTimesASecond() {
        var rate = Rate.perSecond(100_000);
        var settings =
                LimitSettings.of("l", Algorithm.TOKEN_BUCKET, rate, 2_001).with(Scope.CLUSTER);
        var world = new World(settings, 3, 3, false, World.OWNER);
        world.run(2 * SECOND, 40_000_000);
        assertThat(world.asked / 2 / 3).isLessThan(800);
    }

    @Test
    void whatIsNotUsedInTimeIsVoid() {
        var settings = LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(100), 21)
                .with(Scope.CLUSTER);
        var allowances = new Allowances(settings);
        assertThat(allowances.ask("", 1, 4, 0)).isInstanceOf(Admission.NotBefore.class);
        Allowances.Request request = allowances.unsent().get(0);
        assertThat(request).isEqualTo(new Allowances.Request(1, "", 1, 4, 0));
        assertThat(allowances.given(1, 4, 0, MILLI)).hasValue("");
        assertThat(allowances.given(1, 4, 0, MILLI)).as("the same answer again").isEmpty();
        assertThat(allowances.ask("", 3, 3, 2 * MILLI)).isInstanceOf(Admission.Admitted.class);
        assertThat(allowances.ask("", 1, 1, settings.useWithinNanos())).isInstanceOf(Admission.NotBefore.class);
    }

    @Test
    void whoIsNotAnsweredAsksAgainAndTakesNoLateAnswer() {
        var settings = LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(1), 2)
                .with(Scope.CLUSTER);
        var allowances = new Allowances(settings);
        assertThat(allowances.ask("", 1, 1, 0)).isEqualTo(new Admission.NotBefore(3 * SECOND));
        assertThat(allowances.unsent()).hasSize(1);
        assertThat(allowances.ask("", 1, 1, SECOND)).isEqualTo(new Admission.NotBefore(3 * SECOND));
        assertThat(allowances.unsent()).isEmpty();
        assertThat(allowances.ask("", 1, 1, 3 * SECOND)).isEqualTo(new Admission.NotBefore(6 * SECOND));
        assertThat(allowances.unsent()).hasSize(1);
        assertThat(allowances.given(1, 1, 0, 3 * SECOND)).isEmpty();
        assertThat(allowances.later(2, SECOND, 3 * SECOND)).hasValue("");
        assertThat(allowances.ask("", 1, 1, 3 * SECOND)).isEqualTo(new Admission.NotBefore(4 * SECOND));
    }

    @Test
    void aMomentIsUsedNoEarlierThanItsOwnerSaysAndSoonAfterIt() {
        var settings = LimitSettings.of("l", Algorithm.LEAKY_BUCKET, Rate.perSecond(100), 2)
                .with(Scope.CLUSTER);
        var allowances = new Allowances(settings);
        allowances.ask("", 1, 3, 0);
        assertThat(allowances.unsent()).containsExactly(new Allowances.Request(1, "", 1, 3, 0));
        assertThat(allowances.given(1, 3, 50 * MILLI, 4 * MILLI)).hasValue("");
        assertThat(allowances.ask("", 1, 3, 5 * MILLI)).isEqualTo(new Admission.NotBefore(54 * MILLI));
        assertThat(allowances.ask("", 1, 3, 54 * MILLI)).isInstanceOf(Admission.Admitted.class);
        assertThat(allowances.ask("", 1, 2, 55 * MILLI)).isEqualTo(new Admission.NotBefore(64 * MILLI + 1));
        assertThat(allowances.ask("", 1, 2, 70 * MILLI))
                .as("the second was good until 70 ms: 60 ms after the asking, and 10")
                .isEqualTo(new Admission.NotBefore(74 * MILLI + 1));
    }

    @Test
    void whoAsksForMomentsOfManyKeysHasThoseOfEach() {
        var settings = LimitSettings.of("l", Algorithm.LEAKY_BUCKET, Rate.perSecond(1), 1)
                .with(Scope.CLUSTER);
        var owner = new SharedLimiter(KeyedLimiter.rested(settings.owned(), 0), true);
        assertThat(owner.ask("a", 1, 1, 0)).isEqualTo(new SharedLimiter.Share(1, 0));
        assertThat(owner.ask("a", 1, 1, 0)).isEqualTo(new SharedLimiter.Share(0, 810 * MILLI));
        assertThat(owner.ask("a", 1, 9, 810 * MILLI)).isEqualTo(new SharedLimiter.Share(1, 200 * MILLI));
        assertThat(owner.ask("b", 1, 1, 810 * MILLI)).isEqualTo(new SharedLimiter.Share(1, 0));
    }

    private static long spanOf(LimitSettings settings, long permits) {
        return settings.rate().spanOf(permits + settings.burst());
    }

    /** Callers who always want more on some nodes, one owner at a time, and what is between them. */
    private static final class World {
        private final LimitSettings settings;
        private final Random random;
        private final boolean isHostile;
        static final Function<LimitSettings, SharedLimiter> OWNER = settings -> SharedLimiter.takenOver(settings, 0);
        static final Function<LimitSettings, SharedLimiter> RESTED =
                settings -> new SharedLimiter(KeyedLimiter.rested(settings.owned(), 0), settings.isPaced());

        private final Function<LimitSettings, SharedLimiter> start;
        private final List<Allowances> nodes = new ArrayList<>();
        private final List<Gate<Object>> gates = new ArrayList<>();
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
        private final List<LimitChecks.Admitted> used = new ArrayList<>();
        private SharedLimiter owner;
        private long ownerSince;
        private long order;
        private long now;
        private int asked;

        private record Event(long at, long order, Runnable then) {}

        World(
                LimitSettings settings,
                long seed,
                int count,
                boolean isHostile,
                Function<LimitSettings, SharedLimiter> start) {
            this.start = start;
            this.settings = settings;
            this.random = new Random(seed);
            this.isHostile = isHostile;
            this.owner = start.apply(settings);
            for (int node = 0; node < count; node++) {
                var allowances = new Allowances(settings);
                nodes.add(allowances);
                gates.add(new Gate<>(settings, allowances));
                for (int caller = 0; caller < 8; caller++) {
                    join(node);
                }
            }
        }

        void run(long span, int usesMax) {
            while (!events.isEmpty() && used.size() < usesMax) {
                Event event = events.poll();
                if (event.at() > span) {
                    return;
                }
                now = Math.max(now, event.at());
                if (isHostile && random.nextInt(12) == 0) {
                    takeOver();
                }
                event.then().run();
            }
        }

        /** The next owner knows nothing of what the one before gave; it has a clock of its own. */
        private void takeOver() {
            owner = start.apply(settings);
            ownerSince = now;
        }

        private void join(int node) {
            long permits = isHostile && random.nextInt(4) == 0 ? 1 + random.nextLong(settings.atOnceMax()) : 1;
            at(now + (isHostile && random.nextBoolean() ? random.nextLong(settings.useWithinNanos()) : 0), () -> {
                var gate = gates.get(node);
                follow(node, gate.join("", permits, new Caller(permits), now));
            });
        }

        private record Caller(long permits, Object self) {
            Caller(long permits) {
                this(permits, new Object());
            }
        }

        private void follow(int node, Gate.Turn<Object> turn) {
            for (Object admitted : turn.admitted()) {
                used.add(new LimitChecks.Admitted(now, ((Caller) admitted).permits()));
                join(node);
            }
            if (turn.alarm() < Long.MAX_VALUE) {
                at(turn.alarm(), () -> follow(node, gates.get(node).look("", turn.alarm(), now)));
            }
            nodes.get(node).unsent().forEach(request -> send(() -> serve(node, request)));
        }

        private void serve(int node, Allowances.Request request) {
            asked++;
            long there = now - ownerSince;
            var share = owner.ask("", request.least(), request.most(), there);
            send(() -> {
                if (share.permits() == 0) {
                    nodes.get(node).later(request.number(), share.nanos(), now);
                } else {
                    nodes.get(node).given(request.number(), share.permits(), share.nanos(), now);
                }
                follow(node, gates.get(node).look("", -1, now));
            });
        }

        private void send(Runnable arrives) {
            if (isHostile && random.nextInt(40) == 0) {
                return;
            }
            at(now + (isHostile ? random.nextLong(settings.useWithinNanos() / 3) : MILLI / 4), arrives);
        }

        private void at(long time, Runnable then) {
            events.add(new Event(time, order++, then));
        }
    }
}

package dev.sampo.resilience.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.resilience.limit.LimitChecks.Maker;
import dev.sampo.resilience.limit.LimitChecks.Subject;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the checks can fail: what others got wrong, or easily do, does not pass them. */
class WrongLimitersTest {
    private static final long MICRO = 1_000;

    @Test
    void aBucketOfFloatingPointIntervalsRoundedToMicrosecondsIsTooFast() {
        Maker rounding = (settings, start) -> {
            double micros = settings.rate().nanos() / 1e3 / settings.rate().permits();
            return new Subject() {
                private long next = start / MICRO;

                @Override
                public long ask(long permits, long now) {
                    if (now / MICRO < next) {
                        return next * MICRO;
                    }
                    next = Math.max(next, now / MICRO) + (long) (permits * micros);
                    return now;
                }
            };
        };
        assertThat(longRun(rounding, Algorithm.LEAKY_BUCKET))
                .hasValueSatisfying(problem -> assertThat(problem).contains("30001 per second"));
        assertThat(windows(rounding, Algorithm.LEAKY_BUCKET)).isPresent();
    }

    @Test
    void aBucketThatForgetsTheTimeBetweenPermitsIsTooSlowOrNeverFills() {
        Maker forgetting = (settings, start) -> new Subject() {
            private long whole = settings.burst();
            private long last = start;

            @Override
            public long ask(long permits, long now) {
                whole = Math.min(
                        settings.burst(), whole + LimitChecks.floorIn(settings.rate(), Math.max(0, now - last)));
                last = Math.max(last, now);
                if (whole < permits) {
                    return now + settings.rate().spanOf(permits) / 2 + 1;
                }
                whole -= permits;
                return now;
            }
        };
        assertThat(longRun(forgetting, Algorithm.TOKEN_BUCKET)).isPresent();
    }

    @Test
    void aBucketThatStartsAgainFromAClockThatWentBackCountsTheSameTimeTwice() {
        Maker following = (settings, start) -> new Subject() {
            private long whole = settings.burst();
            private long parts;
            private long last = start;

            @Override
            public long ask(long permits, long now) {
                long size = settings.rate().nanos();
                long gained = parts
                        + Math.min(2 * size, Math.max(0, now - last))
                                * settings.rate().permits();
                last = now;
                whole = Math.min(settings.burst(), whole + gained / size);
                parts = gained % size;
                if (whole < permits) {
                    return now + settings.rate().spanOf(permits) + 1;
                }
                whole -= permits;
                return now;
            }
        };
        assertThat(windows(following, Algorithm.TOKEN_BUCKET)).isPresent();
    }

    @Test
    void aFixedWindowIsNoSlidingOne() {
        Maker fixed = (settings, start) ->
                LimitChecks.ours(LimitSettings.of("l", Algorithm.FIXED_WINDOW, settings.rate(), 0), start);
        assertThat(windows(fixed, Algorithm.SLIDING_WINDOW))
                .hasValueSatisfying(problem -> assertThat(problem).contains("at most"));
        assertThat(windows(fixed, Algorithm.FIXED_WINDOW)).isEmpty();
    }

    /** The usual approximation: last period's count, weighted by how much of it the window still covers. */
    @Test
    void twoCountersAreNoSlidingWindow() {
        Maker counters = (settings, start) -> new Subject() {
            private long period = Long.MIN_VALUE;
            private long before;
            private long used;
            private long latest = start;

            @Override
            public long ask(long permits, long now) {
                latest = Math.max(latest, now);
                long length = settings.rate().nanos();
                long current = Math.floorDiv(latest, length);
                if (current != period) {
                    before = current == period + 1 ? used : 0;
                    used = 0;
                    period = current;
                }
                double covered = 1 - (double) Math.floorMod(latest, length) / length;
                if (before * covered + used + permits > settings.rate().permits()) {
                    return latest + Math.max(1, length / settings.rate().permits() / 4);
                }
                used += permits;
                return now;
            }
        };
        assertThat(windows(counters, Algorithm.SLIDING_WINDOW)).isPresent();
    }

    /** Groups that end with their first admission forget the others early. */
    @Test
    void aWindowThatForgetsAGroupWithItsFirstAdmitsTooMuch() {
        Maker early = (settings, start) -> new Subject() {
            private final ArrayDeque<long[]> groups = new ArrayDeque<>();
            private long used;
            private long latest = start;

            @Override
            public long ask(long permits, long now) {
                latest = Math.max(latest, now);
                long length = settings.rate().nanos();
                while (!groups.isEmpty() && groups.peekFirst()[0] + length <= latest) {
                    used -= groups.pollFirst()[1];
                }
                if (used + permits > settings.rate().permits()) {
                    return Math.max(latest + 1, groups.peekFirst()[0] + length);
                }
                if (groups.isEmpty() || latest - groups.peekLast()[0] > length / 256) {
                    groups.addLast(new long[] {latest, 0});
                }
                groups.peekLast()[1] += permits;
                used += permits;
                return now;
            }
        };
        assertThat(windows(early, Algorithm.SLIDING_WINDOW)).isPresent();
    }

    private static Optional<String> windows(Maker maker, Algorithm algorithm) {
        return first(LimitChecks.settings(algorithm).map(settings -> LimitChecks.windows(settings, maker)));
    }

    private static Optional<String> longRun(Maker maker, Algorithm algorithm) {
        return first(LimitChecks.settings(algorithm).map(settings -> LimitChecks.longRun(settings, maker)));
    }

    private static Optional<String> first(Stream<Optional<String>> problems) {
        return problems.flatMap(Optional::stream).findFirst();
    }
}

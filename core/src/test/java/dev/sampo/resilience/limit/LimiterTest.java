package dev.sampo.resilience.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LimiterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    static Stream<LimitSettings> all() {
        return LimitChecks.settings(Algorithm.values());
    }

    @ParameterizedTest
    @MethodSource("all")
    void inEveryWindowOfEveryHistoryNoMoreIsAdmittedThanItsBound(LimitSettings settings) {
        assertThat(LimitChecks.windows(settings, LimitChecks::ours)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void underSaturationItsRateIsKeptWithinOnePercent(LimitSettings settings) {
        assertThat(LimitChecks.longRun(settings, LimitChecks::ours)).isEmpty();
    }

    /** What acceptance asks for in so many words; a fixed window doubles around a boundary, and says so. */
    @ParameterizedTest
    @MethodSource("all")
    void theBoundOfAPeriodIsItsLimitAndItsBurst(LimitSettings settings) {
        long limit = settings.rate().permits();
        assertThat(LimitChecks.bound(settings, settings.rate().nanos()))
                .isEqualTo(settings.algorithm() == Algorithm.FIXED_WINDOW ? 2 * limit : limit + settings.burst());
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whatIsRefusedIsAdmittedAtTheTimeItSaysAndNotBefore(Algorithm algorithm) {
        for (Rate rate : LimitChecks.rates()) {
            var settings = LimitSettings.of("l", algorithm, rate, algorithm.isBucket() ? 3 : 0);
            var random = new Random(rate.permits());
            var limiter = Limiter.rested(settings, 0);
            long now = 0;
            for (int call = 0; call < 500; call++) {
                long permits = 1 + random.nextLong(settings.atOnceMax());
                if (limiter.ask(permits, now) instanceof Admission.NotBefore refused) {
                    assertThat(refused.nanos()).isGreaterThan(now);
                    assertThat(limiter.ask(permits, refused.nanos() - 1)).isEqualTo(refused);
                    assertThat(limiter.ask(permits, refused.nanos())).isEqualTo(new Admission.Admitted());
                    now = refused.nanos();
                }
                now += random.nextLong(rate.nanos() / rate.permits() + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aClockThatJumpsToTheEndOfTimeGivesNoMoreThanAQuietTimeDoes(Algorithm algorithm) {
        var settings = LimitSettings.of("l", algorithm, Rate.perSecond(5), algorithm.isBucket() ? 5 : 0);
        for (long start : new long[] {Long.MIN_VALUE, -1, 0}) {
            var limiter = Limiter.rested(settings, start);
            assertThat(limiter.ask(5, start)).isInstanceOf(Admission.Admitted.class);
            assertThat(limiter.ask(5, Long.MAX_VALUE)).isInstanceOf(Admission.Admitted.class);
            assertThat(limiter.ask(1, Long.MAX_VALUE)).isEqualTo(new Admission.NotBefore(Long.MAX_VALUE));
            assertThat(limiter.ask(1, start)).isEqualTo(new Admission.NotBefore(Long.MAX_VALUE));
        }
    }

    @Test
    void moreAtOnceThanItEverGivesIsToldFromNotNow() {
        var bucket = Limiter.rested(LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(100), 20), 0);
        assertThat(bucket.ask(21, 0)).isEqualTo(new Admission.Never(20));
        assertThat(bucket.ask(20, 0)).isEqualTo(new Admission.Admitted());
        var window = Limiter.rested(LimitSettings.of("l", Algorithm.SLIDING_WINDOW, Rate.perSecond(100), 0), 0);
        assertThat(window.ask(101, 0)).isEqualTo(new Admission.Never(100));
        assertThatThrownBy(() -> window.ask(0, 0)).hasMessageContaining("\"l\" was asked for 0 permits");
    }

    @Test
    void aLeakyBucketGivesOneAfterTheOtherHoweverLongItWasIdle() {
        var leaky = Limiter.rested(LimitSettings.of("l", Algorithm.LEAKY_BUCKET, Rate.perSecond(10), 1), 0);
        assertThat(leaky.ask(1, 100 * SECOND)).isEqualTo(new Admission.Admitted());
        assertThat(leaky.ask(1, 100 * SECOND)).isEqualTo(new Admission.NotBefore(100 * SECOND + SECOND / 10));
    }

    @Test
    void anExhaustedOneHasNothingAtFirst() {
        var settings = LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(1), 3);
        var limiter = Limiter.exhausted(settings, 0);
        assertThat(limiter.ask(1, 0)).isEqualTo(new Admission.NotBefore(SECOND));
        assertThat(limiter.free(2 * SECOND)).isEqualTo(2);
    }

    /** The same calls to one that never forgets have the same answers. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void forgettingAKeyChangesNothing(Algorithm algorithm) {
        var settings = LimitSettings.of("l", algorithm, new Rate(4, SECOND), algorithm.isBucket() ? 4 : 0);
        for (long seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var keyed = KeyedLimiter.rested(settings, 0);
            Map<String, Limiter> remembered = new HashMap<>();
            long now = 0;
            long latest = 0;
            int forgotten = 0;
            for (int call = 0; call < 2_000; call++) {
                String key = "k" + random.nextInt(40);
                long permits = 1 + random.nextInt(4);
                long at = now;
                latest = Math.max(latest, now);
                long from = latest;
                Limiter reference = remembered.computeIfAbsent(key, unused -> Limiter.rested(settings, from));
                assertThat(keyed.ask(key, permits, at))
                        .as("seed %d, call %d", seed, call)
                        .isEqualTo(reference.ask(permits, latest));
                forgotten = Math.max(forgotten, remembered.size() - keyed.keys());
                now += random.nextInt(50) == 0 ? -random.nextLong(2 * SECOND) : random.nextLong(SECOND / 8);
            }
            assertThat(forgotten).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void tenThousandIdleKeysAreForgottenByTheNextFewThousandCalls(Algorithm algorithm) {
        var settings = LimitSettings.of("l", algorithm, Rate.perSecond(1), algorithm.isBucket() ? 1 : 0);
        var keyed = KeyedLimiter.rested(settings, 0);
        for (int key = 0; key < 10_000; key++) {
            keyed.ask("k" + key, 1, 0);
        }
        assertThat(keyed.keys()).isEqualTo(10_000);
        for (int call = 0; call < 10_100; call++) {
            keyed.ask("busy", 1, 3 * SECOND);
        }
        assertThat(keyed.keys()).isEqualTo(1);
    }

    @Test
    void withAsManyKeysAsMayBeANewOneWaitsUntilOneIsForgotten() {
        var settings = LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(1), 1)
                .with(2, 1);
        var keyed = KeyedLimiter.rested(settings, 0);
        keyed.ask("a", 1, 0);
        keyed.ask("b", 1, SECOND / 2);
        assertThat(keyed.ask("c", 1, SECOND / 2)).isEqualTo(new Admission.NotBefore(SECOND));
        assertThat(keyed.ask("c", 1, SECOND)).isEqualTo(new Admission.Admitted());
        assertThat(keyed.ask("d", 2, SECOND)).isEqualTo(new Admission.Never(1));
        assertThat(keyed.keys()).isEqualTo(2);
    }

    @Test
    void whoTakesOverKnowsNothingOfAnyKeyAndGivesNothingAtFirst() {
        var settings = LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(10), 5);
        var keyed = KeyedLimiter.exhausted(settings, 0, 0);
        assertThat(keyed.ask("a", 1, 0)).isEqualTo(new Admission.NotBefore(SECOND / 10));
        assertThat(keyed.askUpTo("b", 1, 9, SECOND / 5).taken()).isEqualTo(2);
        assertThat(keyed.askUpTo("c", 1, 9, 9 * SECOND).taken()).isEqualTo(5);
    }
}

package dev.sampo.resilience.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.GuavaUnderOurClock;
import dev.sampo.resilience.limit.LimitChecks.Subject;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Where well-kept libraries hold what is asked of ours, and where they do not. The numbers are theirs. */
class LibrariesTest {

    private static final long START = 0;

    /** It holds, and takes the time as an argument. What it has not: windows, leaking, a state that can be asked about. */
    @Test
    void bucket4jIsAnExactTokenBucket() {
        LimitChecks.settings(Algorithm.TOKEN_BUCKET).forEach(settings -> {
            assertThat(LimitChecks.windows(settings, LibrariesTest::bucket4j)).isEmpty();
            assertThat(LimitChecks.longRun(settings, LibrariesTest::bucket4j)).isEmpty();
        });
    }

    @Test
    void ourTokenBucketDecidesAsBucket4jDoes() {
        LimitChecks.settings(Algorithm.TOKEN_BUCKET).forEach(settings -> {
            var random = new Random(settings.burst());
            var ours = LimitChecks.ours(settings, START);
            var theirs = bucket4j(settings, START);
            long now = START;
            for (int call = 0; call < 2_000; call++) {
                long permits = 1 + random.nextLong(settings.burst());
                now += random.nextLong(2 * settings.rate().spanOf(permits));
                assertThat(ours.ask(permits, now) <= now)
                        .as("%s, call %d", settings.declared(), call)
                        .isEqualTo(theirs.ask(permits, now) <= now);
            }
        });
    }

    /** Its waits are rounded down: where a nanosecond yields no whole part of a permit, it asks to be asked at once again. */
    @Test
    void bucket4jAtOddRatesSaysToWaitForNothingInsteadOfANanosecond() {
        assertThat(zeroWaits(LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(70_000), 1)))
                .isGreaterThan(1_000);
        assertThat(zeroWaits(LimitSettings.of("l", Algorithm.TOKEN_BUCKET, Rate.perSecond(100_000), 1)))
                .isZero();
    }

    private static int zeroWaits(LimitSettings settings) {
        var clock = new AtomicLong();
        var bucket = bucket(settings, clock);
        int zero = 0;
        for (int call = 0; call < 10_000; call++) {
            var probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                zero += probe.getNanosToWaitForRefill() == 0 ? 1 : 0;
                clock.addAndGet(Math.max(1, probe.getNanosToWaitForRefill()));
            }
        }
        return zero;
    }

    /** Its periods follow each other: a fixed window by another name. Of a sliding one it does not keep the bound. */
    @Test
    void resilience4jIsAFixedWindow() {
        LimitChecks.settings(Algorithm.FIXED_WINDOW).forEach(settings -> {
            assertThat(LimitChecks.windows(settings, LibrariesTest::resilience4j))
                    .isEmpty();
            assertThat(LimitChecks.longRun(settings, LibrariesTest::resilience4j))
                    .isEmpty();
        });
        LimitChecks.settings(Algorithm.SLIDING_WINDOW)
                .forEach(settings -> assertThat(LimitChecks.windows(settings, LibrariesTest::resilience4j))
                        .isPresent());
    }

    /** It counts in whole microseconds: the higher the rate, the more is cut off between two permits. */
    @Test
    void guavaIsTooFastAtHighRatesThatAreNotRound() {
        var tooFast = LimitChecks.rates().stream()
                .filter(rate -> LimitChecks.longRun(asGuavaHasIt(rate), LibrariesTest::guava)
                        .isPresent())
                .toList();
        assertThat(tooFast).containsExactly(Rate.perSecond(30_001), Rate.perSecond(70_000));
    }

    /** Its burst is what a second yields, and one more since it is paid for afterwards. */
    private static LimitSettings asGuavaHasIt(Rate rate) {
        return LimitSettings.of(
                "l",
                Algorithm.TOKEN_BUCKET,
                rate,
                1 + rate.in(Duration.ofSeconds(1).toNanos()));
    }

    private static Subject bucket4j(LimitSettings settings, long start) {
        var clock = new AtomicLong(start);
        var bucket = bucket(settings, clock);
        return (permits, now) -> {
            clock.set(now);
            var probe = bucket.tryConsumeAndReturnRemaining(permits);
            return probe.isConsumed() ? now : now + Math.max(1, probe.getNanosToWaitForRefill());
        };
    }

    private static Bucket bucket(LimitSettings settings, AtomicLong clock) {
        var meter = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return clock.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
        Rate rate = settings.rate();
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(settings.burst())
                        .refillGreedy(rate.permits(), Duration.ofNanos(rate.nanos()))
                        .build())
                .withCustomTimePrecision(meter)
                .build();
    }

    private static Subject resilience4j(LimitSettings settings, long start) {
        var clock = new AtomicLong(start);
        Rate rate = settings.rate();
        var limiter = new AtomicRateLimiter(
                "l",
                RateLimiterConfig.custom()
                        .limitForPeriod((int) rate.permits())
                        .limitRefreshPeriod(Duration.ofNanos(rate.nanos()))
                        .timeoutDuration(Duration.ZERO)
                        .build(),
                clock::get);
        return (permits, now) -> {
            clock.set(now);
            return limiter.acquirePermission((int) permits)
                    ? now
                    : now + rate.nanos() - Math.floorMod(now - start, rate.nanos());
        };
    }

    private static Subject guava(LimitSettings settings, long start) {
        Rate rate = settings.rate();
        var limiter = new GuavaUnderOurClock(1e9 * rate.permits() / rate.nanos(), start);
        return (permits, now) -> permits == 1 ? limiter.ask(now) : now + 1;
    }
}

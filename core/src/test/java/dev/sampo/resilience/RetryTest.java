package dev.sampo.resilience;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.resilience.Retry.Backoff;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final double MIDDLE = 0.5;

    @Test
    void neverAllowsNoFailure() {
        assertThat(Retry.NEVER.allowsAfter(1)).isFalse();
    }

    @Test
    void asManyRetriesAreAllowedAsWereAskedFor() {
        assertThat(Retry.fixed(2).allowsAfter(2)).isTrue();
        assertThat(Retry.fixed(2).allowsAfter(3)).isFalse();
    }

    @Test
    void waitsGrowAsTheirBackoffSays() {
        assertThat(waits(Retry.fixed(9).startingAt(ofMillis(200)))).containsExactly(200, 200, 200, 200);
        assertThat(waits(Retry.linear(9).startingAt(ofMillis(200)))).containsExactly(200, 400, 600, 800);
        assertThat(waits(Retry.exponential(9).startingAt(ofMillis(200)))).containsExactly(200, 400, 800, 1600);
        assertThat(waits(Retry.fibonacci(9).startingAt(ofMillis(200)))).containsExactly(200, 200, 400, 600);
    }

    @Test
    void noWaitIsLongerThanTheLongest() {
        var retry = Retry.exponential(100)
                .startingAt(ofSeconds(1))
                .atMost(ofSeconds(30))
                .withJitter(0);
        assertThat(retry.delayMillis(100, 0, 0, MIDDLE)).isEqualTo(30_000);
    }

    @Test
    void jitterSpreadsBothWaysAndNotFurther() {
        var retry = Retry.fixed(1).startingAt(ofSeconds(1)).withJitter(0.2);
        var random = new Random(1);
        assertThat(retry.delayMillis(1, 0, 0, 0)).isEqualTo(800);
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> retry.delayMillis(1, 0, 0, random.nextDouble())))
                .allMatch(wait -> wait >= 800 && wait <= 1_200);
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> Retry.fixed(-1)).hasMessageContaining("retries=-1");
        assertThatThrownBy(() -> Retry.fixed(101)).hasMessageContaining("retries=101");
        assertThatThrownBy(() -> Retry.fixed(1).withJitter(Double.NaN)).hasMessageContaining("jitter=NaN");
        assertThatThrownBy(() -> Retry.fixed(1).withJitter(1.1)).hasMessageContaining("jitter=1.1");
        assertThatThrownBy(() -> Retry.fixed(1).startingAt(ofMillis(-1))).hasMessageContaining("PT-0.001S");
        assertThatThrownBy(() -> Retry.fixed(1).atMost(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("365 days");
    }

    @Test
    void everyWaitOfEveryPolicyIsWithinItsBoundsAndGrowsWhereItShould() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            Retry retry = any(random);
            long previous = 0;
            double shortestBefore = 0;
            for (int failures = 1; failures <= 100; failures++) {
                double shortest = retry.shortestMillis(failures);
                long wait = retry.delayMillis(failures, previous, 0, random.nextDouble());
                assertThat(wait)
                        .as("%s after %d failures", retry, failures)
                        .isBetween((long) Math.floor(shortest), retry.longest().toMillis());
                assertThat(shortest).as("%s", retry).isGreaterThanOrEqualTo(shortestBefore);
                previous = wait;
                shortestBefore = shortest;
            }
        }
    }

    private static Retry any(SplittableRandom random) {
        Backoff[] backoffs = Backoff.values();
        Backoff backoff = backoffs[random.nextInt(backoffs.length)];
        double jitter = backoff == Backoff.DECORRELATED ? 0 : random.nextDouble();
        long first =
                1 + random.nextLong(random.nextBoolean() ? 1_000 : ofDays(365).toMillis());
        long longest = first + random.nextLong(ofDays(365).toMillis() - first + 1);
        return new Retry(
                100,
                backoff,
                ofMillis(first),
                ofMillis(longest),
                jitter,
                Causes.ANY,
                Duration.ZERO,
                random.nextBoolean(),
                Escalation.NONE);
    }

    @Test
    void aDecorrelatedWaitIsBetweenTheFirstAndThreeTimesThePreviousOne() {
        var retry = Retry.decorrelated(100).startingAt(ofMillis(100)).atMost(ofSeconds(10));
        var random = new SplittableRandom(3);
        long previous = 0;
        boolean hasFallen = false;
        for (int failures = 1; failures <= 1_000; failures++) {
            long wait = retry.delayMillis(failures, previous, 0, random.nextDouble());
            assertThat(wait).isBetween(100L, Math.min(10_000, 3 * Math.max(100, previous)));
            hasFallen |= wait < previous;
            previous = wait;
        }
        assertThat(hasFallen).isTrue();
        assertThat(retry.delayMillis(2, 1_000, 0, 0)).isEqualTo(100);
        assertThat(retry.delayMillis(2, 1_000, 0, 1)).isEqualTo(3_000);
    }

    @Test
    void whatAnExceptionAsksForIsWaitedForAtLeastAndAtMostTheLongest() {
        var retry = Retry.exponential(9).startingAt(ofMillis(100)).atMost(ofSeconds(60));
        var random = new SplittableRandom(5);
        for (int round = 0; round < 1_000; round++) {
            long asked = random.nextLong(100_000);
            long wait = retry.delayMillis(1 + random.nextInt(20), 0, asked, random.nextDouble());
            assertThat(wait).isBetween(Math.min(asked, 60_000), 60_000L);
        }
        assertThat(retry.delayMillis(1, 0, 30_000, 0)).isEqualTo(30_000);
        assertThat(retry.delayMillis(1, 0, 30_000, 1)).isEqualTo(36_000);
        assertThat(retry.isAsAsked(30_000, 36_000)).isTrue();
        assertThat(retry.isAsAsked(30_000, 36_001)).isFalse();
    }

    @Test
    void theNearestNamedClassDecides() {
        var any = Retry.fixed(1);
        assertThat(any.isAfter(IllegalStateException.class)).isTrue();

        var some = any.on(IOException.class).notOn(FileNotFoundException.class);
        assertThat(some.isAfter(IOException.class)).isTrue();
        assertThat(some.isAfter(EOFException.class)).isTrue();
        assertThat(some.isAfter(FileNotFoundException.class)).isFalse();
        assertThat(some.isAfter(IllegalStateException.class)).isFalse();
        assertThat(some.isAfterTimeout()).isFalse();

        var others = any.notOn(IOException.class).on(FileNotFoundException.class);
        assertThat(others.isAfter(FileNotFoundException.class)).isTrue();
        assertThat(others.isAfter(EOFException.class)).isFalse();

        var allButSome = any.notOn(IOException.class, TimeoutException.class);
        assertThat(allButSome.isAfter(IllegalStateException.class)).isTrue();
        assertThat(allButSome.isAfter(Error.class)).isTrue();
        assertThat(allButSome.isAfterTimeout()).isFalse();
        assertThat(any.on(TimeoutException.class).isAfterTimeout()).isTrue();
        assertThat(any.on(Exception.class).isAfterTimeout()).isTrue();
    }

    @Test
    void anExceptionThatAsksForAnotherTryGetsItUnlessItIsExcludedByName() {
        class Overloaded extends RetryAfter {
            private static final long serialVersionUID = 1;

            Overloaded() {
                super(ofSeconds(1));
            }
        }
        var some = Retry.fixed(1).on(IOException.class).notOn(RuntimeException.class);
        assertThat(some.isAfter(RetryAfter.class)).isTrue();
        assertThat(some.isAfter(Overloaded.class)).isTrue();
        assertThat(some.notOn(Overloaded.class).isAfter(Overloaded.class)).isFalse();
        assertThat(some.notOn(RetryAfter.class).isAfter(Overloaded.class)).isFalse();
    }

    @Test
    void whatIsAskedForIsKeptWithinReason() {
        assertThat(new RetryAfter(ofSeconds(-5)).after()).isZero();
        assertThat(new RetryAfter(ofSeconds(Long.MAX_VALUE)).after()).isEqualTo(ofDays(365));
        assertThat(new RetryAfter(ofSeconds(3), new IOException("busy")))
                .hasMessage("try again after PT3S: java.io.IOException: busy")
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void theBudgetRunsFromTheFirstFailure() {
        var retry = Retry.fixed(9).within(ofSeconds(10));
        assertThat(retry.hasTime(1_000, 11_000)).isTrue();
        assertThat(retry.hasTime(1_000, 11_001)).isFalse();
        assertThat(Retry.fixed(9).hasTime(0, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void aPolicyThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> Retry.decorrelated(1).withJitter(0.1)).hasMessageContaining("random anyway");
        assertThatThrownBy(() -> Retry.fixed(1).within(Duration.ZERO)).hasMessageContaining("within=PT0S");
        assertThatThrownBy(() -> Retry.fixed(1).within(ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> Retry.fixed(1).on()).hasMessageContaining("on() names no exception");
        assertThatThrownBy(() -> Retry.fixed(1).notOn()).hasMessageContaining("notOn() names no exception");
        assertThatThrownBy(() -> Retry.fixed(1).on(Error.class).notOn(Error.class))
                .hasMessageContaining("on java.lang.Error and not on java.lang.Error");
        assertThatThrownBy(() -> Retry.fixed(1).on((Class<Exception>) null)).hasMessageContaining("on() is null");
    }

    private static long[] waits(Retry retry) {
        return IntStream.rangeClosed(1, 4)
                .mapToLong(failures -> retry.delayMillis(failures, 0, 0, MIDDLE))
                .toArray();
    }

    @Test
    void moreMemoryIsMoreUntilTheLimit() {
        Escalation escalation = Retry.fixed(1).onOutOfMemory(1.5, "1KB").escalation();

        assertThat(escalation.memoryAfter(500)).isEqualTo(750);
        assertThat(escalation.memoryAfter(1_000)).isEqualTo(1_024);
        assertThat(escalation.memoryAfter(1_024)).isZero();
        assertThat(Escalation.NONE.memoryAfter(500)).isZero();
        assertThatThrownBy(() -> Retry.fixed(1).onOutOfMemory(1, "1KB"))
                .hasMessageContaining("say 2 for twice as much");
        assertThatThrownBy(() -> Retry.fixed(1).onOutOfMemory(Double.NaN, "1KB"))
                .hasMessageContaining("onOutOfMemory(NaN, ..)");
    }
}

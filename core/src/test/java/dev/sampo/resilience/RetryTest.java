package dev.sampo.resilience;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
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
    }

    @Test
    void noWaitIsLongerThanTheLongest() {
        var retry = Retry.exponential(100)
                .startingAt(ofSeconds(1))
                .atMost(ofSeconds(30))
                .withJitter(0);
        assertThat(retry.delayMillis(100, MIDDLE)).isEqualTo(30_000);
    }

    @Test
    void jitterSpreadsBothWaysAndNotFurther() {
        var retry = Retry.fixed(1).startingAt(ofSeconds(1)).withJitter(0.2);
        var random = new Random(1);
        assertThat(retry.delayMillis(1, 0)).isEqualTo(800);
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> retry.delayMillis(1, random.nextDouble())))
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

    private static long[] waits(Retry retry) {
        return IntStream.rangeClosed(1, 4)
                .mapToLong(failures -> retry.delayMillis(failures, MIDDLE))
                .toArray();
    }
}

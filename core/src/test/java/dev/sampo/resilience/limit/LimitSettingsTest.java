package dev.sampo.resilience.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.resilience.limit.LimitSettings.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSettingsTest {

    @Test
    void aRateIsReadAsPeopleWriteIt() {
        assertThat(Rate.parse("100 per second")).isEqualTo(Rate.perSecond(100));
        assertThat(Rate.parse("1/h")).isEqualTo(Rate.perHour(1));
        assertThat(Rate.parse("5 per 10 Seconds"))
                .isEqualTo(new Rate(5, Duration.ofSeconds(10).toNanos()))
                .hasToString("5 per 10 seconds");
        assertThat(Rate.parse("3 per 2min"))
                .isEqualTo(new Rate(3, Duration.ofMinutes(2).toNanos()));
        assertThat(Rate.parse("7 per 250 ms")).hasToString("7 per 250 milliseconds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "-1 per second",
                "1.5 per second",
                "NaN per second",
                "Infinity per second",
                "1 per fortnight",
                "per second",
                "1 per s per s",
                "9999999999999999999 per second"
            })
    void whatIsNoRateIsRefusedWithAnExampleOfOne(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("100 per second");
    }

    @Test
    void zeroAndTooMuchAreRefused() {
        assertThatThrownBy(() -> Rate.parse("0 per second")).hasMessageContaining("a rate of 0 permits");
        assertThatThrownBy(() -> Rate.parse("1 per 0 seconds")).hasMessageContaining("per 0 ns");
        assertThatThrownBy(() -> Rate.parse("1 per 367 days")).hasMessageContaining("366 days");
        assertThatThrownBy(() -> Rate.parse("1 per 999999999999999999 days")).hasMessageContaining("366 days");
        assertThatThrownBy(() -> Rate.perSecond(2_000_000_000_000L)).hasMessageContaining("2000000000000");
        assertThatThrownBy(() -> settings(Algorithm.TOKEN_BUCKET, new Rate(999_999_999_989L, 86_400_000_000_000L), 1))
                .hasMessageContaining("limit \"l\"")
                .hasMessageContaining("too odd");
    }

    @Test
    void aBurstIsForBuckets() {
        assertThatThrownBy(() -> settings(Algorithm.TOKEN_BUCKET, Rate.perSecond(1), 0))
                .hasMessageContaining("limit \"l\": burst=0");
        assertThatThrownBy(() -> settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(1), -1))
                .hasMessageContaining("burst=-1");
        assertThatThrownBy(() -> settings(Algorithm.SLIDING_WINDOW, Rate.perSecond(1), 2))
                .hasMessageContaining("leave burst out");
        assertThatThrownBy(() -> Algorithm.named("bucket"))
                .hasMessageContaining("token-bucket, leaky-bucket, sliding-window, fixed-window");
    }

    @Test
    void aWindowForAllNodesCountsLongerThanItsPeriodByHowLongPermitsAreGood() {
        var second = settings(Algorithm.SLIDING_WINDOW, Rate.perSecond(7), 0).with(Scope.CLUSTER);
        assertThat(second.useWithinNanos()).isEqualTo(10_000_000);
        assertThat(second.owned().rate()).isEqualTo(new Rate(7, 1_010_000_000));
        var hour = settings(Algorithm.FIXED_WINDOW, Rate.perHour(7), 0).with(Scope.CLUSTER);
        assertThat(hour.useWithinNanos()).isEqualTo(1_000_000_000);
        assertThat(hour.owned().rate()).isEqualTo(new Rate(7, 3_601_000_000_000L));
        assertThat(hour.owned().atOnceMax()).isEqualTo(hour.atOnceMax()).isEqualTo(7);
        for (long nanos : new long[] {999_999_999, Duration.ofDays(365).toNanos() + 1}) {
            assertThatThrownBy(() -> settings(Algorithm.FIXED_WINDOW, new Rate(7, nanos), 0)
                            .with(Scope.CLUSTER))
                    .hasMessageContaining("the period of a fixed-window must be a second at least, and 365 days");
        }
    }

    @Test
    void aTokenBucketForAllNodesHasRoomForTheWay() {
        assertThatThrownBy(() -> settings(Algorithm.TOKEN_BUCKET, Rate.perSecond(100_000), 20)
                        .with(Scope.CLUSTER))
                .hasMessageContaining("must be at least 2001");
        for (Rate rate : LimitChecks.rates()) {
            long burst = LimitSettings.usualBurst(Algorithm.TOKEN_BUCKET, rate, Scope.CLUSTER);
            for (long more : new long[] {0, 1, 50, 100_000}) {
                var shared =
                        settings(Algorithm.TOKEN_BUCKET, rate, burst + more).with(Scope.CLUSTER);
                assertThat(shared.useWithinNanos()).isBetween(10_000_000L, 1_000_000_000L);
                assertThat(shared.owned().burst()).isPositive().isEqualTo(shared.atOnceMax());
                assertThat(shared.owned().burst() + rate.in(shared.useWithinNanos()))
                        .isEqualTo(shared.burst());
            }
        }
    }

    @Test
    void aLeakyBucketForAllNodesThatIsSlowHasItsBurstAndIsSlowerByHowLongPermitsAreGood() {
        var second = settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(1), 1).with(Scope.CLUSTER);
        assertThat(second.useWithinNanos()).isEqualTo(10_000_000);
        assertThat(second.owned()).isEqualTo(settings(Algorithm.LEAKY_BUCKET, new Rate(1, 1_010_000_000), 1));
        var hour = settings(Algorithm.LEAKY_BUCKET, Rate.perHour(2), 3).with(Scope.CLUSTER);
        assertThat(hour.useWithinNanos()).isEqualTo(1_000_000_000);
        assertThat(hour.owned()).isEqualTo(settings(Algorithm.LEAKY_BUCKET, new Rate(1, 1_801_000_000_000L), 3));
        assertThatThrownBy(() -> settings(
                                Algorithm.LEAKY_BUCKET,
                                new Rate(1, Duration.ofDays(365).toNanos() + 1),
                                1)
                        .with(Scope.CLUSTER))
                .hasMessageContaining("365 days at most");
    }

    @Test
    void aLeakyBucketForAllNodesThatIsFastHasItsRateAndABurstForTheWay() {
        var fast = settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(1_000), 11).with(Scope.CLUSTER);
        assertThat(fast.useWithinNanos()).isEqualTo(10_000_000);
        assertThat(fast.owned()).isEqualTo(settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(1_000), 1));
        var large = settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(1_000), 101).with(Scope.CLUSTER);
        assertThat(large.useWithinNanos()).isEqualTo(50_000_000);
        assertThat(large.atOnceMax()).isEqualTo(51);
        assertThatThrownBy(() ->
                        settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(10), 1).with(Scope.CLUSTER))
                .hasMessageContaining("must be at least 2");
        assertThatThrownBy(() -> settings(Algorithm.LEAKY_BUCKET, Rate.perSecond(1_001), 100)
                        .with(Scope.CLUSTER))
                .hasMessageContaining("gives 1000 per second at most; use a token-bucket");
    }

    private static LimitSettings settings(Algorithm algorithm, Rate rate, long burst) {
        return LimitSettings.of("l", algorithm, rate, burst);
    }
}

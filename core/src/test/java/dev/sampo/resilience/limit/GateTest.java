package dev.sampo.resilience.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final long SECOND = 1_000_000_000;
    private static final LimitSettings SETTINGS = LimitSettings.of("mail", Algorithm.TOKEN_BUCKET, Rate.perSecond(1), 3)
            .with(10, 3);

    private final Gate<String> gate = new Gate<>(SETTINGS, KeyedLimiter.rested(SETTINGS, 0));

    @Test
    void whoWantsManyIsNotPassedByThoseBehindWhoWantFew() {
        assertThat(gate.join("", 2, "first", 0)).isEqualTo(turn("first"));
        assertThat(gate.join("", 3, "large", 0)).isEqualTo(waits(2 * SECOND));
        assertThat(gate.join("", 1, "small", 0)).isEqualTo(turn());
        assertThat(gate.look("", 2 * SECOND, 2 * SECOND)).isEqualTo(new Gate.Turn<>(List.of("large"), 3 * SECOND));
        assertThat(gate.look("", 3 * SECOND, 3 * SECOND)).isEqualTo(turn("small"));
    }

    @Test
    void whoWillNotWaitLeavesNoAlarmBehind() {
        gate.join("", 3, "first", 0);
        assertThat(gate.tryNow("", 1, "hasty", 0)).isEqualTo(turn());
        assertThat(gate.hasLine("")).isFalse();
        assertThat(gate.join("", 1, "second", 0)).isEqualTo(waits(SECOND));
        assertThat(gate.tryNow("", 1, "hasty", 0)).isEqualTo(turn());
        assertThat(gate.look("", SECOND, SECOND)).isEqualTo(turn("second"));
        assertThat(gate.tryNow("", 1, "lucky", 2 * SECOND)).isEqualTo(turn("lucky"));
    }

    @Test
    void keysDoNotWaitForEachOther() {
        gate.join("a", 3, "first", 0);
        assertThat(gate.join("a", 1, "second", 0)).isEqualTo(waits(SECOND));
        assertThat(gate.join("b", 3, "other", 0)).isEqualTo(turn("other"));
    }

    @Test
    void whoLeavesMakesRoomForThoseBehind() {
        gate.join("", 2, "first", 0);
        gate.join("", 3, "large", 0);
        gate.join("", 1, "small", 0);
        assertThat(gate.leave("", "large", 0)).isEqualTo(turn("small"));
        assertThat(gate.leave("", "large", 0)).isEqualTo(turn());
    }

    @Test
    void anAlarmThatRangEarlyIsSetAgain() {
        gate.join("", 3, "first", 0);
        assertThat(gate.join("", 1, "second", 0)).isEqualTo(waits(SECOND));
        assertThat(gate.look("", SECOND, SECOND - 1)).isEqualTo(waits(SECOND));
    }

    @Test
    void whatCanNeverBeIsRefusedAndTheLimitNamed() {
        assertThatThrownBy(() -> gate.join("", 4, "greedy", 0))
                .isInstanceOf(LimitRefused.class)
                .hasMessage("limit \"mail\": 4 permits were asked for at once, but it never gives more than 3"
                        + " (1 per second, burst 3, token-bucket); ask for fewer, or allow more");
        assertThatThrownBy(() -> gate.join("", 0, "nobody", 0)).hasMessageContaining("0 permits");
        assertThatThrownBy(() -> gate.join("k".repeat(257), 1, "wordy", 0)).hasMessageContaining("257 characters");
    }

    @Test
    void theLineHasAnEnd() {
        gate.join("", 3, "served", 0);
        for (String who : List.of("a", "b", "c")) {
            gate.join(who, 3, "served " + who, 0);
            gate.join(who, 1, who, 0);
        }
        assertThatThrownBy(() -> gate.join("", 1, "d", 0)).hasMessageContaining("waiting-max=3");
        assertThat(gate.dismissAll()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(gate.join("", 1, "d", SECOND)).isEqualTo(turn("d"));
    }

    private static Gate.Turn<String> turn(String... admitted) {
        return new Gate.Turn<>(List.of(admitted), Long.MAX_VALUE);
    }

    private static Gate.Turn<String> waits(long until) {
        return new Gate.Turn<>(List.of(), until);
    }
}

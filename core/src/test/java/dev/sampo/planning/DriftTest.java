package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final long MICROS = 1_000_000;

    private static Drift drift(boolean isMadeAnew) {
        long[] micros = new long[40];
        Arrays.fill(micros, MICROS);
        return new Drift(micros, isMadeAnew);
    }

    @Test
    void aLittleOffIsNothing() {
        var drift = drift(false);

        assertThat(drift.isOff(0, MICROS + 10_000)).isFalse();
        assertThat(drift.ended(0, MICROS + 10_000)).isFalse();
        assertThat(drift.trust()).isEqualTo(1);
    }

    @Test
    void aTaskOfNoLengthThatTakesSomeIsNoReasonToDoubtAllOthers() {
        var drift = new Drift(new long[] {1, MICROS}, true);

        assertThat(drift.ended(0, 8_000)).isFalse();
        assertThat(drift.trust()).isGreaterThan(0.4);
    }

    @Test
    void manyThatAreSomewhatOffAreAsBadAsOneThatIsFarOff() {
        var drift = drift(false);
        int ends = 0;
        while (!drift.ended(ends, MICROS * 118 / 100)) {
            ends++;
        }

        assertThat(ends).isBetween(2, 39);
        assertThat(drift(false).ended(0, MICROS * 2)).isTrue();
    }

    @Test
    void moreIsToleratedWhereATimetableCanBeMadeAnew() {
        var drift = drift(true);
        for (int task = 0; task < 40; task++) {
            assertThat(drift.ended(task, MICROS * 118 / 100)).isFalse();
        }

        assertThat(drift(true).ended(0, MICROS * 3)).isTrue();
    }

    @Test
    void onceItIsLargeItIsThoughtAgainWheneverTwiceAsManyHaveEnded() {
        var drift = drift(false);
        var thought = new java.util.ArrayList<Integer>();
        for (int task = 0; task < 20; task++) {
            if (drift.ended(task, MICROS * 2)) {
                thought.add(task);
            }
        }

        assertThat(thought).containsExactly(0, 1, 3, 7, 15);
        assertThat(drift.isLarge()).isTrue();
        assertThat(drift.trust()).isBetween(0.1, 0.3);
    }
}

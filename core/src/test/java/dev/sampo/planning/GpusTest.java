package dev.sampo.planning;

import static dev.sampo.resource.Resources.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GpusTest {
    private static Gpus gpus(double count) {
        var gpus = new Gpus();
        gpus.resize((long) (count * WHOLE));
        return gpus;
    }

    private static long units(double count) {
        return Math.round(count * WHOLE);
    }

    @Test
    void aPartHasToFitOnOneOfThem() {
        var gpus = gpus(2);
        gpus.hold(null, 1, units(0.6));
        gpus.hold(null, 2, units(0.6));

        assertThat(gpus.times(units(0.8))).isZero();
        assertThat(gpus.times(units(0.4))).isEqualTo(2);
        assertThat(gpus.times(units(1))).isZero();
    }

    @Test
    void aPartGoesToTheFullestThatHasRoom() {
        var gpus = gpus(2);
        gpus.hold(null, 1, units(0.5));
        gpus.hold(null, 2, units(0.5));

        assertThat(gpus.free()).containsExactly(0, WHOLE);
        assertThat(gpus.times(units(1))).isEqualTo(1);
    }

    @Test
    void whatWaitsForOneGetsItWhenThereIsRoom() {
        var gpus = gpus(1);
        assertThat(gpus.hold(null, 1, units(1))).isTrue();
        assertThat(gpus.hold(null, 2, units(0.3))).isFalse();
        assertThat(gpus.isAnyWaiting()).isTrue();

        gpus.letGo(null, 1);

        assertThat(gpus.isAnyWaiting()).isFalse();
        assertThat(gpus.free()).containsExactly(units(0.7));
        gpus.letGo(null, 2);
        assertThat(gpus.free()).containsExactly(WHOLE);
    }

    @Test
    void aNodeThatHasLessOwesTheDifference() {
        var gpus = gpus(2);
        gpus.hold(null, 1, units(2));
        gpus.resize(WHOLE);
        assertThat(gpus.times(units(0.1))).isZero();

        gpus.letGo(null, 1);
        assertThat(gpus.times(units(0.5))).isEqualTo(2);
        assertThat(gpus.times(units(1))).isEqualTo(1);
    }

    @Test
    void whatRunsOnAnEmptyNodeIsCountedByGpus() {
        assertThat(Gpus.timesIn(units(0.6), units(2))).isEqualTo(2);
        assertThat(Gpus.timesIn(units(1.5), units(4))).isEqualTo(2);
        assertThat(Gpus.timesIn(units(2), units(2.5))).isEqualTo(1);
    }
}

package dev.sampo.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatternTest {
    @Test
    void theFirstStepReadsNothing() {
        for (Pattern pattern : Pattern.values()) {
            assertThat(pattern.reads(4, 0, 2)).isEmpty();
        }
    }

    @Test
    void aStencilReadsItsNeighboursAndStaysInside() {
        assertThat(Pattern.STENCIL_1D.reads(4, 1, 0)).containsExactly(0, 1);
        assertThat(Pattern.STENCIL_1D.reads(4, 1, 2)).containsExactly(1, 2, 3);
    }

    @Test
    void aButterflyReachesTwiceAsFarWithEachStepAndBeginsAnew() {
        assertThat(Pattern.FFT.reads(8, 1, 4)).containsExactly(3, 4, 5);
        assertThat(Pattern.FFT.reads(8, 2, 4)).containsExactly(2, 4, 6);
        assertThat(Pattern.FFT.reads(8, 3, 4)).containsExactly(0, 4);
        assertThat(Pattern.FFT.reads(8, 4, 4)).containsExactly(3, 4, 5);
    }

    @Test
    void aRandomCellAlwaysReadsTheOneBeforeItAndNothingFar() {
        for (int t = 1; t < 50; t++) {
            assertThat(Pattern.RANDOM_NEAREST.reads(16, t, 8))
                    .contains(8)
                    .allMatch(column -> column >= 6 && column <= 10);
        }
    }
}

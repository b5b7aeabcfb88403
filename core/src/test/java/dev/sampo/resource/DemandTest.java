package dev.sampo.resource;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final long BASE = 1_000;

    private static Demand grown(long bytes, double perByte) {
        return Demand.of(cpus(1).memory(BASE)).memoryPerInputByte(perByte).forInputs(bytes);
    }

    @Test
    void whatInputsAskForIsRoundedUpByAnEighthAtMostAndNeverFalls() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long bytes = 1 + random.nextLong(1L << random.nextInt(1, 45));
            double exact = BASE + 3.5 * bytes;
            long memory = grown(bytes, 3.5).needs().memoryBytes();

            assertThat((double) memory).isBetween(exact, Math.ceil(exact * 1.125));
            assertThat(grown(bytes + 1, 3.5).needs().memoryBytes()).isGreaterThanOrEqualTo(memory);
        }
    }

    /** A line for each size would make placing cost as much as there are tasks. */
    @Test
    void aMillionSizesComeToFewKinds() {
        var kinds = new HashSet<Demand>();
        for (long bytes = 1; bytes < 1_000_000; bytes++) {
            kinds.add(grown(bytes, 1));
        }

        assertThat(kinds).hasSizeLessThan(90);
    }

    @Test
    void inputsOfNothingAndTooMuchOfThemAreAmountsToo() {
        assertThat(grown(0, 3).needs().memoryBytes()).isEqualTo(BASE);
        assertThat(grown(Long.MAX_VALUE, 1_000_000).needs().memoryBytes()).isEqualTo(Resources.AMOUNT_MAX);
    }

    @Test
    void everyChoiceGrows() {
        Demand demand =
                Demand.of(Resources.NONE.gpus(1)).orNeeds(cpus(16).memory(24)).memoryPerInputByte(2);

        assertThat(demand.forInputs(500).all())
                .containsExactly(Resources.NONE.gpus(1).memory(1_024), cpus(16).memory(1_024));
        assertThat(demand.forInputs(501, Demand.ALL_BITS).all())
                .containsExactly(Resources.NONE.gpus(1).memory(1_002), cpus(16).memory(1_026));
        assertThat(demand.withMemory(100).all())
                .containsExactly(Resources.NONE.gpus(1).memory(100), cpus(16).memory(100));
        assertThat(demand).hasToString("gpus=1, or cpus=16 memory=24B");
    }
}

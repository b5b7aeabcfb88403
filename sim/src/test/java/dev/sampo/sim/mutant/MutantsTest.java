package dev.sampo.sim.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.sim.Simulation;
import dev.sampo.sim.world.PlantedBug;
import java.util.EnumSet;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator bites: every planted bug is noticed within its budget of seeds, or the build fails. */
class MutantsTest {
    private static final long BUDGET = 10_000;

    @ParameterizedTest
    @EnumSource
    void aBugPlantedInTheCoreIsNoticed(CoreMutant mutant) throws ReflectiveOperationException {
        var trial = (LongBinaryOperator) new MutantLoader(mutant)
                .loadClass(Trial.class.getName())
                .getDeclaredConstructor()
                .newInstance();

        assertThat(trial.applyAsLong(mutant.seedFrom(), BUDGET))
                .as("first seed that notices")
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aBugPlantedInTheShellsIsNoticed(PlantedBug bug) {
        assertThat(Simulation.firstSeedThatNotices(EnumSet.of(bug), 1, BUDGET))
                .as("first seed that notices")
                .isPositive();
    }
}

package dev.sampo.sim;

import dev.sampo.sim.check.Sometimes;
import java.util.List;
import java.util.Map;

/**
 * What many seeds came to.
 *
 * @param steps events handled
 * @param virtualMillis time that passed in the simulated worlds
 * @param transcriptHash equal for equal runs: the same seeds on the same code
 * @param sometimes how often each situation worth surviving came up; a zero means that these seeds prove nothing about it
 * @param violations the first few broken seeds
 */
public record SimulationSummary(
        long seedFrom,
        long seeds,
        int nodes,
        long steps,
        long virtualMillis,
        long crashes,
        long messages,
        long lost,
        long doubled,
        long violationCount,
        List<SeedViolation> violations,
        String transcriptHash,
        Map<Sometimes, Long> sometimes) {

    public SimulationSummary {
        violations = List.copyOf(violations);
    }

    public boolean isClean() {
        return violationCount == 0;
    }
}

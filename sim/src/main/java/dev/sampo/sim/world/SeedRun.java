package dev.sampo.sim.world;

import dev.sampo.sim.check.Tally;
import java.util.List;

/**
 * How one seed went.
 *
 * @param steps events handled
 * @param millis virtual time it covered
 * @param violation what was broken; empty when nothing was
 * @param job the job the violation concerns, if any
 * @param task the task of that job it concerns, or -1
 * @param lines the transcript, when it was to be kept
 */
public record SeedRun(
        long seed,
        long steps,
        long millis,
        long crashes,
        long sent,
        long lost,
        long doubled,
        long hash,
        String violation,
        String job,
        int task,
        Tally tally,
        List<String> lines) {

    public boolean isClean() {
        return violation.isEmpty();
    }
}

package dev.sampo.sim.mutant;

import dev.sampo.sim.Simulation;
import java.util.Set;
import java.util.function.LongBinaryOperator;

/** Looks for the first seed that notices: public and without arguments so that it can be made in a loader of its own. */
public final class Trial implements LongBinaryOperator {

    @Override
    public long applyAsLong(long seedFrom, long budget) {
        return Simulation.firstSeedThatNotices(Set.of(), seedFrom, budget);
    }
}

package dev.sampo.sim;

import dev.sampo.placement.Placers;

/**
 * A seed that broke an invariant.
 *
 * @param replay the one command that shows it again, with its transcript
 */
public record SeedViolation(long seed, String what, String replay) {

    static SeedViolation of(long seed, int nodes, String placer, String what) {
        String world = (nodes == Simulation.NODES ? "" : " --nodes " + nodes)
                + (placer.equals(Placers.DEFAULT_NAME) ? "" : " --placer " + placer);
        return new SeedViolation(seed, what, "./sampo simulate --from " + seed + " --seeds 1" + world + " --trace");
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + what + "\n  replay: " + replay;
    }
}

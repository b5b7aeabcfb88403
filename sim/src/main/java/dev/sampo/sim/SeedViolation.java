package dev.sampo.sim;

/**
 * A seed that broke an invariant.
 *
 * @param replay the one command that shows it again, with its transcript
 */
public record SeedViolation(long seed, String what, String replay) {

    static SeedViolation of(long seed, int nodes, String what) {
        String world = nodes == Simulation.NODES ? "" : " --nodes " + nodes;
        return new SeedViolation(seed, what, "./sampo simulate --from " + seed + " --seeds 1" + world + " --trace");
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + what + "\n  replay: " + replay;
    }
}

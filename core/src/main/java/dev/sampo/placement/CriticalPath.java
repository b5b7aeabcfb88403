package dev.sampo.placement;

/**
 * Tasks with the longest path to go are given out first; each starts at once where possible, then where it has not
 * failed, then follows preference, then spares the nodes that others depend on, then data, then the lighter load.
 */
final class CriticalPath implements Placer {
    static final String NAME = "critical-path";

    private static final double WANTED = 100;
    private final LeastLoaded otherwise = new LeastLoaded();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean ranks() {
        return true;
    }

    @Override
    public double score(Candidate candidate) {
        return otherwise.score(candidate) - Math.min(50, candidate.wanted()) * WANTED;
    }
}

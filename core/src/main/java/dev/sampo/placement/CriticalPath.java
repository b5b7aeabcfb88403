package dev.sampo.placement;

/** Tasks with the longest path to go are given out first, on nodes that others depend on least, then as load-balanced. */
final class CriticalPath implements Placer {
    static final String NAME = "critical-path";

    private static final double WANTED = 100;
    private final LoadBalanced otherwise = new LoadBalanced();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean ranks() {
        return true;
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return otherwise.score(task, candidate) - Math.min(50, candidate.wanted()) * WANTED;
    }
}

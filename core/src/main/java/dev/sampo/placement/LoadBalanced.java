package dev.sampo.placement;

/** The nodes where a task's inputs were made first, by how long it takes to move them, then the lighter load. */
final class LoadBalanced implements Placer {
    private static final double INPUT_HERE = 10;

    @Override
    public String name() {
        return "load-balanced";
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return Math.min(100, candidate.inputsHere()) * INPUT_HERE
                - candidate.moveMillis()
                - Math.min(1_000, candidate.load());
    }
}

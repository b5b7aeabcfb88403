package dev.sampo.placement;

/** By lot, each node with room as likely as any other. */
final class AtRandom implements Placer {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return Hashing.part(task.draw(), candidate.node());
    }
}

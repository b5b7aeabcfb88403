package dev.sampo.placement;

/**
 * The same task goes to the same node in every job, as long as the node is there and has room, be it in its queue; then to
 * the next of the task's own order of nodes. When nodes come or go only their own tasks move (rendezvous hashing).
 */
final class Hashed implements Placer {
    @Override
    public String name() {
        return "hash";
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    @Override
    public boolean decidesEach() {
        return true;
    }

    @Override
    public boolean looksAtAll() {
        return true;
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return Hashing.part(task.key(), candidate.node());
    }
}

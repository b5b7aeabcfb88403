package dev.sampo.placement;

/** The first node by name that has room: fills nodes up one after the other, so that the last ones stay empty. */
final class FirstAvailable implements Placer {
    @Override
    public String name() {
        return "first-available";
    }

    @Override
    public boolean looksAtAll() {
        return true;
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return 0;
    }
}

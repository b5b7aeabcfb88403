package dev.sampo.placement;

/** Starts at once where possible, then where it has not failed, then follows preference, then data, then the lighter load. */
final class LeastLoaded implements Placer {
    static final String NAME = "least-loaded";

    private static final double STARTS_AT_ONCE = 1_000_000;
    private static final double FAILED_HERE = 100_000;
    private static final double PREFERRED = 10_000;
    private static final double INPUT_HERE = 10;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean ranks() {
        return false;
    }

    @Override
    public double score(Candidate candidate) {
        return (candidate.freeNow() > 0 ? STARTS_AT_ONCE : 0)
                - (candidate.failedHere() ? FAILED_HERE : 0)
                + (candidate.preferred() ? PREFERRED : 0)
                + Math.min(100, candidate.inputsHere()) * INPUT_HERE
                - Math.min(1_000, candidate.load());
    }
}

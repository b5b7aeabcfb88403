package dev.sampo.placement;

import java.util.List;

/** Starts at once where possible, then follows preference, then data, then the lighter load. */
final class LeastLoaded implements Placer {
    static final String NAME = "least-loaded";

    private static final double STARTS_AT_ONCE = 1_000_000;
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
    public int choose(List<Candidate> candidates) {
        int best = NONE;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            double score = score(candidates.get(i));
            if (candidates.get(i).room() > 0 && score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return best;
    }

    @Override
    public double score(Candidate candidate) {
        return (candidate.freeNow() > 0 ? STARTS_AT_ONCE : 0)
                + (candidate.preferred() ? PREFERRED : 0)
                + Math.min(100, candidate.inputsHere()) * INPUT_HERE
                - Math.min(1_000, candidate.load());
    }
}

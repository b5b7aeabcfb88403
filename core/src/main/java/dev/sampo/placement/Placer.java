package dev.sampo.placement;

import java.util.List;

/** Chooses a node for the next task of a shape. Candidates have room, can run it, and come in order of node id. */
public interface Placer {

    String name();

    /** Whether tasks with the longest path to go are given out first; otherwise those that were ready first are. */
    boolean ranks();

    /** Index of the best candidate with room, the first of equals; {@link #NONE} to let the task wait. */
    default int choose(List<Candidate> candidates) {
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

    /** How good a candidate is, for choosing and for explaining: higher is better. */
    double score(Candidate candidate);

    int NONE = -1;

    /** The placer of this name; see {@link #names}. */
    static Placer named(String name) {
        if (name.equals(LeastLoaded.NAME)) {
            return new LeastLoaded();
        }
        if (name.equals(CriticalPath.NAME)) {
            return new CriticalPath();
        }
        throw new IllegalArgumentException("no placer is called \"" + name + "\"; there are: " + names());
    }

    static List<String> names() {
        return List.of(LeastLoaded.NAME, CriticalPath.NAME);
    }
}

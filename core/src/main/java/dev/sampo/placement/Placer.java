package dev.sampo.placement;

import java.util.List;

/**
 * Chooses a node for the next ready task, and for the neighbours of its kind that fit there. One of your own is found by
 * {@link java.util.ServiceLoader}: list the class in {@code META-INF/services/dev.sampo.placement.Placer} and set {@code
 * sampo.planner.placer} to its name.
 *
 * <p>Each partition has a placer of its own and calls it from one thread at a time. It may remember what it has placed,
 * which a failover forgets. It must ask no clock and draw no number but {@link ReadyTask#draw}: the same calls, the same
 * answers. What it is called and how it wants to be asked is asked once, before all else. One that throws is done with, and
 * {@code load-balanced} goes on in its place.
 */
public interface Placer {
    int NONE = -1;

    /** What {@code sampo.planner.placer} calls it. */
    String name();

    /**
     * How good a candidate is, for choosing and for explaining: higher is better. It is asked as often as anybody likes, so
     * it changes nothing.
     */
    double score(ReadyTask task, Candidate candidate);

    /** For people: what the score is made of, as {@code price 0.25}; empty when there is nothing to add. */
    default String about(Candidate candidate) {
        return "";
    }

    /** Whether tasks with the longest path to go are given out first; otherwise those that were ready first are. */
    default boolean ranks() {
        return false;
    }

    /** Whether to wait a moment in the queue of a better node is worth more than to start at once on another. */
    default boolean isPatient() {
        return false;
    }

    /**
     * Whether it wants to see all nodes with room, however many there are; otherwise, of more than 64, it is shown some, others
     * each time, and those where the task's inputs were made. To look at all of them costs in proportion to their number.
     */
    default boolean looksAtAll() {
        return false;
    }

    /**
     * Whether it wants to know what would be {@link Candidate#stranded}, and, of many nodes with room, to see those on which it
     * would be the least.
     */
    default boolean asksWhatIsStranded() {
        return false;
    }

    /** Whether it has to be asked for each task; otherwise neighbours go where the first of them goes. */
    default boolean decidesEach() {
        return false;
    }

    /**
     * Index of the best candidate: first by what its task wishes, then by score, then the first of equals; {@link #NONE} to
     * let the task wait for something to change. Candidates have room, can run it, and come in order of node id.
     */
    default int choose(ReadyTask task, List<Candidate> candidates) {
        int best = NONE;
        int bestWelcome = 0;
        double bestScore = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            int welcome = candidate.welcome(isPatient());
            if (best != NONE && welcome < bestWelcome) {
                continue;
            }
            double score = score(task, candidate);
            boolean isBetter = best == NONE || welcome > bestWelcome || score > bestScore;
            if (isBetter || Double.isNaN(bestScore) && !Double.isNaN(score)) {
                best = i;
                bestWelcome = welcome;
                bestScore = score;
            }
        }
        return best;
    }

    /** So many tasks were given to the chosen one of these candidates. */
    default void placed(List<Candidate> candidates, int chosen, int tasks) {}
}

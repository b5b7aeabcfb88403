package dev.sampo.placement;

import dev.sampo.job.NodeId;
import java.util.Map;

/**
 * A node that could take a task, as its partition sees it: perhaps a little out of date, which costs a wait at the node,
 * never an over-commitment.
 *
 * @param labels what the node says of itself
 * @param freeNow how many such tasks would start at once
 * @param queueRoom how many more may be given to it: to hide the way to and fro, or to get their share of what others hold
 * @param load tasks held there, for other partitions too, per task that can run, 1 for a node that is just full
 * @param preferred whether it matches what the task would rather have
 * @param failedHere whether the task has failed there, and would rather be tried elsewhere
 * @param outvoted whether it made something else than enough others of a task on which nodes had to agree
 * @param inputsHere how many of the task's inputs were made there
 * @param bytesToMove how much of its large inputs would have to be moved there, and {@code moveMillis} how long that takes
 * @param waitMillis how long it would probably wait there before it begins; {@link #WAIT_UNKNOWN} where nobody knows, or the placer is
 *     not patient
 * @param wanted how much other shapes depend on it: each counts 1 where it can run nowhere else, less where it has a
 *     choice; 0 for a placer that does not ask for ranks
 * @param health 1 while attempts end well there and the node stays in sight, towards 0 the more fail or are lost with it
 * @param stranded how many more gpus would be of no use there, to tasks such as there are, with this one on it; below zero for
 *     fewer, and 0 for a placer that does not ask for it
 */
public record Candidate(
        NodeId node,
        Map<String, String> labels,
        int freeNow,
        int queueRoom,
        double load,
        boolean preferred,
        boolean failedHere,
        boolean outvoted,
        int inputsHere,
        long bytesToMove,
        long moveMillis,
        long waitMillis,
        double wanted,
        double health,
        double stranded) {

    public static final long WAIT_UNKNOWN = -1;

    public int room() {
        return (int) Math.min(Integer.MAX_VALUE, (long) freeNow + queueRoom);
    }

    public boolean startsAtOnce() {
        return freeNow > 0;
    }

    /** What goes before any score: that the task starts at once, on a node to be trusted, on which it has not failed, then its preference. */
    int welcome(boolean isPatient) {
        return (isPatient || startsAtOnce() ? 8 : 0) + (outvoted ? 0 : 4) + (failedHere ? 0 : 2) + (preferred ? 1 : 0);
    }
}

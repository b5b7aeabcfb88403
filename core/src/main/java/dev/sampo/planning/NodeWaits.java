package dev.sampo.planning;

import java.util.Map;
import java.util.TreeMap;

/** Which attempts of a job waited for a slot on their nodes, and for how long, as far as these have said so. */
final class NodeWaits {
    private static final long STILL = Long.MAX_VALUE;

    private record Wait(long since, long until) {
        boolean isOver() {
            return until != STILL;
        }
    }

    /** By task, of the latest attempt. */
    private final Map<Integer, Wait> waits = new TreeMap<>();

    private int waiting;
    /** How often a gang of the job has been taken back because of such a wait. */
    int standoffs;

    /** How many wait by now. */
    int count() {
        return waiting;
    }

    boolean isWaiting(int task) {
        return waiting > 0 && waits.containsKey(task) && !waits.get(task).isOver();
    }

    /** Since when it has waited; to be asked of those that wait only. */
    long since(int task) {
        return waits.get(task).since();
    }

    /** In the order of their numbers. */
    Iterable<Integer> waiting() {
        return waits.keySet().stream().filter(this::isWaiting)::iterator;
    }

    void queued(int task, long since) {
        over(task, since);
        waits.put(task, new Wait(since, STILL));
        waiting++;
    }

    /** It waits no more, be it that it runs or that it is over. */
    void over(int task, long now) {
        if (isWaiting(task)) {
            waits.put(task, new Wait(since(task), now));
            waiting--;
        }
    }

    /** How long the attempt that was given out at a time has waited, if it does or did, by another. */
    long millis(int task, long given, long until) {
        Wait wait = waits.isEmpty() ? null : waits.get(task);
        boolean isItsOwn = wait != null && wait.since() >= given;
        return isItsOwn ? Math.max(0, Math.min(wait.until(), until) - wait.since()) : 0;
    }
}

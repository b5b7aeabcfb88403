package dev.sampo.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a job's events say of processes that died under its tasks: of few tasks, so kept apart from the dense arrays. */
public final class Deaths {
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Map<Integer, JobEvent.AloneBegun> alone = new TreeMap<>();

    static boolean concern(JobEvent event) {
        return event instanceof JobEvent.NodeDied
                || event instanceof JobEvent.AloneBegun
                || event instanceof JobEvent.AttemptReturned;
    }

    void note(JobEvent event) {
        if (event instanceof JobEvent.NodeDied died) {
            counts.merge(died.task(), 1, Integer::sum);
        } else if (event instanceof JobEvent.AloneBegun begun) {
            alone.put(begun.task(), begun);
        } else if (alone.isEmpty()) {
            return;
        } else if (event instanceof JobEvent.TaskSucceeded success) {
            alone.remove(success.task());
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            alone.remove(failed.task());
        } else if (event instanceof JobEvent.AttemptReturned returned) {
            alone.remove(returned.task());
        } else if (event instanceof JobEvent.AttemptLost lost) {
            alone.remove(lost.task());
        }
    }

    /** How many processes died while they may have run the task. */
    public int under(int task) {
        return counts.getOrDefault(task, 0);
    }

    /** The attempt at this task that has begun to run alone and of which nothing was heard since; null for none. */
    public JobEvent.AloneBegun alone(int task) {
        return alone.get(task);
    }

    /** Attempts that have begun to run alone and of which nothing was heard since. */
    public List<JobEvent.AloneBegun> alone() {
        return List.copyOf(alone.values());
    }
}

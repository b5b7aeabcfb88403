package dev.sampo.job;

import java.util.HashMap;
import java.util.Map;

/** What a job's events say of tasks with two attempts at once: of few tasks, so kept apart from the dense arrays. */
public final class Copies {
    /** Of all tasks that ever had one. */
    private final Map<Integer, JobEvent.CopyBegun> begun = new HashMap<>();
    /** Of those of which two attempts may be under way. */
    private final Map<Integer, Fence> open = new HashMap<>();

    private final Map<Integer, Fence> dropped = new HashMap<>();

    static boolean concern(JobEvent event) {
        return event instanceof JobEvent.CopyBegun || event instanceof JobEvent.AttemptDropped;
    }

    void note(JobEvent event) {
        if (event instanceof JobEvent.CopyBegun copy) {
            begun.put(copy.task(), copy);
            open.put(copy.task(), copy.fence());
        } else if (open.isEmpty()) {
            return;
        } else if (event instanceof JobEvent.AttemptDropped drop) {
            open.remove(drop.task());
            dropped.put(drop.task(), drop.fence());
        } else if (event instanceof JobEvent.TaskSucceeded success) {
            open.remove(success.task());
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            open.remove(failed.task());
        } else if (event instanceof JobEvent.AttemptLost lost) {
            open.remove(lost.task());
        }
    }

    /** How many tasks have had a copy. */
    public int count() {
        return begun.size();
    }

    /** The copy the task has had, be it over; null for none. */
    public JobEvent.CopyBegun of(int task) {
        return begun.isEmpty() ? null : begun.get(task);
    }

    /** Whether two attempts at the task may be under way. */
    public boolean isOpen(int task) {
        return !open.isEmpty() && open.containsKey(task);
    }

    /** Whether these two may be the attempts that are under way: the copy, and one begun before it. */
    public boolean areBoth(int task, Fence one, Fence other) {
        Fence copy = open.isEmpty() ? null : open.get(task);
        return copy != null && (isCopyAfter(copy, one, other) || isCopyAfter(copy, other, one));
    }

    private static boolean isCopyAfter(Fence copy, Fence second, Fence first) {
        return copy.equals(second) && first.compareTo(copy) < 0;
    }

    /** Whether this attempt has come to nothing while another went on. */
    public boolean isDropped(int task, Fence attempt) {
        return !dropped.isEmpty() && attempt.equals(dropped.get(task));
    }
}

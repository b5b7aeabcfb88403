package dev.sampo.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job's events say of tasks that have failed and not succeeded since: when they are tried again, and what their
 * policy needs to know for that. Of few tasks, so kept apart from the dense arrays; begun anew when the value of one that
 * had succeeded is lost.
 */
public final class Tries {
    private static final class Failed {
        private final long firstAt;
        private final List<NodeId> nodes = new ArrayList<>();
        private long lastWait;
        private long memory;
        private boolean timedOut;

        Failed(long firstAt) {
            this.firstAt = firstAt;
        }
    }

    private final Map<Integer, Failed> failed = new HashMap<>();
    private final Map<Integer, Long> due = new HashMap<>();

    void note(JobEvent.AttemptFailed event) {
        Failed task = failed.computeIfAbsent(event.task(), first -> new Failed(event.at()));
        if (!task.nodes.contains(event.node())) {
            task.nodes.add(event.node());
        }
        task.memory = Math.max(task.memory, event.memory());
        task.timedOut |= event.failure().kind() == Failure.Kind.TIMED_OUT;
        if (event.retryAt() != JobEvent.AttemptFailed.NO_RETRY) {
            task.lastWait = event.retryAt() - event.at();
            due.put(event.task(), event.retryAt());
        }
    }

    void waited(int task) {
        due.remove(task);
    }

    /** Asked of every task, and in most jobs none has failed. */
    void over(int task) {
        if (!failed.isEmpty()) {
            due.remove(task);
            failed.remove(task);
        }
    }

    /** When the waits of those tasks are over that wait for another try. */
    public Map<Integer, Long> due() {
        return due;
    }

    /** Whether it waits for another try and has waited long enough. */
    public boolean isDue(int task, long now) {
        Long at = due.get(task);
        return at != null && at <= now;
    }

    /** When its first failure was, as far as the policy is concerned; {@code otherwise} if there was none. */
    public long firstAt(int task, long otherwise) {
        Failed known = failed.get(task);
        return known == null ? otherwise : known.firstAt;
    }

    /** How long it waited before its last try; 0 if that was the first. */
    public long lastWait(int task) {
        Failed known = failed.get(task);
        return known == null ? 0 : known.lastWait;
    }

    /** How many bytes of memory it needs at least, since an attempt ran out of less; 0 when none did. */
    public long memory(int task) {
        Failed known = failed.isEmpty() ? null : failed.get(task); // Asked of every task that waits.
        return known == null ? 0 : known.memory;
    }

    public boolean hasTimedOut(int task) {
        Failed known = failed.get(task);
        return known != null && known.timedOut;
    }

    public boolean hasFailed(int task) {
        return !failed.isEmpty() && failed.containsKey(task);
    }

    public boolean hasFailedOn(int task, NodeId node) {
        Failed known = failed.get(task);
        return known != null && known.nodes.contains(node);
    }
}

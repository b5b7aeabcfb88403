package dev.sampo.http.picture;

import dev.sampo.job.JobEvent;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.story.CriticalPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When and where the attempts of a job's tasks ran, as its events tell, in columns by task. */
final class Runs {
    static final long NEVER = CriticalPath.NEVER;

    private static final int NO_VALUE = -1;
    private static final int VAIN_MAX = 2_000;

    /** An attempt that came to nothing: nobody knows when it began. */
    record Vain(int task, NodeId node, long at, String state) {}

    private long[] ended = {};
    private int[] millis = {};
    private int[] node = {};
    private int[] attempts = {};
    /** Of values that are with the job itself; {@link #NO_VALUE} of a task that no body has made one for. */
    private int[] inline = {};

    private final List<NodeId> nodes = new ArrayList<>();
    private final Map<NodeId, Integer> indices = new HashMap<>();
    private final List<Vain> vain = new ArrayList<>();

    /** There are as many tasks now. */
    void room(int size) {
        int before = ended.length;
        if (size > before) {
            ended = Arrays.copyOf(ended, size);
            millis = Arrays.copyOf(millis, size);
            node = Arrays.copyOf(node, size);
            attempts = Arrays.copyOf(attempts, size);
            inline = Arrays.copyOf(inline, size);
            Arrays.fill(inline, before, size, NO_VALUE);
            Arrays.fill(ended, before, size, NEVER);
        }
    }

    void note(JobEvent event) {
        if (event instanceof JobEvent.TaskSucceeded done) {
            ended[done.task()] = done.at();
            millis[done.task()] = (int) Math.min(Integer.MAX_VALUE, done.micros() / 1_000);
            node[done.task()] = index(done.node());
            attempts[done.task()] = Math.max(attempts[done.task()], done.number());
            made(done.task(), done.value());
        } else if (event instanceof JobEvent.TaskInherited inherited) {
            made(inherited.task(), inherited.value());
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            boolean isOver = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY;
            attempts[failed.task()] = Math.max(attempts[failed.task()], failed.number());
            inVain(failed.task(), failed.node(), failed.at(), isOver ? "failed" : "retrying");
        } else if (event instanceof JobEvent.AttemptLost lost) {
            attempts[lost.task()] = Math.max(attempts[lost.task()], lost.number());
            inVain(lost.task(), lost.node(), lost.at(), "lost");
        } else if (event instanceof JobEvent.ValueLost lost) {
            ended[lost.task()] = NEVER;
            inline[lost.task()] = NO_VALUE;
        }
    }

    private void made(int task, Value value) {
        inline[task] = value instanceof Value.Inline ? (int) value.size() : 0;
    }

    private void inVain(int task, NodeId where, long at, String state) {
        node[task] = index(where);
        if (vain.size() < VAIN_MAX) {
            vain.add(new Vain(task, where, at, state));
        }
    }

    private int index(NodeId id) {
        Integer known = indices.get(id);
        if (known == null) {
            known = nodes.size();
            indices.put(id, known);
            nodes.add(id);
        }
        return known;
    }

    /** Whether a body has made it; what is written down in the graph counts for nothing here. */
    boolean hasValue(int task) {
        return inline[task] != NO_VALUE;
    }

    /** How many bytes of it are with the job itself. */
    int bytesInline(int task) {
        return inline[task];
    }

    /** When the task had its value; {@link #NEVER} when it has none, or no body made it. */
    long ended(int task) {
        return ended[task];
    }

    long millis(int task) {
        return millis[task];
    }

    long began(int task) {
        return ended[task] - millis[task];
    }

    /** Where its latest attempt was that has ended; only for one that had any. */
    String node(int task) {
        return nodes.get(node[task]).value();
    }

    int attempts(int task) {
        return attempts[task];
    }

    List<Vain> vain() {
        return vain;
    }
}

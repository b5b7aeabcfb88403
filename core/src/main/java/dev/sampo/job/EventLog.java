package dev.sampo.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A job's events in order, in columns: a success, by far the commonest, costs about twenty bytes; its value is kept by
 * the ledger anyway.
 */
final class EventLog {
    private static final int INDEXED_FROM = 16;
    private static final int NODES_MAX = 1 << 16;

    /** Gives a success back what the ledger keeps of it. */
    interface Successes {
        Value value(int task);

        Fence fence(int task);
    }

    private static final int FIRST_ROOM = 16;

    private final JobId job;
    private final Successes successes;
    private final List<JobEvent> others = new ArrayList<>();
    private final List<NodeId> nodes = new ArrayList<>();
    /** Where they are in the list; empty while they are few. */
    private final Map<NodeId, Integer> indices = new HashMap<>(0);

    private int size;
    /** The task that succeeded, or the complement of an index into {@link #others}. */
    private int[] what = new int[FIRST_ROOM];

    private long[] at = new long[FIRST_ROOM];
    private int[] micros = new int[FIRST_ROOM];
    private short[] node = new short[FIRST_ROOM];
    private byte[] number = new byte[FIRST_ROOM];

    EventLog(JobId job, Successes successes) {
        this.job = job;
        this.successes = successes;
    }

    int size() {
        return size;
    }

    void add(JobEvent event) {
        room();
        if (event instanceof JobEvent.TaskSucceeded success && hasColumnFor(success.node())) {
            what[size] = success.task();
            at[size] = success.at();
            micros[size] = (int) Math.min(Integer.MAX_VALUE, success.micros());
            node[size] = (short) nodeIndex(success.node());
            number[size] = (byte) success.number();
        } else {
            what[size] = ~others.size();
            others.add(event);
        }
        size++;
    }

    JobEvent get(int sequence) {
        int entry = what[sequence];
        if (entry < 0) {
            return others.get(~entry);
        }
        return new JobEvent.TaskSucceeded(
                job,
                entry,
                nodes.get(node[sequence] & 0xFFFF),
                number[sequence] & 0xff,
                successes.fence(entry),
                successes.value(entry),
                micros[sequence],
                at[sequence]);
    }

    /** What happened to one task, oldest first; looks at the whole log, for people who ask. */
    List<JobEvent> about(int task) {
        var story = new ArrayList<JobEvent>();
        for (int sequence = 0; sequence < size; sequence++) {
            int entry = what[sequence];
            if (entry == task || entry < 0 && concerns(others.get(~entry), task)) {
                story.add(get(sequence));
            }
        }
        return story;
    }

    private static boolean concerns(JobEvent event, int task) {
        return event instanceof JobEvent.TaskSucceeded success && success.task() == task
                || event instanceof JobEvent.AttemptFailed failed && failed.task() == task
                || event instanceof JobEvent.AttemptLost lost && lost.task() == task
                || event instanceof JobEvent.CopyBegun copied && copied.task() == task
                || event instanceof JobEvent.AttemptDropped dropped && dropped.task() == task
                || event instanceof JobEvent.AttemptVoted voted && voted.task() == task
                || event instanceof JobEvent.NodeOutvoted outvoted && outvoted.task() == task
                || event instanceof JobEvent.AloneBegun begun && begun.task() == task
                || event instanceof JobEvent.AttemptReturned returned && returned.task() == task
                || event instanceof JobEvent.NodeDied died && died.task() == task
                || event instanceof JobEvent.ValueLost gone && gone.task() == task
                || event instanceof JobEvent.ValueMoved moved && moved.task() == task
                || event instanceof JobEvent.TaskInherited inherited && inherited.task() == task
                || event instanceof JobEvent.TasksAdded added && added.parent() == task;
    }

    /** Of a job that ran on more nodes than a column tells apart the rest costs a little more. */
    private boolean hasColumnFor(NodeId node) {
        return nodes.size() < NODES_MAX || indices.containsKey(node);
    }

    private int nodeIndex(NodeId wanted) {
        if (nodes.size() < INDEXED_FROM) {
            int index = nodes.lastIndexOf(wanted);
            return index >= 0 ? index : added(wanted);
        }
        if (indices.isEmpty()) {
            nodes.forEach(node -> indices.put(node, indices.size()));
        }
        Integer index = indices.get(wanted);
        return index != null ? index : added(wanted);
    }

    private int added(NodeId node) {
        nodes.add(node);
        if (!indices.isEmpty()) {
            indices.put(node, indices.size());
        }
        return nodes.size() - 1;
    }

    private void room() {
        if (size == what.length) {
            int larger = size + (size >> 1);
            what = Arrays.copyOf(what, larger);
            at = Arrays.copyOf(at, larger);
            micros = Arrays.copyOf(micros, larger);
            node = Arrays.copyOf(node, larger);
            number = Arrays.copyOf(number, larger);
        }
    }
}

package dev.sampo.job;

import java.util.Arrays;

/** The values of a job's tasks: the bytes themselves for a small one that is no list, a {@link Value} otherwise. */
final class KeptValues {
    private static final byte[] GONE = {};

    private Object[] values = {};

    void room(int larger) {
        values = Arrays.copyOf(values, larger);
    }

    Value get(int task) {
        Object value = values[task];
        return value instanceof byte[] bytes ? new Value.Inline(bytes, Value.NO_LIST) : (Value) value;
    }

    void put(int task, Value value) {
        values[task] = value instanceof Value.Inline inline && inline.count() == Value.NO_LIST ? inline.bytes() : value;
    }

    boolean isStored(int task) {
        return values[task] instanceof Value.Stored;
    }

    /** One task's value is another's, too. */
    void copy(int from, int to) {
        values[to] = values[from];
    }

    void moved(int task, NodeId to) {
        if (values[task] instanceof Value.Stored stored) {
            values[task] = stored.keptBy(to);
        }
    }

    /** Only how many elements it had is known of it any more. */
    void lost(int task) {
        values[task] = new Value.Inline(GONE, get(task).count());
    }
}

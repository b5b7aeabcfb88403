package dev.sampo.job;

import java.util.Arrays;

/** Where each task of a job stands, and how many of them stand where it matters. */
final class States {
    private static final TaskState[] ALL = TaskState.values();

    private byte[] states = {};
    /** Ready, or to be tried again. */
    private int open;

    private int withoutValue;

    void room(int size) {
        states = Arrays.copyOf(states, size);
    }

    TaskState get(int task) {
        return ALL[states[task]];
    }

    void set(int task, TaskState state) {
        count(get(task), -1);
        states[task] = (byte) state.ordinal();
        count(state, 1);
    }

    private void count(TaskState state, int change) {
        if (state == TaskState.READY || state == TaskState.RETRYING) {
            open += change;
        } else if (state.isWithoutValue()) {
            withoutValue += change;
        }
    }

    int open() {
        return open;
    }

    int withoutValue() {
        return withoutValue;
    }
}

package dev.sampo.job;

import java.util.Arrays;

/** Where each task of a job stands, and how many of them stand where it matters. */
final class States {
    private static final TaskState[] ALL = TaskState.values();

    private byte[] states = {};
    /** By state; of those that never moved from where all begin it knows nothing. */
    private final int[] counts = new int[ALL.length];

    void room(int size) {
        states = Arrays.copyOf(states, size);
    }

    TaskState get(int task) {
        return ALL[states[task]];
    }

    void set(int task, TaskState state) {
        counts[states[task]]--;
        states[task] = (byte) state.ordinal();
        counts[states[task]]++;
    }

    /** Not to be asked of {@link TaskState#BLOCKED}: the rest. */
    int count(TaskState state) {
        return counts[state.ordinal()];
    }

    /** Ready, or to be tried again. */
    int open() {
        return count(TaskState.READY) + count(TaskState.RETRYING);
    }

    int withoutValue() {
        return count(TaskState.FAILED) + count(TaskState.SKIPPED);
    }
}

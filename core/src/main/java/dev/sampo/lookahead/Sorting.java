package dev.sampo.lookahead;

/** Sorts tasks by numbers of theirs without making any object; equals keep their order. */
final class Sorting {
    private static final int RUN = 12;

    private int[] spare = {};

    /** The task with the lowest key first. */
    void sort(int[] tasks, long[] keys) {
        for (int from = 0; from < tasks.length; from += RUN) {
            insert(tasks, keys, from, Math.min(tasks.length, from + RUN));
        }
        if (tasks.length > RUN && spare.length < tasks.length) {
            spare = new int[tasks.length];
        }
        for (int width = RUN; width < tasks.length; width *= 2) {
            for (int from = 0; from + width < tasks.length; from += 2 * width) {
                merge(tasks, keys, from, from + width, Math.min(tasks.length, from + 2 * width));
            }
        }
    }

    private static void insert(int[] tasks, long[] keys, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int task = tasks[i];
            int at = i;
            while (at > from && keys[tasks[at - 1]] > keys[task]) {
                tasks[at] = tasks[at - 1];
                at--;
            }
            tasks[at] = task;
        }
    }

    private void merge(int[] tasks, long[] keys, int from, int middle, int to) {
        System.arraycopy(tasks, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        for (int at = from; left < middle; at++) {
            boolean takesRight = right < to && keys[tasks[right]] < keys[spare[left]];
            tasks[at] = takesRight ? tasks[right++] : spare[left++];
        }
    }
}

package dev.sampo.dag;

import java.util.Arrays;

/** Edges in compressed rows: {@code targets[rows[n]] .. targets[rows[n + 1]]} belong to {@code n}. */
record Rows(int[] rows, int[] targets) {

    /** Turns "t reads from p" of both kinds of edges into "p is followed by t", each pair once. */
    static Rows reverse(int size, int[] inputRows, int[] inputs, int[] afterRows, int[] afters) {
        int[] rows = new int[size + 1];
        int[] seenBy = new int[size];
        Arrays.fill(seenBy, -1);
        for (int task = 0; task < size; task++) {
            count(task, inputRows, inputs, seenBy, rows);
            count(task, afterRows, afters, seenBy, rows);
        }
        for (int i = 0; i < size; i++) {
            rows[i + 1] += rows[i];
        }
        int[] targets = new int[rows[size]];
        int[] next = Arrays.copyOf(rows, size);
        Arrays.fill(seenBy, -1);
        for (int task = 0; task < size; task++) {
            place(task, inputRows, inputs, seenBy, next, targets);
            place(task, afterRows, afters, seenBy, next, targets);
        }
        return new Rows(rows, targets);
    }

    private static void count(int task, int[] rows, int[] sources, int[] seenBy, int[] counts) {
        for (int i = rows[task]; i < rows[task + 1]; i++) {
            if (seenBy[sources[i]] != task) {
                seenBy[sources[i]] = task;
                counts[sources[i] + 1]++;
            }
        }
    }

    private static void place(int task, int[] rows, int[] sources, int[] seenBy, int[] next, int[] targets) {
        for (int i = rows[task]; i < rows[task + 1]; i++) {
            if (seenBy[sources[i]] != task) {
                seenBy[sources[i]] = task;
                targets[next[sources[i]]++] = task;
            }
        }
    }
}

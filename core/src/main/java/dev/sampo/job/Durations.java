package dev.sampo.job;

import java.util.Arrays;

/** How long the last runs of one kind of task took, in microseconds. */
public final class Durations {
    static final int RUNS_MAX = 31;
    private static final int RUNS_FIRST = 4;

    /** Fewer runs than this tell nothing of how much they differ. */
    private static final int STEADY_MIN = 3;

    private long[] runs = new long[RUNS_FIRST];
    private int count;
    private int next;
    private long[] sorted;

    void add(long micros) {
        if (count == runs.length && count < RUNS_MAX) {
            runs = Arrays.copyOf(runs, Math.min(RUNS_MAX, 2 * count));
        }
        runs[next] = micros;
        next = (next + 1) % RUNS_MAX;
        count = Math.max(count, next == 0 ? RUNS_MAX : next);
        sorted = null;
    }

    /** The oldest first. */
    long[] runs() {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = runs[count < RUNS_MAX ? i : (next + i) % RUNS_MAX];
        }
        return all;
    }

    public int count() {
        return count;
    }

    public long median() {
        return quantile(0.5);
    }

    /** So large a share of the runs took at most so long. */
    public long quantile(double share) {
        if (sorted == null) {
            sorted = Arrays.copyOf(runs, count);
            Arrays.sort(sorted);
        }
        return sorted[(int) Math.min(count - 1L, (long) (share * count))];
    }

    /** Whether the next run may be foretold: all but the odd one out were within this of the median. */
    public boolean isSteady(long micros) {
        return count >= STEADY_MIN && quantile(0.9) - median() <= micros && median() - quantile(0.1) <= micros;
    }
}

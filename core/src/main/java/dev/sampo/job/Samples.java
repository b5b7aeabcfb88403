package dev.sampo.job;

import java.util.Arrays;

/** The last of some numbers of one kind of task: how long its runs took, or how large its values were. */
public final class Samples {
    static final int KEPT_MAX = 31;
    private static final int KEPT_FIRST = 4;
    private static final double[] FEW = {0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9};

    /** Fewer than this tell nothing of how much they differ. */
    private static final int STEADY_MIN = 3;

    private long[] kept = new long[KEPT_FIRST];
    private int count;
    private int next;
    private long[] sorted;

    void add(long number) {
        if (count == kept.length && count < KEPT_MAX) {
            kept = Arrays.copyOf(kept, Math.min(KEPT_MAX, 2 * count));
        }
        kept[next] = number;
        next = (next + 1) % KEPT_MAX;
        count = Math.max(count, next == 0 ? KEPT_MAX : next);
        sorted = null;
    }

    /** The oldest first. */
    long[] all() {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = kept[count < KEPT_MAX ? i : (next + i) % KEPT_MAX];
        }
        return all;
    }

    /** A few that stand for all, with the same median: those at the tenths and quarters. */
    long[] few() {
        if (count <= FEW.length) {
            return all();
        }
        long[] few = new long[FEW.length];
        for (int i = 0; i < few.length; i++) {
            few[i] = quantile(FEW[i]);
        }
        return few;
    }

    public int count() {
        return count;
    }

    public long median() {
        return quantile(0.5);
    }

    /** So large a share of them is at most this. */
    public long quantile(double share) {
        if (sorted == null) {
            sorted = Arrays.copyOf(kept, count);
            Arrays.sort(sorted);
        }
        return sorted[(int) Math.min(count - 1L, (long) (share * count))];
    }

    /** Whether the next one may be foretold: all but the odd one out were within this of the median. */
    public boolean isSteady(long margin) {
        return count >= STEADY_MIN && quantile(0.9) - median() <= margin && median() - quantile(0.1) <= margin;
    }
}

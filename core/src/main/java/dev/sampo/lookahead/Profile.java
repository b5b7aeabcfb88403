package dev.sampo.lookahead;

import java.util.Arrays;

/**
 * What is free of one node over time, in steps: step {@code i} lasts from {@code times[i]} to the next one, the last
 * one for ever. Amounts are packed, see {@link Packing}.
 */
final class Profile {
    private final long[] capacity;
    private final long[] guard;
    private final int words;
    private long[] times = new long[64];
    private long[] free;
    private int steps;

    Profile(long[] capacity, long[] guard) {
        this.capacity = capacity;
        this.guard = guard;
        this.words = guard.length;
        this.free = new long[times.length * words];
        clear();
    }

    void clear() {
        steps = 1;
        times[0] = 0;
        System.arraycopy(capacity, 0, free, 0, words);
    }

    /** The first moment, not before {@code from}, from which there is room for as long as it takes. */
    long earliest(long[] needs, long from, long duration) {
        long start = from;
        long end = from + duration;
        for (int i = at(from); i < steps && times[i] < end; i++) {
            if (!hasRoom(i, needs)) {
                start = times[i + 1];
                end = start + duration;
            }
        }
        return start;
    }

    private boolean hasRoom(int step, long[] needs) {
        int base = step * words;
        for (int word = 0; word < words; word++) {
            if ((free[base + word] - needs[word] & guard[word]) != guard[word]) {
                return false;
            }
        }
        return true;
    }

    void take(long[] needs, long from, long to) {
        int first = cut(from) * words;
        int last = cut(to) * words;
        for (int i = first; i < last; i += words) {
            for (int word = 0; word < words; word++) {
                free[i + word] -= needs[word];
            }
        }
    }

    private int at(long time) {
        int low = 0;
        int high = steps - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (times[middle] <= time) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int cut(long time) {
        int step = at(time);
        if (times[step] == time) {
            return step;
        }
        if (steps == times.length) {
            times = Arrays.copyOf(times, 2 * steps);
            free = Arrays.copyOf(free, 2 * steps * words);
        }
        int base = step * words;
        System.arraycopy(times, step + 1, times, step + 2, steps - step - 1);
        System.arraycopy(free, base, free, base + words, (steps - step) * words);
        times[step + 1] = time;
        steps++;
        return step + 1;
    }
}

package dev.sampo.lookahead;

import java.util.Arrays;

/** What is taken of one node over time, in steps: step {@code i} lasts from {@code times[i]} to the next one. */
final class Profile {
    private final long[] capacity;
    private long[] times = new long[32];
    private long[][] taken = new long[32][];
    private int steps;

    Profile(long[] capacity) {
        this.capacity = capacity;
        clear();
    }

    void clear() {
        steps = 1;
        times[0] = 0;
        taken[0] = new long[capacity.length];
    }

    /** The first moment, not before {@code from}, from which there is room for as long as it takes. */
    long earliest(long[] needs, long from, long micros) {
        int first = at(from);
        long start = from;
        for (int i = first; i < steps; i++) {
            if (times[i] >= start + micros) {
                return start;
            }
            if (!hasRoom(i, needs)) {
                start = i + 1 < steps ? times[i + 1] : Long.MAX_VALUE;
            }
        }
        return start;
    }

    private boolean hasRoom(int step, long[] needs) {
        long[] there = taken[step];
        for (int resource = 0; resource < needs.length; resource++) {
            if (needs[resource] > 0 && there[resource] + needs[resource] > capacity[resource]) {
                return false;
            }
        }
        return true;
    }

    void take(long[] needs, long from, long to) {
        int first = cut(from);
        int last = cut(to);
        for (int i = first; i < last; i++) {
            for (int resource = 0; resource < needs.length; resource++) {
                taken[i][resource] += needs[resource];
            }
        }
    }

    private int at(long time) {
        int found = Arrays.binarySearch(times, 0, steps, time);
        return found >= 0 ? found : -found - 2;
    }

    private int cut(long time) {
        int step = at(time);
        if (times[step] == time) {
            return step;
        }
        if (steps == times.length) {
            times = Arrays.copyOf(times, 2 * steps);
            taken = Arrays.copyOf(taken, 2 * steps);
        }
        System.arraycopy(times, step + 1, times, step + 2, steps - step - 1);
        System.arraycopy(taken, step + 1, taken, step + 2, steps - step - 1);
        times[step + 1] = time;
        taken[step + 1] = taken[step].clone();
        steps++;
        return step + 1;
    }
}

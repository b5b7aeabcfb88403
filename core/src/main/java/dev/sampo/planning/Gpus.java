package dev.sampo.planning;

import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the gpus of a node are shared out, worked out by the rule by which the node does it itself: a part of one goes to the fullest
 * that has room. Which it really is, only the node knows; if this is wrong, a task waits there.
 */
final class Gpus {
    private static final int[] NONE = {};

    private record Attempt(JobPlan job, int task) {}

    /** @param on which ones; a part is of the last; none while it waits there */
    private record Hold(long units, int[] on) {}

    private long[] sizes = {};
    private long[] free = {};
    private final Map<Attempt, Hold> holds = new LinkedHashMap<>();
    private final List<Attempt> waiting = new ArrayList<>();

    void resize(long units) {
        long[] wanted = sizesOf(units);
        int count = Math.max(wanted.length, sizes.length);
        sizes = Arrays.copyOf(sizes, count);
        free = Arrays.copyOf(free, count);
        for (int i = 0; i < count; i++) {
            long size = i < wanted.length ? wanted[i] : 0;
            free[i] += size - sizes[i];
            sizes[i] = size;
        }
    }

    private static long[] sizesOf(long units) {
        var sizes = new long[(int) ((units + Resources.WHOLE - 1) / Resources.WHOLE)];
        Arrays.fill(sizes, Resources.WHOLE);
        if (units % Resources.WHOLE > 0) {
            sizes[sizes.length - 1] = units % Resources.WHOLE;
        }
        return sizes;
    }

    /** How many tasks that need so much run at once on a node that has this altogether. */
    static int timesIn(long needed, long all) {
        return times(sizesOf(all), needed);
    }

    /** False when it has to wait there. */
    boolean hold(JobPlan job, int task, long units) {
        var attempt = new Attempt(job, task);
        int[] on = take(free, units);
        holds.put(attempt, new Hold(units, on));
        if (on.length == 0) {
            waiting.add(attempt);
        }
        return on.length > 0;
    }

    void letGo(JobPlan job, int task) {
        var attempt = new Attempt(job, task);
        Hold gone = holds.remove(attempt);
        if (gone == null) {
            return;
        }
        long left = gone.units();
        for (int gpu : gone.on()) {
            free[gpu] += Math.min(left, Resources.WHOLE);
            left -= Resources.WHOLE;
        }
        waiting.remove(attempt);
        waiting.removeIf(this::begins);
    }

    private boolean begins(Attempt attempt) {
        long units = holds.get(attempt).units();
        int[] on = take(free, units);
        holds.put(attempt, new Hold(units, on));
        return on.length > 0;
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** How much of each is left; not to be changed. */
    long[] free() {
        return free;
    }

    int times(long units) {
        return times(free, units);
    }

    private static int times(long[] free, long units) {
        long part = units % Resources.WHOLE;
        long times = 0;
        if (units < Resources.WHOLE) {
            for (long each : free) {
                times += Math.max(0, each) / part;
            }
        } else if (part == 0) {
            times = whole(free) / (units / Resources.WHOLE);
        } else {
            long[] left = free.clone();
            while (take(left, units).length > 0) {
                times++;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, times);
    }

    private static int whole(long[] free) {
        int whole = 0;
        for (long each : free) {
            whole += each == Resources.WHOLE ? 1 : 0;
        }
        return whole;
    }

    static boolean fits(long[] free, long units) {
        long part = units % Resources.WHOLE;
        int shared = part == 0 ? -1 : fullestWith(free, part);
        int whole = whole(free) - (shared >= 0 && free[shared] == Resources.WHOLE ? 1 : 0);
        return (part == 0 || shared >= 0) && whole >= units / Resources.WHOLE;
    }

    /** Takes so much away; says of which, or of none when it does not fit. */
    static int[] take(long[] free, long units) {
        if (units == 0 || !fits(free, units)) {
            return NONE;
        }
        long part = units % Resources.WHOLE;
        int shared = part == 0 ? -1 : fullestWith(free, part);
        int whole = (int) (units / Resources.WHOLE);
        var on = new int[whole + (part == 0 ? 0 : 1)];
        int taken = 0;
        for (int i = 0; taken < whole; i++) {
            if (i != shared && free[i] == Resources.WHOLE) {
                free[i] = 0;
                on[taken++] = i;
            }
        }
        if (shared >= 0) {
            free[shared] -= part;
            on[taken] = shared;
        }
        return on;
    }

    private static int fullestWith(long[] free, long part) {
        int best = -1;
        for (int i = 0; i < free.length; i++) {
            if (free[i] >= part && (best < 0 || free[i] < free[best])) {
                best = i;
            }
        }
        return best;
    }
}

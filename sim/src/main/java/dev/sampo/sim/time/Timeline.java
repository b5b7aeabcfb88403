package dev.sampo.sim.time;

import java.util.Arrays;

/**
 * Virtual time and what is to happen in it: a binary heap ordered by time, then by the order of scheduling. Two events of
 * one instant therefore never swap between runs, which is half of what makes a seed replay.
 */
public final class Timeline {
    private long[] times = new long[256];
    private long[] sequences = new long[256];
    private Runnable[] events = new Runnable[256];
    private int size;
    private long sequence;
    private long now;

    public long now() {
        return now;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public void after(long delay, Runnable event) {
        at(now + delay, event);
    }

    /** Schedules an event; a time already past means now. */
    public void at(long time, Runnable event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int hole = size++;
        long when = Math.max(time, now);
        long order = sequence++;
        while (hole > 0 && isBefore(when, order, (hole - 1) >>> 1)) {
            move((hole - 1) >>> 1, hole);
            hole = (hole - 1) >>> 1;
        }
        put(hole, when, order, event);
    }

    /** Advances to the next event and returns it. */
    public Runnable next() {
        now = times[0];
        Runnable first = events[0];
        size--;
        long when = times[size];
        long order = sequences[size];
        Runnable event = events[size];
        events[size] = null;
        if (size > 0) {
            sink(when, order, event);
        }
        return first;
    }

    private void sink(long when, long order, Runnable event) {
        int hole = 0;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && isBefore(times[child + 1], sequences[child + 1], child)) {
                child++;
            }
            if (isBefore(when, order, child)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, when, order, event);
    }

    private boolean isBefore(long when, long order, int other) {
        return when != times[other] ? when < times[other] : order < sequences[other];
    }

    private void move(int from, int to) {
        put(to, times[from], sequences[from], events[from]);
    }

    private void put(int index, long when, long order, Runnable event) {
        times[index] = when;
        sequences[index] = order;
        events[index] = event;
    }
}

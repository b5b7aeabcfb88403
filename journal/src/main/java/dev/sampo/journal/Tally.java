package dev.sampo.journal;

import dev.sampo.journal.log.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How many records each segment got and how many of them are still needed: what decides which segment can go. */
final class Tally {

    /** Copying a quarter forward frees three quarters, so the copying stays below a third of what was written. */
    private static final int WORTH_CARRYING = 4;

    private static final class Count {
        private int written;
        private int live;
    }

    private final TreeMap<Integer, Count> segments = new TreeMap<>();

    synchronized void born(long position) {
        Count count = segments.computeIfAbsent(Position.segment(position), segment -> new Count());
        count.written++;
        count.live++;
    }

    /** Written, and superseded before it was of use. */
    synchronized void stillborn(long position) {
        segments.computeIfAbsent(Position.segment(position), segment -> new Count()).written++;
    }

    synchronized void died(long position) {
        segments.get(Position.segment(position)).live--;
    }

    synchronized int live(int segment) {
        Count count = segments.get(segment);
        return count == null ? 0 : count.live;
    }

    synchronized void forget(int segment) {
        segments.remove(segment);
    }

    /** The segments before that one which are worth emptying, oldest first. */
    synchronized List<Integer> nearlyEmptyBefore(int active) {
        List<Integer> found = new ArrayList<>();
        segments.headMap(active).forEach((segment, count) -> {
            if (count.live * WORTH_CARRYING <= count.written) {
                found.add(segment);
            }
        });
        return found;
    }
}

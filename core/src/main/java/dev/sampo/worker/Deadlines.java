package dev.sampo.worker;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Until when what runs may go on; a run may have several. */
final class Deadlines {
    static final long NONE = -1;

    private record Deadline(long at, long run) {}

    private final PriorityQueue<Deadline> queue =
            new PriorityQueue<>(Comparator.comparingLong(Deadline::at).thenComparingLong(Deadline::run));

    void add(long at, long run) {
        queue.add(new Deadline(at, run));
    }

    /** When the first is over. */
    long next() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().at();
    }

    /** The run whose deadline is over by now, with each call the next; {@link #NONE} when no more is. */
    long takeOver(long now) {
        return next() <= now ? queue.poll().run() : NONE;
    }

    boolean isAnyFor(long run) {
        return queue.stream().anyMatch(deadline -> deadline.run() == run);
    }
}

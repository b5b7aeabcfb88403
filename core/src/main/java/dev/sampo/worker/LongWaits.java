package dev.sampo.worker;

import dev.sampo.link.NodeLink;
import dev.sampo.link.Report;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * Attempts that wait for a slot. Once one has done so for long its partition is told, which may find room for it elsewhere:
 * what partitions give to a node without knowing of each other would wait there although another is idle.
 */
final class LongWaits {
    private static final long LONG_MILLIS = 1_000;

    /** As they were queued; some may have begun. */
    private final ArrayDeque<Held> untold = new ArrayDeque<>();

    void add(Held held, long now) {
        held.queuedAt = now;
        untold.add(held);
    }

    void tell(long now, Map<Integer, NodeLink> links) {
        for (Held held = next(); held != null && held.queuedAt + LONG_MILLIS <= now; held = next()) {
            untold.remove();
            held.isSaidToWait = true;
            links.get(held.partition).add(told(held, now));
        }
    }

    static Report.Queued told(Held held, long now) {
        return new Report.Queued(held.attempt, Math.max(0, now - held.queuedAt));
    }

    private Held next() {
        while (!untold.isEmpty() && untold.peek().state != Held.State.QUEUED) {
            untold.remove();
        }
        return untold.peek();
    }

    long wakeAt() {
        Held next = next();
        return next == null ? Long.MAX_VALUE : next.queuedAt + LONG_MILLIS;
    }
}

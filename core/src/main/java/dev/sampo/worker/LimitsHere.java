package dev.sampo.worker;

import dev.sampo.dag.Placing;
import java.util.HashMap;
import java.util.Map;

/**
 * How many of those run here of which only so many may at once on a node. Partitions count what they have given out themselves; of each
 * other they do not know.
 */
final class LimitsHere {
    private final Map<String, Integer> running = new HashMap<>();

    /** Whether this one has to wait, whatever room there is. */
    boolean isReached(Held held) {
        Placing.Limit limit = limit(held);
        return !limit.isNone() && running.getOrDefault(limit.key(), 0) >= limit.max();
    }

    static Placing.Limit limit(Held held) {
        return held.options.placing().perNode();
    }

    void began(Held held) {
        count(held, 1);
    }

    void ended(Held held) {
        count(held, -1);
    }

    private void count(Held held, int more) {
        Placing.Limit limit = limit(held);
        if (!limit.isNone()) {
            running.merge(limit.key(), more, (before, change) -> before + change == 0 ? null : before + change);
        }
    }
}

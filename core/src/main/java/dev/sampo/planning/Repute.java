package dev.sampo.planning;

import dev.sampo.job.NodeId;
import java.util.HashMap;
import java.util.Map;

/**
 * How well attempts have ended on each node of late, whatever they were, and how often it went out of sight: 1 for a node
 * of which nothing bad is known, near 0 for one that is never any good. Bad news is forgotten by half in five minutes, and
 * altogether with the term.
 */
final class Repute {
    private static final double LATEST = 1 / 16.0;
    private static final double LOSS = 1 / 2.0;
    private static final double HALF_LIFE_MILLIS = 300_000;
    private static final double FORGIVEN = 0.995;
    private static final int NODES_MAX = 10_000;

    private static final class Standing {
        private double value = 1;
        private long at;

        double now(long now) {
            return 1 - (1 - value) * StrictMath.pow(2, (at - now) / HALF_LIFE_MILLIS);
        }
    }

    private final Books books;
    /** Nodes there is something to say against. */
    private final Map<NodeId, Standing> standings = new HashMap<>();

    Repute(Books books) {
        this.books = books;
    }

    double of(NodeView view) {
        Standing standing = standings.isEmpty() ? null : standings.get(view.id);
        return standing == null ? 1 : standing.now(books.now);
    }

    void succeeded(NodeView view) {
        if (!standings.isEmpty() && standings.containsKey(view.id)) {
            note(view, 1, LATEST);
        }
    }

    void failed(NodeView view) {
        note(view, 0, LATEST);
    }

    /** It went out of sight; one that leaves in order is no worse for it. */
    void lost(NodeView view) {
        if (view.isOpen()) {
            note(view, 0, LOSS);
        }
    }

    private void note(NodeView view, double verdict, double share) {
        if (standings.size() >= NODES_MAX && !standings.containsKey(view.id)) {
            standings.values().removeIf(standing -> standing.now(books.now) > FORGIVEN);
            if (standings.size() >= NODES_MAX) {
                return;
            }
        }
        Standing standing = standings.computeIfAbsent(view.id, id -> new Standing());
        double before = standing.now(books.now);
        standing.value = before + share * (verdict - before);
        standing.at = books.now;
        if (standing.value > FORGIVEN) {
            standings.remove(view.id);
        }
    }
}

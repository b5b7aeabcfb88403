package dev.sampo.planning;

import dev.sampo.job.NodeId;
import java.util.List;

/**
 * What the scheduler of one partition has learned that those of others may go by: all of it anew each time, as far as there is room.
 *
 * @param number rises in the term whenever there is something new
 * @param outvoted nodes that made something else of a task than enough others
 */
public record Lore(int partition, long term, long number, List<NodeId> outvoted) {
    static final int NODES_MAX = 1_000;

    public Lore {
        outvoted = List.copyOf(outvoted);
    }

    boolean isAfter(Lore other) {
        return term > other.term || term == other.term && number > other.number;
    }
}

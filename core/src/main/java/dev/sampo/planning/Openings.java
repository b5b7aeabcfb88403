package dev.sampo.planning;

import java.util.BitSet;

/**
 * The nodes on which the tasks of a line may find room, by node index; of all others it is known that they have none. A node is
 * struck off when a look at it finds no room, and comes back when something has ended there or it has become another.
 */
final class Openings {
    /** May have room to start one at once. */
    final BitSet free = new BitSet();
    /** May have room in its queue. */
    final BitSet queue = new BitSet();

    private int ahead;

    void open(int node) {
        free.set(node);
        queue.set(node);
    }

    void close(int node) {
        free.clear(node);
        queue.clear(node);
    }

    /** Queues are so long now; if that is longer than before, there may be room in any of them. */
    void queueAhead(int now, BitSet nodes) {
        if (now > ahead) {
            queue.or(nodes);
        }
        ahead = now;
    }
}

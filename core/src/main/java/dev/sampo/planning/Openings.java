package dev.sampo.planning;

/**
 * The nodes on which the tasks of a line may find room, by node index; of all others it is known that they have none. A node is
 * struck off when a look at it finds no room, and comes back when something has ended there or it has become another.
 */
final class Openings {
    /** May have room to start one at once. */
    final NodeSet free = new NodeSet();
    /** May have room in its queue. */
    final NodeSet queue = new NodeSet();

    private int ahead;
    private long shutUntil;

    void open(int node) {
        free.add(node);
        queue.add(node);
        shutUntil = 0;
    }

    /** All nodes. */
    void openAll(NodeSet nodes) {
        free.addAll(nodes);
        queue.addAll(nodes);
        shutUntil = 0;
    }

    /** There is no room: it need not be asked for until then, unless there is more. */
    void shut(long until) {
        shutUntil = isEmpty() ? until : 0;
    }

    /** There is no node that may have room. */
    boolean isEmpty() {
        return free.isEmpty() && (ahead == 0 || queue.isEmpty());
    }

    /** Whether tasks may be given to a node before it can start them. */
    boolean areQueued() {
        return ahead > 0;
    }

    void reopen() {
        shutUntil = 0;
    }

    boolean isShut(long now) {
        return now < shutUntil;
    }

    void close(int node) {
        free.remove(node);
        queue.remove(node);
    }

    /** Queues are so long now; if that is longer than before, there may be room in any of them. */
    void queueAhead(int now, NodeSet nodes) {
        if (now > ahead) {
            queue.addAll(nodes);
            shutUntil = 0;
        }
        ahead = now;
    }
}

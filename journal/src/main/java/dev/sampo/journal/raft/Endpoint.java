package dev.sampo.journal.raft;

import dev.sampo.journal.wire.Malformed;
import io.microraft.RaftEndpoint;

/**
 * A member of the Raft group: the name of its node, and a number drawn when its directory was made. A node that lost its disk
 * comes back as another member, since the one it was has promised to remember what it voted for and acknowledged.
 */
public record Endpoint(String node, String disk) implements RaftEndpoint, Comparable<Endpoint> {

    private static final char SEPARATOR = '~';

    @Override
    public String getId() {
        return node + SEPARATOR + disk;
    }

    public static Endpoint of(String id) {
        int separator = id.lastIndexOf(SEPARATOR);
        if (separator < 1 || separator == id.length() - 1) {
            throw new Malformed("not a member's id: " + id);
        }
        return new Endpoint(id.substring(0, separator), id.substring(separator + 1));
    }

    @Override
    public int compareTo(Endpoint other) {
        return getId().compareTo(other.getId());
    }

    @Override
    public String toString() {
        return getId();
    }
}

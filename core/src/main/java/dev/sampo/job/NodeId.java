package dev.sampo.job;

/** One cluster member, one JVM. A restarted process keeps its NodeId and gets a new incarnation number. */
public record NodeId(String value) implements Comparable<NodeId> {
    public NodeId {
        if (value.isEmpty() || value.length() > 255) {
            throw new IllegalArgumentException("a node id has 1 to 255 characters, not " + value.length());
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

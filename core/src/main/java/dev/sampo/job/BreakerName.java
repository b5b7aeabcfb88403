package dev.sampo.job;

import java.util.Comparator;

/**
 * Names the breaker of a node, or of tasks of one kind there.
 *
 * @param dag the name of the graph; empty for the node as a whole
 * @param kind the name of the task, without a number at its end in large graphs; empty for the node as a whole
 */
public record BreakerName(NodeId node, String dag, String kind) implements Comparable<BreakerName> {
    /** More of a name is not looked at: many of them are to fit into a message. */
    private static final int LENGTH_MAX = 256;

    private static final Comparator<BreakerName> ORDER = Comparator.comparing(BreakerName::node)
            .thenComparing(BreakerName::dag)
            .thenComparing(BreakerName::kind);

    public BreakerName {
        dag = cut(dag);
        kind = cut(kind);
    }

    private static String cut(String name) {
        if (name.length() <= LENGTH_MAX) {
            return name;
        }
        boolean isWithinPair = Character.isHighSurrogate(name.charAt(LENGTH_MAX - 1));
        return name.substring(0, isWithinPair ? LENGTH_MAX - 1 : LENGTH_MAX);
    }

    public static BreakerName of(NodeId node) {
        return new BreakerName(node, "", "");
    }

    public boolean isOfNode() {
        return dag.isEmpty() && kind.isEmpty();
    }

    /** By node; that of the node itself comes before those of kinds there. */
    @Override
    public int compareTo(BreakerName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return isOfNode() ? "node " + node : "tasks " + kind + " of " + dag + " on " + node;
    }
}

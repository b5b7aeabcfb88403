package dev.sampo.job;

/**
 * Names the breaker of a node, or of tasks of one kind there.
 *
 * @param dag the name of the graph; empty for the node as a whole
 * @param kind the name of the task, without a number at its end in large graphs; empty for the node as a whole
 */
public record BreakerName(NodeId node, String dag, String kind) {

    public static BreakerName of(NodeId node) {
        return new BreakerName(node, "", "");
    }

    public boolean isOfNode() {
        return dag.isEmpty() && kind.isEmpty();
    }

    @Override
    public String toString() {
        return isOfNode() ? "node " + node : "tasks " + kind + " of " + dag + " on " + node;
    }
}

package dev.sampo.http.cli;

import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.NodesView;
import dev.sampo.resource.MemorySize;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;

/** Nodes in words. */
final class Nodes {
    private static final String MEMORY = "memory";

    private Nodes() {}

    static String table(NodesView nodes, ClientCommand command) {
        var table = new Table("NODE", "STATUS", "TAKES", "TASKS", "FREE", "CAPACITY", "LABELS", "ROLES");
        for (NodeView node : nodes.nodes()) {
            table.row(
                    node.node(),
                    node.status(),
                    takes(node),
                    node.held(),
                    node.free() == null ? null : amounts(node.free()),
                    amounts(node.capacity()),
                    node.labels().isEmpty() ? null : labels(node.labels()),
                    node.roles().isEmpty() ? null : String.join(",", node.roles()));
        }
        return table.text(command.width());
    }

    /** What the word in the directory means for tasks. */
    private static String takes(NodeView node) {
        return node.roles().contains("worker") ? node.availability() : null;
    }

    static String one(NodeView node) {
        return node.node() + " at " + node.address() + ": " + node.status() + ", " + node.availability() + "\n  has "
                + amounts(node.capacity())
                + (node.free() == null ? "" : "\n  free " + amounts(node.free()) + ", " + node.held() + " tasks there")
                + (node.labels().isEmpty() ? "" : "\n  labels " + labels(node.labels()))
                + (node.items() == null || node.items().isEmpty() ? "" : "\n  items " + node.items());
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private static String amounts(Map<String, BigDecimal> amounts) {
        return amounts.isEmpty()
                ? "nothing"
                : amounts.entrySet().stream()
                        .map(amount -> amount.getKey() + "=" + amount(amount.getKey(), amount.getValue()))
                        .collect(Collectors.joining(" "));
    }

    private static String amount(String name, BigDecimal amount) {
        return name.equals(MEMORY) ? MemorySize.format(amount.longValue()) : amount.toPlainString();
    }
}

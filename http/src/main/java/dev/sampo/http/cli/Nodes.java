package dev.sampo.http.cli;

import dev.sampo.http.api.LinksView;
import dev.sampo.http.api.LinksView.LinkView;
import dev.sampo.http.api.LoadView;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.NodesView;
import dev.sampo.http.api.UseView;
import dev.sampo.resource.MemorySize;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;

/** Nodes in words. */
final class Nodes {
    private static final String MEMORY = "memory";

    private Nodes() {}

    static String table(NodesView nodes, ClientCommand command) {
        var table = new Table(
                        "NODE",
                        "STATUS",
                        "TAKES",
                        "TASKS",
                        "FREE",
                        "CAPACITY",
                        "HEAP",
                        "VALUES",
                        "REACHES",
                        "LABELS",
                        "ROLES")
                .sparing("ROLES", "LABELS", "REACHES", "VALUES", "HEAP", "CAPACITY");
        for (NodeView node : nodes.nodes()) {
            table.row(
                    node.node(),
                    node.status() + (node.outvoted() == null ? "" : ", outvoted"),
                    takes(node),
                    node.held(),
                    node.free() == null ? null : amounts(node.free()),
                    amounts(node.capacity()),
                    node.use() == null ? null : heap(node.use()),
                    node.use() == null ? null : values(node.use()),
                    node.links() == null
                            ? null
                            : node.links().reached() + "/" + node.links().all(),
                    node.labels().isEmpty() ? null : labels(node.labels()),
                    node.roles().isEmpty() ? null : String.join(",", node.roles()));
        }
        String more = nodes.next() == null ? "" : "\nmore: --after " + Plain.of(nodes.next());
        return nodes.nodes().isEmpty() ? "No node matches." : table.text(command.width()) + more;
    }

    private static String heap(UseView use) {
        return MemorySize.format(use.heapUsed()) + "/" + MemorySize.format(use.heapMax());
    }

    private static String values(UseView use) {
        return use.values() == 0 ? "none" : use.values() + " (" + MemorySize.format(use.valueMemory()) + ")";
    }

    /** How much of the cluster is used. */
    static String load(LoadView load) {
        String links = load.links() == 0
                ? ""
                : "\nlinks: " + load.linksReached() + " of " + load.links() + " stand, each way counted"
                        + load.broken().stream()
                                .map(each -> "\n  " + Plain.of(each.from()) + " to " + link(each.link()))
                                .collect(Collectors.joining());
        return "\ntasks there: " + load.held() + ", " + load.running() + " running"
                + "\nfree: " + amounts(load.free()) + " of " + amounts(load.capacity())
                + "\nheaps: " + MemorySize.format(load.heapUsed()) + " of "
                + MemorySize.format(load.heapMax())
                + "\nvalues: " + load.values() + " kept, " + MemorySize.format(load.valueMemory())
                + " in memory, " + MemorySize.format(load.valueFiles()) + " in files; " + load.fetching()
                + " on their way"
                + (load.answered() == load.asked()
                        ? ""
                        : "\n  of " + load.answered() + " of " + load.asked() + " nodes: the others did not answer")
                + links;
    }

    private static String link(LinkView link) {
        return Plain.of(link.name() == null ? link.to() : link.name()) + ": " + link.state() + " for "
                + Ago.of(System.currentTimeMillis() - link.since());
    }

    static String links(LinksView links, ClientCommand command) {
        var table = new Table("TO", "ADDRESS", "STATE", "FOR");
        links.links()
                .forEach(link -> table.row(
                        link.name(), link.to(), link.state(), Ago.of(System.currentTimeMillis() - link.since())));
        return Plain.of(links.node()) + " reaches " + links.reached() + " of " + links.all()
                + (links.links().isEmpty() ? "" : "\n" + table.text(command.width()))
                + (links.next() == null ? "" : "\nmore: --from " + links.next());
    }

    /** What the word in the directory means for tasks. */
    private static String takes(NodeView node) {
        return node.roles().contains("worker") ? node.availability() : null;
    }

    static String one(NodeView node) {
        return node.node() + " at " + node.address() + ": " + node.status() + ", " + node.availability()
                + (node.outvoted() == null
                        ? ""
                        : "\n  outvoted " + node.outvoted()
                                + " times: it made something else of a task than enough others")
                + "\n  has "
                + amounts(node.capacity())
                + (node.free() == null
                        ? ""
                        : "\n  free " + amounts(node.free()) + ", " + Jobs.count(node.held(), "task") + " there")
                + (node.use() == null ? "" : "\n  heap " + heap(node.use()) + ", large values " + values(node.use()))
                + (node.links() == null || node.links().all() == 0
                        ? ""
                        : "\n  reaches " + node.links().reached() + " of "
                                + node.links().all() + " others")
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

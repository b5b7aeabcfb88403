package dev.sampo.membership;

import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One thing that has changed about a node since it was looked at before. */
public sealed interface NodeChange {
    NodeId node();

    /** It has come, or come back: a process that was started again has joined anew. */
    record Joined(NodeId node, NodeEntry entry) implements NodeChange {}

    /** It is gone, or nothing has been heard of it for long. */
    record Left(NodeId node) implements NodeChange {}

    record CapacityChanged(NodeId node, Resources before, Resources now) implements NodeChange {}

    record LabelsChanged(NodeId node, Map<String, String> before, Map<String, String> now) implements NodeChange {}

    /** It takes on more or less than before. */
    record AvailabilityChanged(NodeId node, Availability before, Availability now) implements NodeChange {}

    /** It is better or worse. */
    record StatusChanged(NodeId node, NodeStatus before, NodeStatus now) implements NodeChange {}

    /** What has changed from one look at all nodes to the next, node by node. */
    static List<NodeChange> between(List<NodeEntry> before, List<NodeEntry> now) {
        var old = byNode(before);
        var young = byNode(now);
        var changes = new ArrayList<NodeChange>();
        old.keySet().stream().filter(node -> !young.containsKey(node)).forEach(node -> changes.add(new Left(node)));
        young.forEach((node, entry) -> {
            NodeEntry known = old.get(node);
            boolean isSameLife = known != null
                    && known.presence().incarnation() == entry.presence().incarnation();
            if (isSameLife) {
                compare(known, entry, changes);
            } else {
                if (known != null) {
                    changes.add(new Left(node));
                }
                changes.add(new Joined(node, entry));
            }
        });
        return changes;
    }

    private static Map<NodeId, NodeEntry> byNode(List<NodeEntry> entries) {
        var there = new TreeMap<NodeId, NodeEntry>();
        entries.stream()
                .filter(entry -> entry.status() != NodeStatus.OFFLINE)
                .forEach(entry -> there.put(entry.presence().node(), entry));
        return there;
    }

    private static void compare(NodeEntry before, NodeEntry now, List<NodeChange> changes) {
        Presence was = before.presence();
        Presence is = now.presence();
        if (!was.capacity().equals(is.capacity())) {
            changes.add(new CapacityChanged(is.node(), was.capacity(), is.capacity()));
        }
        if (!was.labels().equals(is.labels())) {
            changes.add(new LabelsChanged(is.node(), was.labels(), is.labels()));
        }
        if (was.availability() != is.availability()) {
            changes.add(new AvailabilityChanged(is.node(), was.availability(), is.availability()));
        }
        if (before.status() != now.status()) {
            changes.add(new StatusChanged(is.node(), before.status(), now.status()));
        }
    }
}

package dev.sampo.planning;

import dev.sampo.dag.TaskOptions;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All lines, the most urgent first; the cost of a pass follows their number, not that of the tasks in them. */
final class Lines {
    private record Key(Resources needs, Selector where, Selector prefer, int priority, Optional<NodeId> fallback) {}

    private final Map<Key, Line> byKey = new HashMap<>();
    private final List<Line> inOrder = new ArrayList<>();

    Line line(TaskOptions options, int jobPriority, Optional<NodeId> fallback) {
        int priority = options.priority() + jobPriority;
        var key = new Key(options.needs(), options.where(), options.prefer(), priority, fallback);
        Line line = byKey.get(key);
        if (line == null) {
            line = new Line(options, priority, fallback);
            byKey.put(key, line);
            int at = 0;
            while (at < inOrder.size() && inOrder.get(at).priority >= priority) {
                at++;
            }
            inOrder.add(at, line);
        }
        line.used();
        return line;
    }

    List<Line> inOrder() {
        return inOrder;
    }

    void dropUnused() {
        if (inOrder.removeIf(Line::isUnused)) {
            byKey.values().removeIf(Line::isUnused);
        }
    }

    void capacityChanged(NodeView view) {
        inOrder.forEach(line -> line.forgetWidth(view));
    }
}

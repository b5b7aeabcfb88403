package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Selector;
import java.util.HashMap;
import java.util.Map;

/** No body starts on a node whose labels, as they are by then, do not match what the task asks for. */
final class OnlyWhereItMay extends Witness {
    private final Map<NodeId, Map<String, String>> labels = new HashMap<>();

    @Override
    void equipped(NodeId node, long incarnation, Equipment now) {
        labels.put(node, now.labels());
    }

    @Override
    void started(Start start) {
        Selector where =
                start.run().blueprint().options(start.run().blueprintTask()).where();
        if (!where.matches(start.node().value(), labels.get(start.node()))) {
            throw violated(
                    start.run().attempt().job(),
                    start.run().attempt().task(),
                    start.run().attempt() + " wants " + where + " and starts on " + start.node() + " with "
                            + labels.get(start.node()));
        }
    }
}

package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.HashMap;
import java.util.Map;

/**
 * No body starts unless everything that runs on its node, itself included, fits into what the node has by then. What
 * was admitted before it had less may leave it in debt.
 */
final class NeverOverCapacity extends Witness {
    private final Map<NodeId, Resources> capacity = new HashMap<>();
    private final Map<NodeId, Resources> used = new HashMap<>();

    @Override
    void equipped(NodeId node, long incarnation, Equipment equipment) {
        capacity.put(node, equipment.capacity());
        used.putIfAbsent(node, Resources.NONE);
    }

    @Override
    void nodeDied(NodeId node, long incarnation) {
        used.put(node, Resources.NONE);
    }

    @Override
    void started(Start start) {
        Resources now = used.get(start.node()).plus(start.needs());
        if (!start.needs().isNone() && !now.fitsIn(capacity.get(start.node()))) {
            throw violated(
                    start.run().attempt().job(),
                    start.run().attempt().task(),
                    start.node() + " would use " + now + " of " + capacity.get(start.node()));
        }
        used.put(start.node(), now);
    }

    @Override
    void ended(Start start, Outcome outcome) {
        used.put(start.node(), used.get(start.node()).minus(start.needs()));
    }
}

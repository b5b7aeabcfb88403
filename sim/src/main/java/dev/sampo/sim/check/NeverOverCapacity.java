package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.HashMap;
import java.util.Map;

/**
 * No body starts unless, of all that it needs, what runs on its node uses no more with it than the node has by then. What
 * was admitted before the node had less may leave it in debt, also of what this body does not need.
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
        Resources room = capacity.get(start.node());
        for (String resource : start.needs().names()) {
            if (now.units(resource) > room.units(resource)) {
                throw violated(
                        start.run().attempt().job(),
                        start.run().attempt().task(),
                        start.node() + " would use " + now + " of " + room);
            }
        }
        used.put(start.node(), now);
    }

    @Override
    void ended(Start start, Outcome outcome) {
        used.put(start.node(), used.get(start.node()).minus(start.needs()));
    }
}

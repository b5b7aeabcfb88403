package dev.sampo.membership;

import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Map;

/**
 * A node as it is when it is asked.
 *
 * @param equipment what it has, used or not
 * @param free what is not used; below zero where it has less by now than what runs there holds
 * @param availability what it takes on
 * @param held attempts queued or running
 */
public record NodeState(NodeId node, Equipment equipment, Resources free, Availability availability, int held) {

    public Resources capacity() {
        return equipment.capacity();
    }

    public Map<String, String> labels() {
        return equipment.labels();
    }

    /** The items of resources that consist of such, used or not. */
    public Map<String, List<String>> items() {
        return equipment.items();
    }
}

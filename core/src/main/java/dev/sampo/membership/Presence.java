package dev.sampo.membership;

import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node says of itself, at every beat.
 *
 * @param incarnation tells one life of the node from another; later lives have higher numbers
 * @param address host:port
 */
public record Presence(
        NodeId node,
        long incarnation,
        String address,
        Resources capacity,
        Map<String, String> labels,
        Set<String> roles,
        Availability availability) {
    public Presence {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }
}

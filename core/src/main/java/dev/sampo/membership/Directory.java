package dev.sampo.membership;

import dev.sampo.job.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All nodes that have been heard of, and how they are. Those that are gone stay for a while, to be seen. */
public final class Directory {

    private static final class Known {
        private final Presence presence;
        private final Health health;
        private boolean removed;

        Known(Presence presence, Health health) {
            this.presence = presence;
            this.health = health;
        }
    }

    private final HealthSettings settings;
    private final long keepMillis;
    private final Map<NodeId, Known> nodes = new TreeMap<>();

    /** @param keepMillis how long a node that is gone stays in the list */
    public Directory(HealthSettings settings, long keepMillis) {
        this.settings = settings;
        this.keepMillis = keepMillis;
    }

    public void beat(Presence presence, long now) {
        Known known = nodes.get(presence.node());
        if (known != null && known.presence.incarnation() > presence.incarnation()) {
            return;
        }
        if (known == null || known.presence.incarnation() < presence.incarnation()) {
            known = new Known(presence, new Health(settings, now));
        } else if (!known.presence.equals(presence)) {
            known = new Known(presence, known.health);
        }
        nodes.put(presence.node(), known);
        known.health.beat(now);
    }

    /** The connection to the node that lives there broke. */
    public void suspect(String address, long now) {
        for (Known known : nodes.values()) {
            if (known.presence.address().equals(address)) {
                known.health.suspect(now);
            }
        }
    }

    /** The node that lived there is no member any more. */
    public void removed(String address) {
        for (Known known : nodes.values()) {
            if (known.presence.address().equals(address)) {
                known.removed = true;
            }
        }
    }

    public List<NodeEntry> at(long now) {
        nodes.values().removeIf(known -> now - known.health.lastBeat() > keepMillis);
        return nodes.values().stream()
                .map(known -> new NodeEntry(
                        known.presence,
                        known.removed ? NodeStatus.OFFLINE : known.health.at(now),
                        known.health.lastBeat()))
                .toList();
    }
}

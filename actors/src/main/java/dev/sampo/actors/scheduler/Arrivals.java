package dev.sampo.actors.scheduler;

import java.util.Set;
import org.apache.pekko.actor.Address;

/** Counts the nodes that are there and of which a partition does not know yet what they have. */
final class Arrivals {
    /** To look at all nodes costs in proportion to their number. */
    private static final long LOOKED_AFTER = 100;

    private final Peers peers;
    private final Address here;
    private final Nodes nodes;
    private boolean isListed;
    private long lookedAt = Long.MIN_VALUE / 2;
    private int unheardOf;

    Arrivals(Peers peers, Address here, Nodes nodes) {
        this.peers = peers;
        this.here = here;
        this.nodes = nodes;
    }

    /** It has been heard who is there; before that there is always somebody. */
    void listed() {
        isListed = true;
    }

    int count(long now) {
        if (now - lookedAt >= LOOKED_AFTER) {
            lookedAt = now;
            Set<Address> known = nodes.addresses(here);
            unheardOf = (int) peers.workers().stream()
                    .filter(address -> !known.contains(address))
                    .count();
        }
        return Math.max(unheardOf, nodes.strangers().size()) + (isListed ? 0 : 1);
    }
}

package dev.sampo.link;

import java.util.List;

/**
 * An envelope from a partition to a node. Numbered without gaps within its session and taken in that order only.
 *
 * @param number 0 for a bare acknowledgement, which is neither kept nor acknowledged itself
 * @param reportsSeen the node's reports up to this number have arrived: the next may be sent
 * @param reportsDurable what they said is in the journal: the node may forget it
 */
public record Orders(Session session, long number, long reportsSeen, long reportsDurable, List<Order> orders) {
    public Orders {
        orders = List.copyOf(orders);
    }
}

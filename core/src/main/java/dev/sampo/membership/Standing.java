package dev.sampo.membership;

import java.util.List;
import java.util.Objects;

/**
 * Where a node stands, as it tells others while they gather.
 *
 * @param cluster what its cluster is called; those of other names do not concern it
 * @param address host:port of the node that speaks
 * @param voter whether it counts when a majority is asked for
 * @param member whether it belongs to a cluster already
 * @param voters the voters of the cluster it belongs to, or belonged to when it last ran; empty when it never did
 * @param favours whom it would let found a cluster, empty for nobody; it favours one at a time
 * @param room how many more nodes its cluster takes, not counting the one that is spoken to
 * @param partitions how many partitions it is configured for; all nodes must agree
 */
public record Standing(
        String cluster,
        String address,
        boolean voter,
        boolean member,
        List<String> voters,
        String favours,
        int room,
        int partitions) {
    public Standing {
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(address);
        Objects.requireNonNull(favours);
        voters = List.copyOf(voters);
    }
}

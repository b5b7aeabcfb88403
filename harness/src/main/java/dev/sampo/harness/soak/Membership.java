package dev.sampo.harness.soak;

import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.harness.Cluster;
import java.util.Optional;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** Who is in the cluster, as a client of it sees it. */
record Membership(Cluster cluster, Sampo client) {

    /** As the client in use sees it now; empty while there is none that is a member. */
    static Optional<Membership> now(Cluster cluster) {
        try {
            return Optional.of(new Membership(cluster, cluster.client()));
        } catch (SampoException notYet) {
            return Optional.empty();
        }
    }

    /** Whether this client misses a node: cannot reach it, has seen it leave, or was expelled itself. */
    boolean misses(int node) {
        return client.system().getWhenTerminated().toCompletableFuture().isDone()
                || member(node)
                        .filter(member -> !state().getUnreachable().contains(member))
                        .isEmpty();
    }

    /** Whether the node was taken out, or has left. */
    boolean isWithout(int node) {
        return !client.system().getWhenTerminated().toCompletableFuture().isDone()
                && member(node).isEmpty();
    }

    private Optional<Member> member(int node) {
        for (Member member : state().getMembers()) {
            boolean isIt = member.address().hostPort().endsWith("@" + cluster.address(node));
            if (isIt && member.status() == MemberStatus.up()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    private CurrentClusterState state() {
        return org.apache.pekko.cluster.Cluster.get(client.system()).state();
    }

    boolean isWhole() {
        for (int node = 0; node < cluster.size(); node++) {
            if (!cluster.isRunning(node) || misses(node)) {
                return false;
            }
        }
        return true;
    }
}

package dev.sampo.harness.soak;

import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.harness.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** Who is in the cluster, as the client sees it. */
record Membership(Cluster cluster) {

    /** Whether the client misses a node: cannot reach it, or has seen it leave. */
    boolean misses(int node) {
        CurrentClusterState state = state();
        for (Member member : state.getMembers()) {
            boolean isIt = member.address().hostPort().endsWith("@" + cluster.address(node));
            if (isIt && member.status() == MemberStatus.up()) {
                return state.getUnreachable().contains(member);
            }
        }
        return true;
    }

    boolean isWhole() {
        for (int node = 0; node < cluster.size(); node++) {
            try {
                if (!cluster.isRunning(node) || misses(node)) {
                    return false;
                }
            } catch (SampoException.CannotJoin notYet) {
                return false;
            }
        }
        return true;
    }

    private CurrentClusterState state() {
        Sampo client = cluster.client();
        return org.apache.pekko.cluster.Cluster.get(client.system()).state();
    }
}

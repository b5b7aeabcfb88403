package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.Member;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultsTest {
    /** Nobody is to be expelled here: what is looked at is whether members hear of each other. */
    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(3)
            .nodes(node -> node.roles("worker")
                    .with("pekko.cluster.split-brain-resolver { stable-after = 10m, down-all-when-unstable = off }"))
            .node(0, node -> node.roles("coordinator")));

    @AfterEach
    void heal() {
        cluster.heal();
        cluster.until("all are reachable again", () -> unreachable().isEmpty());
    }

    /** The ports of those that the client has not heard of for a while, by its own observation or by what others say. */
    private static Set<String> unreachable() {
        var state =
                org.apache.pekko.cluster.Cluster.get(cluster.client().system()).state();
        return StreamSupport.stream(state.getUnreachable().spliterator(), false)
                .map(Member::address)
                .map(address -> address.hostPort())
                .map(address -> address.substring(address.indexOf('@') + 1))
                .collect(Collectors.toSet());
    }

    @Test
    void anIsolatedNodeIsNotHeardOfUntilItIsHealed() {
        assertThat(unreachable()).isEmpty();
        cluster.isolate(2);
        cluster.until("node-2 is unreachable", () -> unreachable().equals(Set.of(cluster.address(2))));
    }
}

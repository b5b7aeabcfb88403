package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import dev.sampo.membership.NodeStatus;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Reliability fact 1: the first node of three is cut off, removes itself, and a supervisor starts it again while the cut
 * lasts. With Pekko's own way of joining it began a second cluster, and the two never became one again.
 */
class RestartIntoPartitionTest {

    /** Nobody is taken out here for being slow. */
    private static final String PATIENT = """
            pekko.cluster.failure-detector.acceptable-heartbeat-pause = 8s
            sampo.cluster.join-timeout = 5m
            """;

    @RegisterExtension
    final SampoCluster cluster =
            SampoCluster.of(ClusterSpec.jvms(3).limit(Duration.ofMinutes(3)).nodes(node -> node.with(PATIENT)));

    private long lives(int node) {
        return cluster.logs(node).stream()
                .filter(line -> line.startsWith(NodeMain.READY))
                .count();
    }

    private static long healthy(Sampo sampo) {
        return sampo.nodes().stream()
                .filter(node -> node.status() == NodeStatus.HEALTHY)
                .count();
    }

    @Test
    void theFirstNodeBeginsNoSecondClusterAndJoinsTheOneThereIsWhenTheCutIsHealed() {
        cluster.until("all know all", () -> healthy(cluster.client()) == 4);
        cluster.partition(Set.of(0), Set.of(1, 2, Cluster.CLIENT));
        cluster.until("the first node has removed itself", () -> !cluster.isRunning(0));
        cluster.until(
                "the others go on without it",
                () -> cluster.<Long>ask(1, sampo -> sampo.nodes().stream()
                                .filter(node -> node.status() != NodeStatus.OFFLINE)
                                .count())
                        == 3);
        cluster.launch(0);
        cluster.until(
                "it waits", () -> cluster.logs(0).stream().anyMatch(line -> line.contains("are needed to begin")));
        assertThat(lives(0)).isEqualTo(1);
        cluster.heal();
        cluster.awaitReady(0);
        cluster.until("it is with the others", () -> healthy(cluster.client()) == 4);
    }
}

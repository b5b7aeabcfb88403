package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.membership.NodeStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that loses one voter after the other has a majority of what was left each time, and is none in the end. */
class StepByStepTest {

    @RegisterExtension
    final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(3)
            .limit(Duration.ofMinutes(3))
            .nodes(node -> node.with("sampo.cluster { minority-max = 3s, join-timeout = 5m }")));

    private boolean areHealthy(int member, int wanted) {
        return cluster.<Long>ask(member, sampo -> sampo.nodes().stream()
                        .filter(node -> node.status() == NodeStatus.HEALTHY
                                && node.presence().roles().contains("coordinator"))
                        .count())
                == wanted;
    }

    @Test
    void theLastOfThreeEndsAndAllBeginAnew() {
        cluster.until("all know all", () -> areHealthy(0, 3));
        cluster.kill(1);
        cluster.until(
                "two go on",
                () -> cluster.<Integer>ask(0, sampo -> org.apache.pekko.cluster.Cluster.get(sampo.system())
                                .state()
                                .members()
                                .size())
                        == 3);
        cluster.kill(2);
        cluster.until("the last one has ended", () -> !cluster.isRunning(0));
        assertThat(cluster.logs(0)).anyMatch(line -> line.contains("this node ends, to join anew"));
        List.of(0, 1, 2).forEach(cluster::launch);
        List.of(0, 1, 2).forEach(cluster::awaitReady);
        cluster.until("all know all again", () -> areHealthy(0, 3));
    }
}

package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.Sampo;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who hears of whom. Nobody is expelled here, however long a fault lasts; what a broken connection lost is asked again. */
class FaultsTest {
    static final String NOBODY_IS_EXPELLED = """
            pekko.cluster.split-brain-resolver { stable-after = 10m, down-all-when-unstable = off }
            sampo.client.ask-timeout = 5s
            """;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(3)
            .nodes(node -> node.roles("worker").with(NOBODY_IS_EXPELLED))
            .node(0, node -> node.roles("coordinator")));

    @AfterEach
    void heal() {
        cluster.heal();
        cluster.until("all hear of all", () -> unheard(cluster.client()).isEmpty());
    }

    /** The members that this one has not heard of for a while. */
    static TreeSet<String> unheard(Sampo sampo) {
        var state = org.apache.pekko.cluster.Cluster.get(sampo.system()).state();
        var unheard = new TreeSet<String>();
        state.getUnreachable().forEach(member -> {
            String address = member.address().hostPort();
            unheard.add(address.substring(address.indexOf('@') + 1));
        });
        return unheard;
    }

    @Test
    void anIsolatedNodeHearsOfNobodyAndNobodyHearsOfIt() {
        assertThat(unheard(cluster.client())).isEmpty();
        cluster.isolate(2);
        cluster.until("node-2 is not heard of", () -> unheard(cluster.client()).equals(Set.of(cluster.address(2))));
        cluster.until(
                "it hears of nobody", () -> cluster.ask(2, FaultsTest::unheard).size() == 3);
    }

    @Test
    void aPartitionHasTwoSides() {
        cluster.partition(Set.of(0, Cluster.CLIENT), Set.of(1, 2));
        cluster.until("one side hears of itself only", () -> unheard(cluster.client())
                .equals(Set.of(cluster.address(1), cluster.address(2))));
        cluster.until(
                "so does the other", () -> cluster.ask(1, FaultsTest::unheard).size() == 2);
        assertThat(cluster.ask(2, FaultsTest::unheard)).contains(cluster.address(0));
    }

    @Test
    void aPausedNodeIsNotHeardOfUntilItGoesOn() {
        cluster.pause(1);
        cluster.until("node-1 is not heard of", () -> unheard(cluster.client()).equals(Set.of(cluster.address(1))));
        assertThat(cluster.isRunning(1)).isTrue();
        cluster.resume(1);
        assertThat(cluster.<Boolean>ask(
                        1, sampo -> sampo.system().whenTerminated().isCompleted()))
                .isFalse();
    }

    @Test
    void aBrokenConnectionIsMadeAgain() {
        cluster.reset(0, 1);
        cluster.until(
                "node-1 is answered by node-0",
                () -> cluster.ask(1, sampo -> sampo.jobSummaries().size()) >= 0);
    }

    /** What a connection lost that broke before is asked again. */
    private static void untilAnswered() {
        cluster.until("the jobs are told", () -> cluster.client().jobSummaries().isEmpty());
    }

    @Test
    void aSlowNodeAnswersLater() {
        untilAnswered();
        cluster.slow(0, Duration.ofMillis(300));
        long before = System.nanoTime();
        untilAnswered();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(600));
    }

    @Test
    void aLossyLinkLosesNothingForGood() {
        cluster.lossy(0, 0.3);
        for (int i = 0; i < 3; i++) {
            untilAnswered();
        }
    }

    @Test
    void whatAQuestionThrowsIsThrownHere() {
        assertThatThrownBy(() -> cluster.ask(1, sampo -> {
                    throw new IllegalStateException("asked of " + sampo.system().name());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("asked of sampo");
    }
}

package dev.sampo.harness;

import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.Job;
import dev.sampo.SampoException;
import dev.sampo.dag.Dag;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(
            ClusterSpec.inProcess(3).nodes(node -> node.roles("worker")).node(0, node -> node.roles("coordinator")));

    private static String whereItRuns(int node) {
        var dag = Dag.named("where");
        var where =
                dag.task("where", context -> context.node()).where(label("node").is(cluster.name(node)));
        var job = new Job[1];
        cluster.until(cluster.name(node) + " is known", () -> {
            try {
                job[0] = cluster.client().submit(dag);
                return true;
            } catch (SampoException.Rejected early) {
                return false;
            }
        });
        return job[0].await(where, LIMIT);
    }

    @Test
    void aKilledNodeIsReplacedAndComesBack() {
        assertThat(whereItRuns(1)).isEqualTo("node-1");
        assertThat(whereItRuns(2)).isEqualTo("node-2");
        var dag = Dag.named("survivor");
        var task = dag.task("task", context -> {
                    if (context.node().equals("node-1")) {
                        new CountDownLatch(1).await();
                    }
                    return context.node() + " at attempt " + context.attempt();
                })
                .prefer(label("node").is("node-1"));
        var job = cluster.client().submit(dag);
        cluster.until("the task is on node-1", () -> job.explain(task).summary().contains("is on node-1"));
        cluster.kill(1);
        assertThat(cluster.isRunning(1)).isFalse();
        assertThatThrownBy(() -> cluster.client().node("node-1").state())
                .isInstanceOf(SampoException.NodeUnreachable.class)
                .hasMessageContaining("node node-1 cannot be asked");
        assertThat(job.await(task, LIMIT)).isEqualTo("node-2 at attempt 2");
        cluster.restart(1);
        assertThat(whereItRuns(1)).isEqualTo("node-1");
    }

    @Test
    void aDrainedNodeGetsNothingUntilItIsUndrained() {
        assertThat(whereItRuns(1)).isEqualTo("node-1");
        assertThat(whereItRuns(2)).isEqualTo("node-2");
        cluster.drain(1, Duration.ofSeconds(5));
        var dag = Dag.named("elsewhere");
        var where = dag.task("where", context -> context.node())
                .prefer(label("node").is("node-1"));
        assertThat(cluster.client().submit(dag).await(where, LIMIT)).isEqualTo("node-2");
        cluster.undrain(1);
        assertThat(whereItRuns(1)).isEqualTo("node-1");
    }

    @Test
    void aNodeThatIsToldToEndLeaves() {
        assertThat(cluster.terminate(2)).isZero();
        assertThat(cluster.isRunning(2)).isFalse();
        cluster.restart(2);
        assertThat(whereItRuns(2)).isEqualTo("node-2");
    }

    @Test
    void itsLinksBreakAsThoseOfProcessesDo() {
        assertThat(cluster.<Integer>ask(2, sampo -> FaultsTest.unheard(sampo).size()))
                .isZero();
        cluster.partition(Set.of(0, 1), Set.of(2));
        cluster.until("node-2 is not heard of", () -> FaultsTest.unheard(cluster.client())
                .equals(Set.of(cluster.address(2))));
        cluster.heal();
        cluster.until("it is heard of again, or was expelled", () -> FaultsTest.unheard(cluster.client())
                .isEmpty());
        if (!cluster.isRunning(2)) {
            cluster.restart(2);
        }
    }

    @Test
    void itCannotBePaused() {
        assertThatThrownBy(() -> cluster.pause(1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("ClusterSpec.jvms");
    }
}

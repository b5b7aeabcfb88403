package dev.sampo.harness;

import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.dag.Dag;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(
            ClusterSpec.jvms(3).nodes(node -> node.roles("worker")).node(0, node -> node.roles("coordinator")));

    /** A node that has joined takes a moment to be known to every partition; until then what only it could run is refused. */
    private static Job submitWhenPossible(Dag dag) {
        var job = new Job[1];
        cluster.until("every node is known", () -> {
            try {
                job[0] = cluster.client().submit(dag);
                return true;
            } catch (SampoException.Rejected early) {
                return false;
            }
        });
        return job[0];
    }

    @Test
    void tasksRunInTheProcessesThatHaveTheRoomAndValuesGoBetweenThem() {
        var dag = Dag.named("spread");
        var here = dag.task("here", () -> ProcessHandle.current().pid())
                .where(label("node").is("node-1"));
        var there = dag.task("there", () -> ProcessHandle.current().pid())
                .where(label("node").is("node-2"));
        var large = dag.task("large", here, pid -> new byte[1 << 20])
                .where(label("node").is("node-1"))
                .keep();
        var fetched = dag.task("fetched", large, bytes -> bytes.length)
                .where(label("node").is("node-2"));
        var many = dag.each("many", IntStream.range(0, 2_000).boxed().toList(), x -> x * 2);
        var sum = dag.task("sum", many.all(), all -> all.stream()
                .mapToInt(Integer::intValue)
                .sum());
        var job = submitWhenPossible(dag);
        assertThat(job.await(here, LIMIT)).isEqualTo(cluster.pid(1));
        assertThat(job.await(there, LIMIT)).isEqualTo(cluster.pid(2));
        assertThat(job.await(fetched, LIMIT)).isEqualTo(1 << 20);
        assertThat(job.await(large, LIMIT)).hasSize(1 << 20);
        assertThat(job.await(sum, LIMIT)).isEqualTo(3_998_000);
        assertThat(job.await(many, LIMIT)).hasSize(2_000).endsWith(3_998);
    }

    @Test
    void aWorkerKilledWithMinusNineLosesNoTaskAndComesBack() {
        var dag = Dag.named("survivor");
        var onLeft = dag.task("on-left", () -> 0).where(label("node").is("node-1"));
        var onRight = dag.task("on-right", () -> 0).where(label("node").is("node-2"));
        var task = dag.task("task", context -> {
                    if (context.node().equals("node-1")) {
                        new CountDownLatch(1).await();
                    }
                    return context.node() + " at attempt " + context.attempt();
                })
                .prefer(label("node").is("node-1"))
                .after(onLeft, onRight);
        var job = submitWhenPossible(dag);
        cluster.until("the task is on node-1", () -> job.explain(task).summary().contains("is on node-1"));
        long killed = cluster.pid(1);
        cluster.kill(1);
        assertThat(cluster.isRunning(1)).isFalse();
        assertThat(job.await(task, LIMIT)).isEqualTo("node-2 at attempt 2");

        cluster.restart(1);
        assertThat(cluster.pid(1)).isNotEqualTo(killed);
        var again = Dag.named("again");
        var where = again.task("where", context -> context.node())
                .where(label("node").is("node-1"));
        assertThat(submitWhenPossible(again).await(where, LIMIT)).isEqualTo("node-1");
    }

    @Test
    void anAddressBeyondLoopbackIsRefused() {
        var config =
                ConfigFactory.parseString("sampo.cluster.host = \"0.0.0.0\"").withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> Sampo.join(config)).hasMessageContaining("REFUSING_INSECURE_BIND 0.0.0.0");
    }
}

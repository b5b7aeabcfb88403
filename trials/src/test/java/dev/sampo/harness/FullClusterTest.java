package dev.sampo.harness;

import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.SampoException;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.TaskState;
import dev.sampo.planning.Explanation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of all partitions, which do not know of each other, come to a cluster that is full. */
class FullClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int JOBS = 8;
    private static final int CPUS = 2;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(3)
            .nodes(node -> node.roles("worker").cpus(CPUS))
            .node(0, node -> node.roles("coordinator")));

    @TempDir
    Path directory;

    private record Waiting(Job job, Handle<Long> task) {
        Explanation explained() {
            return job.explain(task);
        }
    }

    private Path gate(int node) {
        return directory.resolve("end-" + node);
    }

    /** It runs until there is the file. */
    private static int untilThereIs(String file) throws InterruptedException {
        while (!Files.exists(Path.of(file))) {
            Thread.sleep(10);
        }
        return 1;
    }

    private Job fill(int node) {
        String file = gate(node).toString();
        var dag = Dag.named("filler");
        for (int cpu = 0; cpu < CPUS; cpu++) {
            dag.task("filler-" + cpu, () -> untilThereIs(file))
                    .where(label("node").is("node-" + node));
        }
        var job = new Job[1];
        cluster.until("node " + node + " is known", () -> {
            try {
                job[0] = cluster.client().submit(dag);
                return true;
            } catch (SampoException.Rejected early) {
                return false;
            }
        });
        return job[0];
    }

    private static Waiting submitOne() {
        var dag = Dag.named("one");
        var task = dag.task("one", () -> ProcessHandle.current().pid());
        return new Waiting(cluster.client().submit(dag), task);
    }

    @Test
    void eachSaysWhereAndBehindHowManyItWaitsAndRunsOnTheNodeThatIsIdleFirst() throws Exception {
        Job left = fill(1);
        Job right = fill(2);
        cluster.until("both are full", () -> running(left) && running(right));
        List<Waiting> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            jobs.add(submitOne());
        }
        for (Waiting each : jobs) {
            cluster.until("it is said to wait", () -> each.explained().state() == TaskState.READY);
            assertThat(each.job().status().assigned()).isZero();
            assertThat(each.explained().summary())
                    .matches("is queued on node-[12] as attempt 1, \\d of \\d that wait there for this scheduler, .*");
        }

        Files.createFile(gate(2));

        for (Waiting each : jobs) {
            assertThat(each.job().await(each.task(), LIMIT)).isEqualTo(cluster.pid(2));
        }
        Files.createFile(gate(1));
        left.await();
        right.await();
    }

    private static boolean running(Job filler) {
        return filler.status().assigned() == CPUS;
    }
}

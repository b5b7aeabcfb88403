package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.dag.AnyHandle;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A graph whose shortest schedule is known, on processes: what is added to its tasks by all that goes on between them. */
class RealRunTest {
    private static final int WORKERS = 3;
    private static final int STEPS = 10;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 140;
    /** A busy machine may delay any one of them. */
    private static final int RUNS = 5;

    private static final double LONGER_MAX = 1.25;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(WORKERS + 1)
            .direct()
            .nodes(node -> node.roles("worker").cpus(1))
            .node(0, node -> node.roles("coordinator")));

    private record Graph(Dag dag, List<Handle<List<Long>>> tasks, long shortestMillis) {}

    /** In each step a task on each node, as long as the others; it waits for the ones before it there and on the next node. */
    private static Graph graph(Random random) {
        var dag = Dag.named("steps");
        var tasks = new ArrayList<Handle<List<Long>>>();
        long shortest = 0;
        for (int step = 0; step < STEPS; step++) {
            long millis = SHORTEST + random.nextInt(LONGEST - SHORTEST);
            shortest += millis;
            for (int node = 0; node < WORKERS; node++) {
                int here = tasks.size() - WORKERS;
                int there = here - node + (node + 1) % WORKERS;
                Handle<List<Long>> task = dag.task("step-" + step + "-" + node, () -> sleep(millis))
                        .needs(Resources.cpus(1))
                        .where(Selector.label("node").is("node-" + (node + 1)))
                        .after(step == 0 ? new AnyHandle<?>[0] : new AnyHandle<?>[] {tasks.get(here), tasks.get(there)})
                        .expected(Duration.ofMillis(millis));
                tasks.add(task);
            }
        }
        return new Graph(dag, tasks, shortest);
    }

    private static List<Long> sleep(long millis) throws InterruptedException {
        long began = micros();
        Thread.sleep(millis);
        return List.of(began, micros());
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** How many times as long as its shortest schedule it took, from the begin of its first task to the end of its last. */
    private static double longer(Sampo client, Graph graph) {
        Job job = client.submit(graph.dag());
        job.await();
        List<List<Long>> times = graph.tasks().stream().map(job::await).toList();
        long first = times.stream().mapToLong(each -> each.get(0)).min().orElseThrow();
        long last = times.stream().mapToLong(each -> each.get(1)).max().orElseThrow();
        return (last - first) / 1e3 / graph.shortestMillis();
    }

    @Test
    void aGraphThatGoesFromNodeToNodeAtEveryStepTakesHardlyLongerThanItsTasks() {
        var random = new Random(4);
        cluster.until("who schedules knows every node", () -> {
            try {
                longer(cluster.client(), graph(random));
                return true;
            } catch (SampoException.Rejected early) {
                return false;
            }
        });

        double least = Double.MAX_VALUE;
        for (int run = 0; run < RUNS && least > LONGER_MAX; run++) {
            least = Math.min(least, longer(cluster.client(), graph(random)));
        }

        assertThat(least).isLessThan(LONGER_MAX);
    }
}

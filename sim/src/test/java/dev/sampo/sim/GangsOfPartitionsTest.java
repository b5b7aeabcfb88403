package dev.sampo.sim;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body;
import dev.sampo.dag.Placing;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gangs whose bodies wait for each other, of partitions that do not know of each other, on nodes that have not room for two of them. */
class GangsOfPartitionsTest {
    private static final long MINUTE = 60_000;
    private static final TaskOptions PLAIN = TaskOptions.DEFAULTS.needs(cpus(1));
    private static final TaskOptions OF_GANG = PLAIN.placing(Placing.NONE.gang("g"));

    private static SharedCluster cluster(int partitions, int nodes, double cpus, long seed) {
        var each = Collections.nCopies(nodes, Equipment.of(cpus(cpus)));
        var cluster = new SharedCluster(partitions, PlannerSettings.DEFAULTS, each, seed);
        cluster.beUneven();
        return cluster;
    }

    private static JobId submit(SharedCluster cluster, int partition, int tasks, long millis, TaskOptions options) {
        String name = "p" + partition + "-" + tasks + "x" + millis;
        cluster.submit(partition, new JobId(name), graph(name, tasks, millis, options), JobOptions.DEFAULTS);
        return new JobId(name);
    }

    private static Blueprint graph(String name, int tasks, long millis, TaskOptions options) {
        var specs = new ArrayList<TaskSpec>();
        var work =
                new TaskSpec.Work.Runs(Body.named(Recipe.lasting((int) millis).text()));
        for (int i = 0; i < tasks; i++) {
            specs.add(new TaskSpec("t" + i, work, List.of(), List.of(), options, Duration.ofMillis(millis)));
        }
        return Graphs.compile(name, specs);
    }

    private static void assertDone(SharedCluster cluster, int partition, JobId job) {
        var ledger = cluster.ledger(partition, job);
        assertThat(ledger.status()).as("%s", job).isEqualTo(JobStatus.SUCCEEDED);
        for (int task = 0; task < ledger.size(); task++) {
            assertThat(ledger.tries().hasFailed(task)).isFalse();
        }
    }

    private static boolean areAllDone(SharedCluster cluster, List<JobId> jobs) {
        return IntStream.range(0, jobs.size())
                .allMatch(i -> cluster.ledger(i % 4, jobs.get(i)).status() == JobStatus.SUCCEEDED);
    }

    /** Each node is nearer to another partition, so that each gang begins on one of them. */
    @Test
    void twoThatHaveEachHalfOfTheNodesDoNotWaitForEachOtherForEver() {
        var cluster = cluster(2, 2, 1, 1);
        var one = submit(cluster, 0, 2, 100, OF_GANG);
        var other = submit(cluster, 1, 2, 100, OF_GANG);
        cluster.runUntil(20_000);
        assertDone(cluster, 0, one);
        assertDone(cluster, 1, other);
        assertThat(cluster.stopped()).isBetween(1, 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void howeverManyThereAreAllRun(long seed) {
        var random = new SplittableRandom(seed);
        var cluster = cluster(4, 3, 2, seed);
        var jobs = new ArrayList<JobId>();
        for (int i = 0; i < 16; i++) {
            jobs.add(submit(cluster, i % 4, 2 + random.nextInt(5), 100 + 10 * random.nextInt(100), OF_GANG));
        }
        cluster.runUntil(20_000);
        for (long left = 40; left > 0 && !areAllDone(cluster, jobs); left--) {
            cluster.runUntil(cluster.now() + 1_000);
        }
        for (int i = 0; i < jobs.size(); i++) {
            assertDone(cluster, i % 4, jobs.get(i));
        }
    }

    /** What the other partition has would fill the nodes for seven minutes. */
    @Test
    void oneGetsItsTurnWhereTheOtherPartitionAlwaysHasWork() {
        var cluster = cluster(2, 2, 2, 1);
        var others = submit(cluster, 1, 1_700, 1_000, PLAIN);
        cluster.runUntil(5_000);
        var gang = submit(cluster, 0, 4, 100, OF_GANG);
        cluster.runUntil(3 * MINUTE);
        assertDone(cluster, 0, gang);
        assertThat(cluster.ledger(1, others).status()).isEqualTo(JobStatus.RUNNING);
    }
}

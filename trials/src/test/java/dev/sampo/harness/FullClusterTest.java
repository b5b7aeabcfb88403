package dev.sampo.harness;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.SampoException;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.BreakerName;
import dev.sampo.job.NodeId;
import dev.sampo.job.TaskState;
import dev.sampo.planning.Explanation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three workers that do together what none could alone, and that are full, with jobs of all partitions, which do not know of each other. */
class FullClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int JOBS = 8;
    private static final int CPUS = 2;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(3)
            .nodes(node -> node.roles("worker").cpus(CPUS).with("sampo.planner.copies.after = 300ms"))
            .node(0, node -> node.roles("worker", "coordinator")));

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
        return submit(dag);
    }

    /** When the nodes it needs are known. */
    private static Job submit(Dag dag) {
        var job = new Job[1];
        cluster.until("the nodes are known", () -> {
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
        List<Job> fillers = List.of(fill(0), fill(1), fill(2));
        cluster.until("all are full", () -> fillers.stream().allMatch(FullClusterTest::running));
        List<Waiting> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            jobs.add(submitOne());
        }
        for (Waiting each : jobs) {
            cluster.until("it is said to wait", () -> each.explained().state() == TaskState.READY);
            assertThat(each.job().status().assigned()).isZero();
            assertThat(each.explained().summary())
                    .matches("is queued on node-[012] as attempt 1, \\d of \\d that wait there for this scheduler, .*");
        }

        Files.createFile(gate(2));

        for (Waiting each : jobs) {
            assertThat(each.job().await(each.task(), LIMIT)).isEqualTo(cluster.pid(2));
        }
        Files.createFile(gate(0));
        Files.createFile(gate(1));
        fillers.forEach(Job::await);
    }

    private static boolean running(Job filler) {
        return filler.status().assigned() == CPUS;
    }

    /** The first node that is asked, and no other, makes something else of it. */
    private static String vote(String directory, String node) throws IOException {
        Path first = Path.of(directory, "first");
        try {
            Files.writeString(first, node, StandardOpenOption.CREATE_NEW);
            return "wrong";
        } catch (FileAlreadyExistsException another) {
            return "right";
        }
    }

    /** Says where it is once so many of the same are there at the same time. */
    private static String meet(String directory, String me, int count, TaskContext context) throws Exception {
        Files.createFile(Path.of(directory, me));
        for (int i = 0; i < count; i++) {
            untilThereIs(Path.of(directory, "here-" + i).toString());
        }
        return context.node();
    }

    @Test
    void theMajorityIsRightAndTheNodeThatWasOutvotedIsTrustedLess() throws IOException {
        String here = directory.toString();
        int seats = 2 * CPUS;
        var dag = Dag.named("vote");
        var agreed = dag.task("agreed", context -> vote(here, context.node())).verify(3, 2);
        var seated = new ArrayList<Handle<String>>();
        for (int i = 0; i < seats; i++) {
            String me = "here-" + i;
            seated.add(dag.task("seated-" + i, agreed, (value, context) -> meet(here, me, seats, context)));
        }

        Job job = submit(dag);

        assertThat(job.await(agreed, LIMIT)).isEqualTo("right");
        String wrong = Files.readString(directory.resolve("first"));
        assertThat(cluster.client().breakers())
                .filteredOn(entry -> entry.outvoted() > 0)
                .singleElement()
                .satisfies(entry -> assertThat(entry.name()).isEqualTo(BreakerName.of(new NodeId(wrong))))
                .satisfies(entry -> assertThat(entry.outvoted()).isEqualTo(1));
        for (Handle<String> each : seated) {
            assertThat(job.await(each, LIMIT)).isNotEqualTo(wrong);
        }
    }

    /** Whoever begins first is slow, until it is interrupted. */
    private static String slowAtFirst(String directory, String node) throws Exception {
        try {
            Files.writeString(Path.of(directory, "slow"), node, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException another) {
            return node;
        }
        try {
            return "" + untilThereIs(directory + "/never");
        } catch (InterruptedException calledOff) {
            Files.createFile(Path.of(directory, "interrupted"));
            throw calledOff;
        }
    }

    @Test
    void aTaskThatIsSlowOnOneNodeEndsByItsCopyOnAnother() throws IOException {
        String here = directory.toString();
        var dag = Dag.named("frames");
        var frames = dag.each(
                        "frame",
                        List.of(0, 1, 2, 3, 4, 5),
                        (frame, context) -> frame < 5 ? context.node() : slowAtFirst(here, context.node()))
                .copyWhenSlow();

        String made = submit(dag).await(frames, LIMIT).get(5);

        assertThat(made).startsWith("node-").isNotEqualTo(Files.readString(directory.resolve("slow")));
        cluster.until("the first is interrupted", () -> Files.exists(directory.resolve("interrupted")));
    }

    @Test
    void aGangStartsTogetherOrNotAtAll() throws IOException {
        String here = directory.toString();
        String gate = gate(0).toString();
        var dag = Dag.named("gang");
        for (int node = 0; node < 2; node++) {
            dag.task("hold-" + node, () -> untilThereIs(gate))
                    .where(label("node").is("node-" + node))
                    .needs(cpus(CPUS))
                    .priority(1);
        }
        var left = dag.task("left", context -> meet(here, "here-0", 2, context))
                .needs(cpus(CPUS))
                .gang("pair");
        var right = dag.task("right", context -> meet(here, "here-1", 2, context))
                .needs(cpus(CPUS))
                .gang("pair");

        Job job = submit(dag);

        cluster.until(
                "there is room for one of them",
                () -> job.status().assigned() == 2
                        && job.explain(left).summary().contains("until there is room for all 2 of its gang"));
        assertThat(directory).isEmptyDirectory();
        Files.createFile(gate(0));
        assertThat(job.await(left, LIMIT)).isNotEqualTo(job.await(right, LIMIT));
    }
}

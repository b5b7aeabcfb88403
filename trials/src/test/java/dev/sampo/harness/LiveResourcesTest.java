package dev.sampo.harness;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.Job;
import dev.sampo.Node;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.JobStatus;
import dev.sampo.membership.NodeChange;
import dev.sampo.membership.NodeState;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Acceptance 11: what nodes have is changed many times while they are full, from all sides. */
class LiveResourcesTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int JOBS = 6;
    private static final int TASKS = 150;
    private static final int CHANGES = 240;
    private static final int CPUS_MAX = 4;

    private static final int WORKERS = 3;
    private static final int PASSER_BY = 3;

    /** Whenever the last one comes or goes, the others tell every partition anew what they are. */
    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.inProcess(WORKERS + 1)
            .nodes(node -> node.cpus(CPUS_MAX).label("zone", "a").with("sampo.node.resources.licence = [A, B, C]"))
            .node(2, node -> node.roles("worker"))
            .node(PASSER_BY, node -> node.roles()));

    /** What bodies do is seen here, since they run in the test's own JVM. */
    private static final Map<String, AtomicInteger> STARTS = new ConcurrentHashMap<>();

    private static final Map<String, AtomicInteger> RUNNING = new ConcurrentHashMap<>();
    private static final Map<String, String> HOLDERS = new ConcurrentHashMap<>();
    private static final Queue<String> WRONG = new ConcurrentLinkedQueue<>();

    /** No node ever has more than {@link #CPUS_MAX} cpus, and tasks take two. */
    static String work(TaskContext context) throws InterruptedException {
        String me = context.jobId() + "/" + context.task();
        STARTS.computeIfAbsent(me, each -> new AtomicInteger()).incrementAndGet();
        AtomicInteger running = RUNNING.computeIfAbsent(context.node(), each -> new AtomicInteger());
        if (running.incrementAndGet() * 2 > CPUS_MAX) {
            WRONG.add(context.node() + " is over-committed by " + me);
        }
        List<String> held = context.held("licence");
        if (held.size() != 1) {
            WRONG.add(me + " holds " + held);
        }
        held.forEach(item -> {
            String other = HOLDERS.put(context.node() + " " + item, me);
            if (other != null) {
                WRONG.add(me + " and " + other + " both hold " + item + " of " + context.node());
            }
        });
        TimeUnit.MILLISECONDS.sleep(30 + Math.floorMod(me.hashCode(), 20));
        held.forEach(item -> HOLDERS.remove(context.node() + " " + item, me));
        running.decrementAndGet();
        return context.node();
    }

    private static Dag dag(int number) {
        var dag = Dag.named("loaded-" + number);
        for (int i = 0; i < TASKS; i++) {
            dag.task("t" + i, context -> work(context)).needs(cpus(2).and("licence", 1));
        }
        return dag;
    }

    private static boolean canAskAll(Sampo sampo) {
        try {
            for (int i = 0; i < WORKERS; i++) {
                sampo.node(cluster.name(i)).state();
            }
            return true;
        } catch (SampoException.NodeUnreachable | SampoException.NotFound notYet) {
            return false;
        }
    }

    /** Every way in which what a node has may change; from any member, also of itself. */
    private static void alter(Sampo sampo, Node node, Random random) {
        try {
            switch (random.nextInt(8)) {
                case 7 -> {
                    sampo.cordon(node.name());
                    sampo.uncordon(node.name());
                }
                case 0 -> node.removeCapacity(cpus(2));
                case 1 -> node.addCapacity(Resources.NONE.and("tokens", 1));
                case 2 -> node.label("zone", random.nextBoolean() ? "a" : "b");
                case 3 -> node.removeItems("licence", item(random));
                case 4 -> node.addItems("licence", item(random));
                case 5 -> node.change(change -> change.label("seen", "yes").unlabel("zone"));
                default -> fill(node);
            }
        } catch (SampoException.ChangeRefused refused) {
            assertThat(refused.node()).isEqualTo(node.name());
        }
    }

    private static void fill(Node node) {
        long missing = CPUS_MAX - node.state().capacity().cpuUnits() / Resources.WHOLE;
        if (missing > 0) {
            node.addCapacity(cpus(missing));
        }
    }

    /** Nothing changes the node in between: what it uses beyond what it has can only become less. */
    private static void requireDebtNotToGrow(Node node) {
        NodeState before = node.state();
        NodeState after = node.state();
        assertThat(after.capacity()).isEqualTo(before.capacity());
        assertThat(used(after))
                .isLessThanOrEqualTo(Math.max(used(before), before.capacity().cpuUnits()));
    }

    private static long used(NodeState state) {
        return state.capacity().cpuUnits() - state.free().cpuUnits();
    }

    private static String item(Random random) {
        return String.valueOf((char) ('A' + random.nextInt(3)));
    }

    @Test
    void noChangeUnderLoadLosesRepeatsOrOverCommitsAnything() {
        for (int i = 0; i < WORKERS; i++) {
            int member = i;
            cluster.until("node " + i + " can ask all others", () -> cluster.ask(member, LiveResourcesTest::canAskAll));
        }
        var heard = new ConcurrentLinkedQueue<NodeChange>();
        Runnable end = cluster.client().onNodeChange(heard::add);
        var jobs = new ArrayList<Job>();
        var random = new Random(11);
        for (int i = 0; i < JOBS; i++) {
            jobs.add(cluster.client().submit(dag(i)));
        }
        int underLoad = 0;
        for (int i = 0; i < CHANGES; i++) {
            if (i % (CHANGES / 3) == 10) {
                cluster.kill(PASSER_BY);
                cluster.restart(PASSER_BY);
            }
            String target = cluster.name(random.nextInt(WORKERS));
            long seed = random.nextLong();
            cluster.ask(random.nextInt(WORKERS), sampo -> {
                alter(sampo, sampo.node(target), new Random(seed));
                return 0;
            });
            requireDebtNotToGrow(cluster.client().node(target));
            underLoad += STARTS.size() < JOBS * TASKS ? 1 : 0;
        }
        assertThat(underLoad).isGreaterThan(CHANGES / 4);
        for (int i = 0; i < WORKERS; i++) {
            fill(cluster.client().node(cluster.name(i)));
            refill(cluster.client().node(cluster.name(i)));
        }
        for (int i = 0; i < JOBS; i++) {
            Job job = jobs.get(i);
            cluster.until("job " + i + " is over", LIMIT, () -> isOver(job));
            assertThat(job.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        }
        end.run();
        assertThat(WRONG).isEmpty();
        assertThat(STARTS).hasSize(JOBS * TASKS);
        assertThat(STARTS.values()).allMatch(starts -> starts.get() == 1);
        assertThat(HOLDERS).isEmpty();
        assertThat(heard)
                .hasAtLeastOneElementOfType(NodeChange.CapacityChanged.class)
                .hasAtLeastOneElementOfType(NodeChange.LabelsChanged.class)
                .hasAtLeastOneElementOfType(NodeChange.Left.class);
        for (int i = 0; i < WORKERS; i++) {
            var state = cluster.client().node(cluster.name(i)).state();
            assertThat(state.free()).isEqualTo(state.capacity());
            assertThat(state.held()).isZero();
        }
    }

    private static void refill(Node node) {
        for (String name : List.of("A", "B", "C")) {
            if (!node.state().items().get("licence").contains(name)) {
                node.addItems("licence", name);
            }
        }
    }

    private static boolean isOver(Job job) {
        return job.status().status().isFinal();
    }

    @Test
    void aNodeThatIsNotThereOrRunsNoTasksCannotBeChanged() {
        Sampo client = cluster.client();
        assertThatThrownBy(() -> client.node("node-9").addCapacity(cpus(1)))
                .isInstanceOf(SampoException.NotFound.class)
                .hasMessageContaining("no node is called \"node-9\"")
                .hasMessageContaining(cluster.name(0));
        assertThatThrownBy(() -> client.node(cluster.name(PASSER_BY)).addCapacity(cpus(1)))
                .isInstanceOf(SampoException.NotFound.class)
                .hasMessageContaining(cluster.name(PASSER_BY) + " runs no tasks");
    }
}

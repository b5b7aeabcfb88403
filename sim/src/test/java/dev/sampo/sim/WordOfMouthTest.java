package dev.sampo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.sim.time.Timeline;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import dev.sampo.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A node is outvoted in a job of one of four partitions. Messages are lost, come twice, or come late, and schedulers die and are followed by
 * others. In the end all know it.
 */
class WordOfMouthTest {
    private static final int PARTITIONS = 4;
    private static final int NODES = 4;
    private static final Resources CAPACITY = Resources.cpus(PARTITIONS * NODES);
    private static final NodeId LIAR = new NodeId("n0");
    private static final long FAULTS_MILLIS = 10_000;
    /** Longer than who does not answer is left alone. */
    private static final long CALM_MILLIS = 20_000;

    private static final class Cluster {
        private final Timeline timeline = new Timeline();
        private final SplittableRandom random;
        private final Scheduler[] schedulers = new Scheduler[PARTITIONS];
        /** They take what they are given, and what runs there never ends. */
        private final Map<NodeId, Worker> nodes = new TreeMap<>();

        private final Map<Long, Scheduler> askers = new HashMap<>();
        private long tickets;
        private double lost;

        Cluster(long seed) {
            this.random = new SplittableRandom(seed);
            for (int i = 0; i < NODES; i++) {
                var id = new NodeId("n" + i);
                nodes.put(id, new Worker(id, 1, Equipment.of(CAPACITY), WorkerSettings.DEFAULTS));
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                schedulers[partition] = new Scheduler(partition, new ArrayList<>());
            }
        }

        void run(long millis, double lossesUntilThen) {
            lost = lossesUntilThen;
            long until = timeline.now() + millis;
            timeline.at(until, () -> {});
            while (timeline.now() < until) {
                timeline.next().run();
            }
        }

        /** Some are lost, some come twice, and some so late that others pass them. */
        private void post(Runnable message) {
            for (int copy = random.nextDouble() < lost ? 2 : 1; copy > 0; copy--) {
                if (random.nextDouble() >= lost) {
                    timeline.after(random.nextLong(1, random.nextDouble() < lost ? 3_000 : 10), message);
                }
            }
        }

        void failOver(int partition) {
            Scheduler before = schedulers[partition];
            before.isOver = true;
            schedulers[partition] = new Scheduler(partition, before.journal);
        }

        private final class Scheduler {
            private final int partition;
            private final List<Fact> journal;
            private final Planner planner;
            private final List<Order> toTheLiar = new ArrayList<>();
            private boolean isOver;
            private long armedFor = Long.MAX_VALUE;

            Scheduler(int partition, List<Fact> journal) {
                this.partition = partition;
                this.journal = journal;
                var ledger = new Ledger();
                ledger.replay(List.copyOf(journal), journal.size());
                planner = Planner.begin(ledger, partition, ledger.term() + 1, settings(), partition, timeline.now());
                nodes.keySet().forEach(node -> receive(new Input.NodeSeen(node, 1, CAPACITY, Map.of())));
            }

            void receive(Input input) {
                timeline.after(1, () -> step(input));
            }

            private void step(Input input) {
                if (isOver) {
                    return;
                }
                Plan plan = planner.step(timeline.now(), List.of(input));
                journal.addAll(plan.facts());
                if (!plan.facts().isEmpty()) {
                    receive(new Input.Durable(plan.factsUpTo()));
                }
                for (Plan.Call call : plan.calls()) {
                    post(() -> {
                        askers.put(++tickets, this);
                        schedulers[call.partition()].step(call.request().withTicket(tickets));
                    });
                }
                for (Plan.Reply reply : plan.replies()) {
                    Scheduler asker = askers.remove(reply.ticket());
                    if (asker != null) {
                        post(() -> asker.step(new Input.Told(reply.answer())));
                    }
                }
                plan.letters().forEach(this::deliver);
                long at = plan.wakeAt();
                if (at != Long.MAX_VALUE && (at < armedFor || armedFor <= timeline.now())) {
                    armedFor = at;
                    timeline.at(at, () -> step(new Input.Tick()));
                }
            }

            private void deliver(Plan.Letter letter) {
                if (letter.node().equals(LIAR)) {
                    letter.orders().orders().stream()
                            .filter(Order.Assign.class::isInstance)
                            .forEach(toTheLiar::add);
                }
                var ordered = new WorkerInput.Ordered(letter.orders());
                for (Action action : nodes.get(letter.node()).step(timeline.now(), List.of(ordered))) {
                    if (action instanceof Action.Send send) {
                        schedulers[send.partition()].receive(new Input.Reported(send.report()));
                    }
                }
            }
        }
    }

    private static PlannerSettings settings() {
        var usual = PlannerSettings.DEFAULTS;
        return new PlannerSettings(
                PARTITIONS,
                usual.placer(),
                usual.queueAheadMicros(),
                usual.queueAheadMax(),
                usual.overdueMillis(),
                1,
                usual.bytesPerSecond(),
                usual.settleMillis(),
                usual.settleMaxMillis(),
                usual.deadlineMarginMillis(),
                usual.lossesMax(),
                usual.fallbackAfterMillis(),
                usual.retainMillis(),
                usual.retainMax(),
                usual.openJobsMax(),
                usual.openTasksMax(),
                usual.tenants(),
                usual.copies(),
                usual.breaker(),
                usual.link());
    }

    private static Blueprint graph(String name, int tasks) {
        var specs = new ArrayList<TaskSpec>();
        var work = new TaskSpec.Work.Runs(Body.named(Recipe.lasting(1).text()));
        for (int i = 0; i < tasks; i++) {
            specs.add(new TaskSpec(
                    name + "-" + i, work, List.of(), List.of(), TaskOptions.DEFAULTS, Duration.ofMillis(1)));
        }
        return Graphs.compile(name, specs);
    }

    private static void submit(Cluster cluster, int partition, String name) {
        Blueprint graph = graph(name, NODES);
        var submit = new Input.Submit(++cluster.tickets, new JobId(name), graph, JobOptions.DEFAULTS);
        cluster.schedulers[partition].receive(submit.with(Graphs.jarOf(graph)));
    }

    /** As if nodes had voted. */
    private static void outvote(Cluster cluster, int partition) {
        submit(cluster, partition, "verified");
        cluster.run(100, 0);
        cluster.schedulers[partition].journal.add(
                new JobEvent.NodeOutvoted(new JobId("verified"), 0, LIAR, cluster.timeline.now()));
        cluster.failOver(partition);
    }

    @Test
    void allKnowOfANodeThatWasOutvotedWhateverIsLostAndWhoeverDies() {
        for (long seed = 1; seed <= 100; seed++) {
            var cluster = new Cluster(seed);
            var random = new SplittableRandom(~seed);
            cluster.run(random.nextInt(3_000), 0.3);
            outvote(cluster, random.nextInt(PARTITIONS));
            long faultsEnd = cluster.timeline.now() + FAULTS_MILLIS;
            while (cluster.timeline.now() < faultsEnd) {
                cluster.run(random.nextInt(1, 3_000), 0.3);
                cluster.failOver(random.nextInt(PARTITIONS));
            }
            cluster.run(CALM_MILLIS, 0);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                cluster.schedulers[partition].toTheLiar.clear();
                submit(cluster, partition, "j" + partition);
                cluster.run(100, 0);
                assertThat(cluster.schedulers[partition].toTheLiar)
                        .as("of partition " + partition + " with seed " + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void whoIsNotToldGivesTasksToTheNodeAsToAnyOther() {
        var cluster = new Cluster(1);
        cluster.run(2_000, 1);
        outvote(cluster, 0);
        cluster.run(CALM_MILLIS, 1);
        submit(cluster, 1, "job");
        cluster.run(100, 1);
        assertThat(cluster.schedulers[1].toTheLiar).isNotEmpty();
    }
}

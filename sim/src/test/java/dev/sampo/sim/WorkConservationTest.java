package dev.sampo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.time.Timeline;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import dev.sampo.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Jobs of several partitions, which know of each other only what nodes tell, fill a few nodes. Some messages are lost, come twice, or
 * come late. Nothing waits for long on a node that is full while another has room for it.
 */
class WorkConservationTest {
    private static final int PARTITIONS = 4;
    private static final int CPUS = 4;
    private static final int NEEDS_MAX = 2;
    private static final long LOOK_MILLIS = 100;
    /** A second until a node says that something waits, and then until somebody has looked for room and all have heard. */
    private static final long SOON_MILLIS = 2_000;
    /** The same where messages have to be sent again. */
    private static final long LATER_MILLIS = 6_000;

    private static final class Cluster {
        private final Timeline timeline = new Timeline();
        private final SplittableRandom random;
        private final List<Scheduler> schedulers = new ArrayList<>();
        private final Map<NodeId, Host> hosts = new TreeMap<>();
        private final Map<JobId, Integer> left = new HashMap<>();
        private final double lost;
        /** For how long something waited on a node while the same other node had room for it. */
        private long longestWait;

        Cluster(long seed, int nodes, double lost) {
            this.random = new SplittableRandom(seed);
            this.lost = lost;
            for (int i = 0; i < PARTITIONS; i++) {
                schedulers.add(new Scheduler(i));
            }
            for (int i = 0; i < nodes; i++) {
                var id = new NodeId("n" + i);
                hosts.put(id, new Host(id));
                schedulers.forEach(each -> each.receive(new Input.NodeSeen(id, 1, Resources.cpus(CPUS), Map.of())));
            }
        }

        void submit(int partition, String name, int tasks, int cpus, long millis) {
            Blueprint graph = graph(name, tasks, cpus, millis);
            left.put(new JobId(name), tasks);
            hosts.values().forEach(host -> host.graphs.add(graph));
            var submit = new Input.Submit(1, new JobId(name), graph, JobOptions.DEFAULTS);
            schedulers.get(partition).receive(submit.with(Graphs.jarOf(graph)));
        }

        void runUntil(long time) {
            while (timeline.now() < time && !left.isEmpty()) {
                long next = timeline.now() + LOOK_MILLIS;
                timeline.at(next, () -> {});
                while (timeline.now() < next) {
                    timeline.next().run();
                }
                look();
            }
        }

        private void look() {
            hosts.values().forEach(Host::lookForRoom);
            long roomSince = hosts.values().stream()
                    .mapToLong(host -> host.roomSince)
                    .min()
                    .orElseThrow();
            long waitsSince = hosts.values().stream()
                    .flatMap(host -> host.waiting.values().stream())
                    .min(Long::compare)
                    .orElse(timeline.now());
            longestWait = Math.max(longestWait, timeline.now() - Math.max(roomSince, waitsSince));
        }

        /** Some are lost, some come twice, and some so late that others pass them. */
        private void post(Runnable message) {
            for (int copy = random.nextDouble() < lost ? 2 : 1; copy > 0; copy--) {
                if (random.nextDouble() >= lost) {
                    timeline.after(random.nextLong(1, random.nextDouble() < lost ? 300 : 10), message);
                }
            }
        }

        private final class Scheduler {
            private final Planner planner;
            private long armedFor = Long.MAX_VALUE;

            Scheduler(int partition) {
                planner = Planner.begin(new Ledger(), partition, 1, PlannerSettings.DEFAULTS, partition, 0);
            }

            void receive(Input input) {
                timeline.after(1, () -> step(input));
            }

            private void step(Input input) {
                Plan plan = planner.step(timeline.now(), List.of(input));
                if (!plan.facts().isEmpty()) {
                    receive(new Input.Durable(plan.factsUpTo()));
                }
                for (Plan.Letter letter : plan.letters()) {
                    post(() -> hosts.get(letter.node()).take(new WorkerInput.Ordered(letter.orders())));
                }
                long at = plan.wakeAt();
                if (at != Long.MAX_VALUE && (at < armedFor || armedFor <= timeline.now())) {
                    armedFor = at;
                    timeline.at(at, () -> step(new Input.Tick()));
                }
            }
        }

        private final class Host {
            private final Worker worker;
            private final List<Blueprint> graphs = new ArrayList<>();
            private final Set<Attempt> told = new HashSet<>();
            private final Map<Attempt, Long> waiting = new HashMap<>();
            /** Since when it has had room for any task; now, if it has none. */
            private long roomSince;

            private long armedFor = Long.MAX_VALUE;

            Host(NodeId id) {
                worker = new Worker(id, 1, Equipment.of(Resources.cpus(CPUS)), WorkerSettings.DEFAULTS);
            }

            void lookForRoom() {
                boolean hasRoom = waiting.isEmpty() && Resources.cpus(NEEDS_MAX).fitsIn(worker.free());
                roomSince = hasRoom ? Math.min(roomSince, timeline.now()) : Long.MAX_VALUE;
            }

            private void note(Report report) {
                report.ended().forEach(ended -> waiting.remove(ended.attempt()));
            }

            private void note(Orders orders) {
                for (Order order : orders.orders()) {
                    if (order instanceof Order.Assign assign) {
                        var fence = new Fence(orders.session().term(), assign.serial());
                        for (int task : assign.tasks()) {
                            var attempt = new Attempt(assign.job(), task, assign.number(), fence);
                            if (told.add(attempt)) {
                                waiting.put(attempt, timeline.now());
                            }
                        }
                    }
                }
            }

            void take(WorkerInput input) {
                if (input instanceof WorkerInput.Ordered ordered) {
                    note(ordered.orders());
                }
                for (Action action : worker.step(timeline.now(), List.of(input))) {
                    if (action instanceof Action.Run run) {
                        waiting.remove(run.attempt());
                        start(run);
                    } else if (action instanceof Action.Send send) {
                        note(send.report());
                        post(() -> schedulers.get(send.partition()).step(new Input.Reported(send.report())));
                    } else if (action instanceof Action.FetchBlueprint fetch) {
                        Blueprint graph = graphs.stream()
                                .filter(each -> each.digest().equals(fetch.digest()))
                                .findFirst()
                                .orElseThrow();
                        timeline.after(1, () -> take(new WorkerInput.BlueprintArrived(graph)));
                    }
                }
                long at = worker.wakeAt();
                if (at != Long.MAX_VALUE && (at < armedFor || armedFor <= timeline.now())) {
                    armedFor = at;
                    timeline.at(at, () -> take(new WorkerInput.Tick()));
                }
            }

            private void start(Action.Run run) {
                long usual = run.blueprint().expectedMicros(run.blueprintTask()) / 1_000;
                long millis = random.nextLong(usual / 2, usual * 3 / 2);
                timeline.after(millis, () -> {
                    left.computeIfPresent(run.attempt().job(), (job, tasks) -> tasks == 1 ? null : tasks - 1);
                    var done = Outcome.Succeeded.of(Stamp.inline(run.attempt().task(), Recipe.lasting(0)));
                    take(new WorkerInput.Ended(run.run(), done, millis * 1_000));
                });
            }
        }
    }

    private static Blueprint graph(String name, int tasks, int cpus, long millis) {
        var specs = new ArrayList<TaskSpec>();
        var work =
                new TaskSpec.Work.Runs(Body.named(Recipe.lasting((int) millis).text()));
        var options = TaskOptions.DEFAULTS.needs(Resources.cpus(cpus));
        for (int i = 0; i < tasks; i++) {
            specs.add(new TaskSpec(name + "-" + i, work, List.of(), List.of(), options, Duration.ofMillis(millis)));
        }
        return Graphs.compile(name, specs);
    }

    /** Two nodes are full, and as much again waits on them; then one of them has nothing to do any more. */
    @Test
    void aNodeThatBecomesIdleTakesOverWhatWaitsOnAnother() {
        var cluster = new Cluster(1, 2, 0);
        cluster.submit(0, "long", 1, CPUS, 60_000);
        cluster.submit(0, "less-long", 1, CPUS, 6_000);
        cluster.runUntil(2_000);
        for (int job = 0; job < 8; job++) {
            cluster.submit(job % PARTITIONS, "short" + job, 1, 1, 5_000);
        }
        cluster.runUntil(200_000);
        assertThat(cluster.left).isEmpty();
        assertThat(cluster.longestWait).isLessThan(SOON_MILLIS);
    }

    @Test
    void nothingWaitsForLongWhereThereIsNoRoomWhileThereIsRoomElsewhere() {
        for (long seed = 1; seed <= 40; seed++) {
            var random = new SplittableRandom(seed);
            var cluster = new Cluster(seed, random.nextInt(2, 6), seed % 2 == 0 ? 0.05 : 0);
            for (int job = 0; job < 30; job++) {
                cluster.submit(
                        random.nextInt(PARTITIONS),
                        "j" + job,
                        random.nextInt(1, 6),
                        random.nextInt(1, NEEDS_MAX + 1),
                        random.nextInt(200, 20_000));
                cluster.runUntil(cluster.timeline.now() + random.nextInt(3_000));
            }
            cluster.runUntil(1_000_000);
            assertThat(cluster.left).as("not done with seed " + seed).isEmpty();
            assertThat(cluster.longestWait)
                    .as("with seed " + seed)
                    .isLessThan(cluster.lost > 0 ? LATER_MILLIS : SOON_MILLIS);
        }
    }
}

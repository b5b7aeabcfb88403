package dev.sampo.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.time.Timeline;
import dev.sampo.tenant.TenantSettings;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many jobs of several tenants on a cluster that has not enough for all. */
class SharedClusterTest {
    private static final int NODES = 10;
    private static final int CPUS = 6;
    private static final int TENANTS = 5;
    private static final long LATENCY = 1;
    private static final Resources CAPACITY = Resources.cpus(CPUS);

    /** Some planners and workers; messages take a millisecond, and nothing is lost. */
    private static final class Cluster {
        private final Timeline timeline = new Timeline();
        private final SplittableRandom random = new SplittableRandom(7);
        private final List<Scheduler> schedulers = new ArrayList<>();
        private final Map<NodeId, Host> hosts = new TreeMap<>();
        private final Map<JobId, Long> ends = new HashMap<>();
        private final Map<JobId, String> tenants = new HashMap<>();
        /** Milliseconds of slots, by tenant, since the count began. */
        private final Map<String, Long> used = new TreeMap<>();

        private long countsFrom = Long.MAX_VALUE;
        private long countsTo = Long.MAX_VALUE;

        Cluster(int partitions, PlannerSettings settings) {
            for (int i = 0; i < partitions; i++) {
                schedulers.add(new Scheduler(i, settings));
            }
            for (int i = 0; i < NODES; i++) {
                var id = new NodeId("n" + i);
                hosts.put(id, new Host(id));
                schedulers.forEach(each -> each.receive(new Input.NodeSeen(id, 1, CAPACITY, Map.of())));
            }
        }

        void submit(int partition, JobId job, Blueprint graph, JobOptions options) {
            tenants.put(job, options.tenant());
            hosts.values().forEach(host -> host.graphs.add(graph));
            var submit = new Input.Submit(1, job, graph, options);
            schedulers.get(partition).receive(submit.with(Graphs.jarOf(graph)));
        }

        void runUntil(long time) {
            while (!timeline.isEmpty() && timeline.now() < time) {
                timeline.next().run();
            }
        }

        private void wakeAt(long at, Runnable event) {
            if (at != Long.MAX_VALUE) {
                timeline.at(at, event);
            }
        }

        private final class Scheduler {
            private final Planner planner;
            private long armedFor = Long.MAX_VALUE;

            Scheduler(int partition, PlannerSettings settings) {
                planner = Planner.begin(new Ledger(), partition, 1, settings, 7 + partition, 0);
            }

            void receive(Input input) {
                timeline.after(LATENCY, () -> step(input));
            }

            private void step(Input input) {
                Plan plan = planner.step(timeline.now(), List.of(input));
                if (!plan.facts().isEmpty()) {
                    receive(new Input.Durable(plan.factsUpTo()));
                }
                for (Plan.Letter letter : plan.letters()) {
                    timeline.after(
                            LATENCY, () -> hosts.get(letter.node()).take(new WorkerInput.Ordered(letter.orders())));
                }
                if (plan.wakeAt() < armedFor || armedFor <= timeline.now()) {
                    armedFor = plan.wakeAt();
                    wakeAt(armedFor, () -> step(new Input.Tick()));
                }
            }
        }

        private final class Host {
            private final Worker worker;
            private final List<Blueprint> graphs = new ArrayList<>();
            private long armedFor = Long.MAX_VALUE;

            Host(NodeId id) {
                worker = new Worker(id, 1, Equipment.of(CAPACITY), WorkerSettings.DEFAULTS);
            }

            void take(WorkerInput input) {
                for (Action action : worker.step(timeline.now(), List.of(input))) {
                    if (action instanceof Action.Run run) {
                        start(run);
                    } else if (action instanceof Action.Send send) {
                        schedulers.get(send.partition()).receive(new Input.Reported(send.report()));
                    } else if (action instanceof Action.FetchBlueprint fetch) {
                        Blueprint graph = graphs.stream()
                                .filter(each -> each.digest().equals(fetch.digest()))
                                .findFirst()
                                .orElseThrow();
                        timeline.after(LATENCY, () -> take(new WorkerInput.BlueprintArrived(graph)));
                    }
                }
                long at = worker.wakeAt();
                if (at < armedFor || armedFor <= timeline.now()) {
                    armedFor = at;
                    wakeAt(at, () -> take(new WorkerInput.Tick()));
                }
            }

            private void start(Action.Run run) {
                long usual = run.blueprint().expectedMicros(run.blueprintTask()) / 1_000;
                long millis = random.nextLong(usual / 2, usual * 3 / 2);
                long from = timeline.now();
                JobId job = run.attempt().job();
                timeline.after(millis, () -> {
                    long counted = Math.min(timeline.now(), countsTo) - Math.max(from, countsFrom);
                    used.merge(tenants.get(job), Math.max(0, counted), Long::sum);
                    ends.put(job, timeline.now());
                    take(new WorkerInput.Ended(
                            run.run(),
                            Outcome.Succeeded.of(Stamp.inline(run.attempt().task(), Recipe.lasting(0))),
                            millis * 1_000));
                });
            }
        }
    }

    private static Blueprint wide(String name, int tasks, long millis) {
        var specs = new ArrayList<TaskSpec>();
        var work =
                new TaskSpec.Work.Runs(Body.named(Recipe.lasting((int) millis).text()));
        for (int i = 0; i < tasks; i++) {
            specs.add(new TaskSpec(
                    name + "-" + i, work, List.of(), List.of(), TaskOptions.DEFAULTS, Duration.ofMillis(millis)));
        }
        return Graphs.compile(name, specs);
    }

    /** Several partitions know of each other what nodes tell now and then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachTenantHasItsShareByItsWeight(int partitions) {
        var settings = PlannerSettings.DEFAULTS.tenants(tenants());
        var cluster = new Cluster(partitions, settings);
        for (int job = 0; job < 200; job++) {
            String tenant = "t" + (1 + job % TENANTS);
            long millis = 50L << (job % 4);
            cluster.submit(
                    job % partitions,
                    new JobId("j" + job),
                    wide("j" + job, 600, millis),
                    JobOptions.DEFAULTS.tenant(tenant));
        }
        assertSharesByWeight(cluster, 15, partitions == 1 ? 0.05 : 0.1);
    }

    /** Of a minute; a tenant's weight is in its name. */
    private static void assertSharesByWeight(Cluster cluster, double weights, double within) {
        cluster.countsFrom = 10_000;
        cluster.countsTo = 70_000;

        cluster.runUntil(72_000);

        long all = cluster.used.values().stream().mapToLong(Long::longValue).sum();
        assertThat(all).isGreaterThan((long) (0.97 * 60_000 * NODES * CPUS));
        cluster.used.forEach((tenant, used) -> {
            double due = Integer.parseInt(tenant.substring(1)) / weights;
            assertThat(used / (double) all).as("share of " + tenant).isCloseTo(due, within(within * due));
        });
    }

    /** @param alsoIn whether the tenant with the least weight has jobs in the partition of the other, too */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenantsWhoseJobsArePlannedByDifferentPartitionsShareByWeight(boolean alsoIn) {
        var cluster = new Cluster(2, PlannerSettings.DEFAULTS.tenants(tenants()));
        for (int job = 0; job < 60; job++) {
            long millis = 100L << (job % 4);
            submit(cluster, 0, "one" + job, millis, "t1");
            submit(cluster, 1, "three" + job, millis, "t3");
            if (alsoIn) {
                submit(cluster, 1, "also" + job, millis, "t1");
            }
        }
        assertSharesByWeight(cluster, 4, 0.05);
    }

    private static void submit(Cluster cluster, int partition, String name, long millis, String tenant) {
        cluster.submit(partition, new JobId(name), wide(name, 600, millis), JobOptions.DEFAULTS.tenant(tenant));
    }

    private static Map<String, TenantSettings> tenants() {
        var tenants = new TreeMap<String, TenantSettings>();
        for (int weight = 1; weight <= TENANTS; weight++) {
            tenants.put("t" + weight, new TenantSettings(weight, Quota.NONE));
        }
        return tenants;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aShortJobIsNotHeldUpByAWideOne(int partitions) {
        var cluster = new Cluster(partitions, PlannerSettings.DEFAULTS);
        cluster.submit(0, new JobId("wide"), wide("wide", 36_000, 1_000), JobOptions.DEFAULTS);
        cluster.runUntil(5_000);
        cluster.submit(partitions - 1, new JobId("short"), wide("short", 30, 1_000), JobOptions.DEFAULTS);

        cluster.runUntil(20_000);

        // A slot is free every 17 ms, and every second one of them is its due; then a second, or one and a half, of
        // work.
        assertThat(cluster.ends.get(new JobId("short"))).isLessThan(5_000 + 3_500);
    }
}

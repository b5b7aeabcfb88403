package dev.sampo.sim;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Some planners and workers; messages take a millisecond or some, and nothing is lost. Tasks take between half of what is usual and half
 * more, those of a gang from when all of it run.
 */
final class SharedCluster {
    private static final long LATENCY = 1;

    private final Timeline timeline = new Timeline();
    private final SplittableRandom random;
    private final PlannerSettings settings;
    private final List<Scheduler> schedulers = new ArrayList<>();
    private final Map<NodeId, Host> hosts = new TreeMap<>();
    private final Map<JobId, Long> ends = new HashMap<>();
    private final Map<JobId, String> tenants = new HashMap<>();
    private final Map<String, Use> uses = new TreeMap<>();
    /** What runs of the gangs of a job. */
    private final Map<JobId, List<Runnable>> meetings = new HashMap<>();

    private Resources whole = Resources.NONE;
    private boolean isUneven;
    private int stopped;

    /** What a tenant's tasks take up, and have. */
    private final class Use {
        private Resources held = Resources.NONE;
        private double cpus;
        private double memory;
        private double gpus;
        private long usedTo;

        void change(Resources wanted) {
            long passed = timeline.now() - usedTo;
            cpus += passed * (double) held.cpuUnits();
            memory += passed * (double) held.memoryBytes();
            gpus += passed * (double) held.gpuUnits();
            usedTo = timeline.now();
            held = wanted;
        }

        void begin() {
            change(held);
            cpus = 0;
            memory = 0;
            gpus = 0;
        }

        double dominant() {
            change(held);
            double most = Math.max(cpus / whole.cpuUnits(), memory / Math.max(1, whole.memoryBytes()));
            return Math.max(most, gpus / Math.max(1, whole.gpuUnits()));
        }
    }

    SharedCluster(int partitions, PlannerSettings settings, List<Equipment> nodes, long seed) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < partitions; i++) {
            schedulers.add(new Scheduler(i));
        }
        for (int i = 0; i < nodes.size(); i++) {
            var id = new NodeId("n" + i);
            hosts.put(id, new Host(i, id, nodes.get(i)));
            whole = whole.plus(nodes.get(i).capacity());
        }
        schedulers.forEach(Scheduler::begin);
    }

    /** From now on each node is nearer to some partitions than to others. */
    void beUneven() {
        isUneven = true;
    }

    /** How many bodies were stopped. */
    int stopped() {
        return stopped;
    }

    JobLedger ledger(int partition, JobId job) {
        return schedulers.get(partition).planner.ledger().job(job);
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

    long now() {
        return timeline.now();
    }

    /** What each tenant has is counted from now on. */
    void beginCount() {
        uses.values().forEach(Use::begin);
    }

    /** By tenant, as a part of all they had together since the count began: of that of which it was the largest part of all there is. */
    Map<String, Double> dominantShares() {
        var shares = new TreeMap<String, Double>();
        uses.forEach((tenant, use) -> shares.put(tenant, use.dominant()));
        double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        shares.replaceAll((tenant, share) -> share / all);
        return shares;
    }

    /** What part of all cpus was used, over so many milliseconds since the count began. */
    double cpusUsed(long millis) {
        double used = 0;
        for (Use use : uses.values()) {
            use.change(use.held);
            used += use.cpus;
        }
        return used / whole.cpuUnits() / millis;
    }

    /** When a task of the job ended last. */
    long lastEnd(JobId job) {
        return ends.getOrDefault(job, Long.MAX_VALUE);
    }

    private void wakeAt(long at, Runnable event) {
        if (at != Long.MAX_VALUE) {
            timeline.at(at, event);
        }
    }

    private long latency(int partition, Host host) {
        return isUneven ? LATENCY + (partition + host.number) % schedulers.size() : LATENCY;
    }

    private final class Scheduler {
        private final int partition;
        private final Planner planner;
        private long armedFor = Long.MAX_VALUE;

        Scheduler(int partition) {
            this.partition = partition;
            planner = Planner.begin(new Ledger(), partition, 1, settings, 7 + partition, 0);
        }

        void begin() {
            hosts.values()
                    .forEach(host -> receive(
                            new Input.NodeSeen(host.id, 1, host.equipment.capacity(), host.equipment.labels())));
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
                Host host = hosts.get(letter.node());
                timeline.after(latency(partition, host), () -> host.take(new WorkerInput.Ordered(letter.orders())));
            }
            if (plan.wakeAt() < armedFor || armedFor <= timeline.now()) {
                armedFor = plan.wakeAt();
                SharedCluster.this.wakeAt(armedFor, () -> step(new Input.Tick()));
            }
        }
    }

    private final class Host {
        private final int number;
        private final NodeId id;
        private final Equipment equipment;
        private final Worker worker;
        private final List<Blueprint> graphs = new ArrayList<>();
        private final Map<Long, Runnable> stops = new HashMap<>();
        private long armedFor = Long.MAX_VALUE;

        Host(int number, NodeId id, Equipment equipment) {
            this.number = number;
            this.id = id;
            this.equipment = equipment;
            worker = new Worker(id, 1, equipment, WorkerSettings.DEFAULTS);
        }

        void take(WorkerInput input) {
            for (Action action : worker.step(timeline.now(), List.of(input))) {
                if (action instanceof Action.Run run) {
                    start(run);
                } else if (action instanceof Action.Interrupt interrupt) {
                    stops.getOrDefault(interrupt.run(), () -> {}).run();
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
            JobId job = run.attempt().job();
            Use use = uses.computeIfAbsent(tenants.get(job), tenant -> new Use());
            use.change(use.held.plus(run.needs()));
            Runnable begin = () -> {
                long millis = random.nextLong(usual / 2, usual * 3 / 2);
                var success = Outcome.Succeeded.of(Stamp.inline(run.attempt().task(), Recipe.lasting(0)));
                timeline.after(millis, () -> end(run, use, success, millis));
            };
            stops.put(run.run(), () -> {
                stopped++;
                meetings.computeIfAbsent(job, first -> new ArrayList<>()).remove(begin);
                timeline.after(LATENCY, () -> end(run, use, new Outcome.Cancelled(), 0));
            });
            if (run.blueprint().options(run.blueprintTask()).placing().gang().isEmpty()) {
                begin.run();
            } else {
                meet(job, run.blueprint().size(), begin);
            }
        }

        /** Nothing of it goes on before all of it are there. */
        private void meet(JobId job, int all, Runnable begin) {
            var there = meetings.computeIfAbsent(job, first -> new ArrayList<>());
            there.add(begin);
            if (there.size() == all) {
                List.copyOf(there).forEach(Runnable::run);
                there.clear();
            }
        }

        private void end(Action.Run run, Use use, Outcome outcome, long millis) {
            if (stops.remove(run.run()) != null) {
                use.change(use.held.minus(run.needs()));
                ends.put(run.attempt().job(), timeline.now());
                take(new WorkerInput.Ended(run.run(), outcome, millis * 1_000));
            }
        }
    }
}

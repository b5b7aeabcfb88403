package dev.sampo.sim.world;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.NodeId;
import dev.sampo.link.LinkSettings;
import dev.sampo.placement.Placer;
import dev.sampo.placement.Placers;
import dev.sampo.planning.Estimates;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resilience.BreakerSettings;
import dev.sampo.resilience.CopySettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.sim.check.Observer;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.check.Tally;
import dev.sampo.sim.check.Violation;
import dev.sampo.sim.time.Chance;
import dev.sampo.sim.time.Timeline;
import dev.sampo.tenant.TenantSettings;
import dev.sampo.worker.WorkerSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** One seed's world: machines with their nodes, two partitions that share them, clients, and a nemesis. */
public final class World {
    private static final int PARTITIONS = 2;
    private static final int JOBS_MAX = 9;
    private static final int FAULTS_MILLIS_MAX = 9_000;
    private static final int FAULTS_PATIENCE = 1_500;
    private static final int HEALED_PATIENCE = 25_000;
    private static final int HEALED_BOUND = 90_000;
    private static final int SETTLE_MILLIS = 12_000;
    private static final int DESKS = 2;
    private static final int FALLBACK_MILLIS_MAX = 1_500;
    private static final int JOINS_AFTER_MAX = 4_000;
    private static final Map<String, TenantSettings> TENANTS = Map.of(
            "t1", new TenantSettings(3, Quota.NONE),
            "t2", new TenantSettings(2, Quota.NONE.cpus(2)));
    private static final double LIMITED = 0.15;
    private static final int OVERDUE_MILLIS_MAX = 2_000;
    private static final int STEPS_MAX = 60_000;

    final Timeline timeline = new Timeline();
    final Tally tally = new Tally();
    final Sightings sightings = new Sightings(tally);
    final Observer observer;
    final Membership membership = new Membership(this);
    final Wire wire;
    final Chance chance;
    final Chance others;
    final Chance latest;
    final Chance live;
    /** Draws who steers a job, and when. */
    final Chance steer;

    final Chance company;
    /** Of what was added last. */
    final Chance rations;

    final Chance plans;
    /** Draws whose breaker is forced, and when. */
    final Chance switches;
    /** Draws which bodies take long, and when that is too long. */
    final Chance laggards;

    /** Draws how many jobs and tasks tenants may have. */
    private final Chance places;

    final Weather weather;
    final Network network;
    final Machine[] machines;
    final NodeHost[] nodes;
    /** Where clients may have their jobs run when no worker is there: the first one on the clients' machine. */
    final NodeHost[] desks;

    final Seat[] seats = new Seat[PARTITIONS];
    final Store[] stores = new Store[PARTITIONS];
    final Clients clients;
    final Calls calls = new Calls(this);
    final PlannerSettings plannerSettings;
    private final WorkerSettings workerSettings;
    final long seed;
    /** What the largest node has when it is whole. */
    int cpusMax;

    private final Supplier<Placer> placer;
    private final boolean isRanked;
    private final Set<PlantedBug> bugs;
    private final Nemesis nemesis;
    private final Transcript transcript;
    private long healedAt = Long.MAX_VALUE;
    private long contentAt = Long.MAX_VALUE;
    private long steps;

    public World(long seed, int nodeCount, Set<PlantedBug> bugs, boolean keepsTranscript) {
        this(seed, nodeCount, bugs, keepsTranscript, Placers.DEFAULT_NAME);
    }

    public World(long seed, int nodeCount, Set<PlantedBug> bugs, boolean keepsTranscript, String placer) {
        this.seed = seed;
        this.placer = Placers.BUILT_IN.named(placer);
        this.isRanked = this.placer.get().ranks();
        this.bugs = bugs;
        this.transcript = new Transcript(keepsTranscript);
        this.chance = new Chance(seed);
        this.others = new Chance(~seed);
        this.latest = new Chance(Chance.mixed(seed));
        this.live = new Chance(Chance.mixed(~seed));
        this.steer = new Chance(~Chance.mixed(seed));
        this.company = new Chance(Chance.mixed(Chance.mixed(seed)));
        this.plans = new Chance(Chance.mixed(seed) + 1);
        this.rations = new Chance(Chance.mixed(seed) + 3);
        this.switches = new Chance(Chance.mixed(seed) + 2);
        this.laggards = new Chance(Chance.mixed(~seed) + 1);
        this.places = new Chance(~Chance.mixed(seed) + 2);
        this.weather = new Weather(chance, others, latest, live, company, plans, laggards, rations);
        this.wire = weather.isEncoded ? Wire.ENCODED : Wire.DIRECT;
        this.network = new Network(timeline, chance, weather, nodeCount + 1 + DESKS);
        this.machines = new Machine[nodeCount];
        this.nodes = new NodeHost[nodeCount];
        this.desks = new NodeHost[weather.hasDesks ? DESKS : 0];
        this.clients = new Clients(this, nodeCount);
        this.nemesis = new Nemesis(this, weather);
        this.plannerSettings = plannerSettings();
        this.observer = new Observer(PARTITIONS, plannerSettings, tally);
        this.workerSettings =
                new WorkerSettings(chance.between(100, 1_000), chance.below(5), true, adoptAfterMicros(), link());
        for (int i = 0; i < nodeCount; i++) {
            machines[i] = new Machine(i);
            int cpus = chance.between(2, 4);
            cpusMax = Math.max(cpusMax, cpus);
            var full = Resources.cpus(cpus).memory(chance.between(3, 8) * 1_000L);
            nodes[i] = new NodeHost(this, machines[i], weather.hasItems ? withItems(full) : Equipment.of(full), true);
        }
        for (int i = 0; i < desks.length; i++) {
            desks[i] = new NodeHost(
                    this,
                    new Machine(nodeCount + i),
                    Equipment.of(Resources.cpus(2).memory(8_000)),
                    false);
        }
        for (int i = 0; i < PARTITIONS; i++) {
            stores[i] = new Store(this, i);
            seats[i] = new Seat(this, i);
        }
    }

    private Equipment withItems(Resources full) {
        var licences = List.of("A", "B", "C").subList(0, live.between(2, 3));
        return new Equipment(full.gpus(live.between(2, 4) / 2.0), Map.of(Graphs.LICENCE, licences), Map.of());
    }

    WorkerSettings workerSettings(boolean isWorker) {
        return new WorkerSettings(
                workerSettings.graceMillis(),
                workerSettings.passedOverMax(),
                isWorker,
                workerSettings.adoptAfterMicros(),
                workerSettings.link());
    }

    private LinkSettings link() {
        return new LinkSettings(
                chance.between(100, 600),
                chance.between(5, 60),
                chance.happens(0.5) ? 64 * 1024 : 200,
                chance.between(1, 3));
    }

    private PlannerSettings plannerSettings() {
        var defaults = PlannerSettings.DEFAULTS;
        return new PlannerSettings(
                PARTITIONS,
                placer,
                chance.below(3) * 50_000L,
                chance.between(1, 20),
                latest.between(20, OVERDUE_MILLIS_MAX),
                chance.between(1, 8),
                rations.between(1, 1_000),
                chance.between(50, 300),
                chance.between(400, 2_000),
                chance.between(200, 1_500),
                chance.between(2, 4),
                weather.hasDesks ? latest.between(0, FALLBACK_MILLIS_MAX) : defaults.retainMillis(),
                defaults.retainMillis(),
                defaults.retainMax(),
                defaults.openJobsMax(),
                defaults.openTasksMax(),
                tenants(),
                new CopySettings(laggards.between(20, 400), laggards.between(1, 10) / 10.0),
                breaker(),
                link());
    }

    /** In some worlds they may have few jobs, or tasks, at a time. */
    private Map<String, TenantSettings> tenants() {
        if (!places.happens(LIMITED)) {
            return TENANTS;
        }
        var limited = new TreeMap<String, TenantSettings>();
        for (String name : List.of("t0", "t1", "t2")) {
            TenantSettings usual = TENANTS.getOrDefault(name, TenantSettings.USUAL);
            int jobsMax = places.happens(0.2) ? TenantSettings.NO_LIMIT : places.between(1, 3);
            int tasksMax = places.happens(0.5) ? TenantSettings.NO_LIMIT : places.between(5, 40);
            limited.put(name, new TenantSettings(usual.weight(), usual.quota(), jobsMax, tasksMax));
        }
        return limited;
    }

    /** Nodes are left alone sooner, and tried again sooner, than anybody would want. */
    private BreakerSettings breaker() {
        int callsMin = latest.between(1, 4);
        return new BreakerSettings(
                latest.between(callsMin, 8),
                callsMin,
                0.5,
                0.9,
                latest.between(50, 2_000),
                latest.between(1, 3),
                latest.between(50, 2_000));
    }

    private long adoptAfterMicros() {
        return isRanked && latest.happens(0.5) ? latest.below(50_000) : Long.MAX_VALUE;
    }

    /** In every second of the worlds that rank: how long tasks run if nothing goes wrong, or something near it. */
    Estimates estimates() {
        if (!isRanked || (seed & 1) == 0) {
            return Estimates.NONE;
        }
        return new Guesses((seed & 2) == 0 ? 0 : 3_000, (seed & 4) != 0);
    }

    /** @param looksAgain whether what remains is planned again when a task drifts */
    private record Guesses(long off, boolean looksAgain) implements Estimates {
        private static final long EFFORT = 500;

        @Override
        public long micros(Blueprint graph, int task) {
            return Recipe.read(graph.payload(task)).millis() * 1_000L + off * (task % 3);
        }

        @Override
        public Optional<LongPredicate> lookAgain(int tasks) {
            return looksAgain ? Optional.of(placed -> placed < EFFORT) : Optional.empty();
        }
    }

    /** Lives through faults and healing until every client is content; ends early at the first violation. */
    public SeedRun run() {
        String violation = "";
        Violation cause = null;
        try {
            live();
        } catch (Violation broken) {
            violation = broken.getMessage();
            cause = broken;
        } catch (RuntimeException | AssertionError crash) {
            cause = new Violation("TheCoreNeverThrows", null, Violation.NO_TASK, describe(crash));
            violation = cause.getMessage();
        }
        String broken = violation;
        if (cause != null) {
            note("VIOLATION", 0, 0, () -> broken);
        }
        return new SeedRun(
                seed,
                steps,
                timeline.now(),
                nemesis.crashes,
                network.sent,
                network.lost,
                network.doubled,
                transcript.hash(),
                violation,
                cause == null ? "" : cause.job(),
                cause == null ? Violation.NO_TASK : cause.task(),
                tally,
                List.copyOf(transcript.lines()));
    }

    private static String describe(Throwable crash) {
        StackTraceElement[] trace = crash.getStackTrace();
        return crash + (trace.length == 0 ? "" : " at " + trace[0] + (trace.length > 1 ? " from " + trace[1] : ""));
    }

    private void live() {
        for (NodeHost node : nodes) {
            join(node);
        }
        for (NodeHost desk : desks) {
            desk.start();
        }
        for (Seat seat : seats) {
            seat.begin();
        }
        int faults = chance.between(1_000, FAULTS_MILLIS_MAX);
        clients.add(chance.between(2, JOBS_MAX), 1 + faults / 2);
        nemesis.begin(faults);
        new Meddler(this).begin();
        while (!timeline.isEmpty()) {
            Runnable event = timeline.next();
            if (isEnd()) {
                break;
            }
            steps++;
            event.run();
        }
        requireContentment();
        for (Seat seat : seats) {
            if (seat.current() != null) {
                seat.current().checkBeliefs();
            }
        }
        observer.finished(timeline.now());
    }

    private boolean isEnd() {
        if (steps > STEPS_MAX) {
            throw new Violation(
                    "ThingsComeToRest", null, Violation.NO_TASK, "over " + STEPS_MAX + " events in one seed");
        }
        if (!nemesis.isOver()) {
            return false;
        }
        if (contentAt == Long.MAX_VALUE && (steps & 15) == 0 && clients.anyoneWaiting() == null) {
            contentAt = timeline.now();
        }
        return contentAt != Long.MAX_VALUE && timeline.now() > Math.max(contentAt, healedAt) + SETTLE_MILLIS
                || timeline.now() > healedAt + HEALED_BOUND;
    }

    private void requireContentment() {
        Client waiting = clients.anyoneWaiting();
        if (waiting != null) {
            throw new Violation(
                    "EveryJobEndsAndItsClientHears",
                    waiting.job(),
                    Violation.NO_TASK,
                    waiting + " still waits " + (timeline.now() - healedAt) + " ms after the last fault: "
                            + seats[waiting.partition()].current().unfinished(waiting.job()));
        }
    }

    /**
     * How long a client waits for an answer. Once faults are over it hardly asks again: the system must go on by itself,
     * not because somebody keeps asking.
     */
    long patience() {
        return nemesis.isOver() ? HEALED_PATIENCE : FAULTS_PATIENCE;
    }

    void healed() {
        healedAt = timeline.now();
        observer.healed(healedAt);
    }

    /** The machine is up; where there are desks, workers may be away for a while nevertheless. */
    void join(NodeHost node) {
        if (desks.length > 0 && node.isWorker() && !nemesis.isOver() && latest.happens(0.6)) {
            node.startAfter(latest.between(1, JOINS_AFTER_MAX));
        } else {
            node.start();
        }
    }

    void machineCrashed(Machine machine) {
        nodeOn(machine).crash();
        for (Seat seat : seats) {
            if (seat.current() != null && seat.current().machine() == machine) {
                stores[seat.partition()].crash();
            }
            seat.machineCrashed(machine);
        }
    }

    boolean isHealed() {
        return nemesis.isOver();
    }

    /** A machine goes down in good order, with nothing on its node: whoever serves a partition there has written all. */
    void machineLeft(Machine machine) {
        NodeHost node = nodes[machine.index()];
        long incarnation = node.incarnation();
        for (Seat seat : seats) {
            seat.leave(machine);
        }
        machine.crash();
        node.gone();
        membership.nodeLeft(node, incarnation);
        nemesis.restartSoon(machine);
    }

    /** A body takes its machine down with it; false when no more harm is to be done. */
    boolean bodyKills(Machine machine) {
        if (nemesis.isOver()) {
            return false;
        }
        tally.hit(Sometimes.BODY_KILLED_ITS_NODE);
        nemesis.crash(machine);
        return true;
    }

    Machine anyMachineUp() {
        int from = chance.below(machines.length);
        for (int i = 0; i < machines.length; i++) {
            Machine machine = machines[(from + i) % machines.length];
            if (machine.isUp() && !machine.isPaused()) {
                return machine;
            }
        }
        return null;
    }

    NodeHost node(NodeId id) {
        return nodeAt(Integer.parseInt(id.value().substring(1)));
    }

    NodeHost nodeOn(Machine machine) {
        return nodeAt(machine.index());
    }

    private NodeHost nodeAt(int index) {
        return index < nodes.length ? nodes[index] : desks[index - nodes.length];
    }

    boolean has(PlantedBug bug) {
        return !bugs.isEmpty() && bugs.contains(bug);
    }

    boolean chanceOfStoreLoss() {
        return !nemesis.isOver() && chance.happens(weather.storeLoss);
    }

    boolean chanceOfSyncFailure() {
        return !nemesis.isOver() && chance.happens(weather.syncFailures);
    }

    void note(String what, long who, long detail, Supplier<String> text) {
        transcript.note(timeline.now(), what, who, detail, text);
    }
}

package dev.sampo.actors;

import dev.sampo.actors.body.RunnerThreads;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.fetch.Source;
import dev.sampo.actors.fetch.Transfers;
import dev.sampo.actors.limit.Limits;
import dev.sampo.actors.route.Route;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.actors.value.ValueGone;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.actors.worker.NodeWorker;
import dev.sampo.actors.worker.WorkerActor;
import dev.sampo.dag.BodyEncoder;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeLoad;
import dev.sampo.membership.NodeState;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resource.Change;
import dev.sampo.wire.Equipped;
import dev.sampo.wire.LoadTold;
import dev.sampo.wire.OutputTold;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ProgressTold;
import dev.sampo.wire.TakesOn;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * One process's part in running jobs: its partitions' schedulers, its worker, and the way to those of others. Several may
 * share an actor system, one after the other.
 */
public final class Engine {
    private static final int FETCH_ATTEMPTS_MAX = 5;
    private static final Duration FIND_MAX = Duration.ofSeconds(5);
    private static final Duration EQUIP_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK_MAX = Duration.ofSeconds(5);
    private static final Duration DRAIN_MARGIN = Duration.ofSeconds(8);

    /** What an engine's actors are made of. */
    record Setup(
            EngineSettings settings,
            EngineClock clock,
            Barrier barrier,
            ValueStore values,
            RunnerThreads threads,
            NodeWorker worker,
            Limits limits,
            Telemetry telemetry) {}

    private final ActorSystem<?> system;
    private final Setup setup;
    private final long incarnation;
    private final UserCode code;
    private final ActorRef<EngineActor.Command> actor;
    private final EngineActor.Parts parts;
    private volatile boolean stepsIn;
    private CompletableFuture<Done> stopped;

    private Engine(
            ActorSystem<?> system,
            Setup setup,
            long incarnation,
            UserCode code,
            ActorRef<EngineActor.Command> actor,
            EngineActor.Parts parts) {
        this.system = system;
        this.setup = setup;
        this.incarnation = incarnation;
        this.code = code;
        this.actor = actor;
        this.parts = parts;
    }

    /** Starts in an actor system that the caller owns: stopping the engine leaves it running. */
    public static Engine start(ActorSystem<?> system, EngineSettings settings, UserCode code) {
        return start(system, settings, List.of(), code, Barrier.IMMEDIATE);
    }

    /**
     * @param limits that this node declares
     * @param barrier of the journal that partitions write to
     */
    public static Engine start(
            ActorSystem<?> system,
            EngineSettings settings,
            Collection<LimitSettings> limits,
            UserCode code,
            Barrier barrier) {
        code.jars().begin();
        var clock = new EngineClock();
        long incarnation = clock.millis();
        var values = new ValueStore(settings.node(), settings.valuesInMemory(), settings.values());
        var threads = RunnerThreads.start(settings.threadsMax());
        NodeWorker.Alarm alarm = (millis, then) ->
                system.scheduler().scheduleOnce(Duration.ofMillis(millis), then, system.executionContext());
        var here = new Limits(limits, Route.isClustered(system), system.executionContext());
        var telemetry = new Telemetry();
        var worker = new NodeWorker(settings, incarnation, clock, code, values, threads, alarm, here, telemetry);
        var setup = new Setup(settings, clock, barrier, values, threads, worker, here, telemetry);
        var started = new CompletableFuture<EngineActor.Parts>();
        var actor = system.systemActorOf(EngineActor.create(setup, started), "sampo-" + incarnation, Props.empty());
        return new Engine(system, setup, incarnation, code, actor, started.join());
    }

    /** How many partitions there are, here and elsewhere. */
    public int partitions() {
        return setup.settings().partitions();
    }

    public ActorRef<ToScheduler> partition(int number) {
        return parts.route().partitions().get(number);
    }

    /** Whom to tell or ask about a job. */
    public ActorRef<ToScheduler> partition(JobId job) {
        return partition(Partitions.of(job, partitions()));
    }

    /** Where the scheduler of a job is at this moment, as "host:port"; empty while it moves. */
    public CompletionStage<Optional<String>> hostOf(JobId job) {
        int partition = Partitions.of(job, partitions());
        return hosts().thenApplyAsync(hosts -> Optional.ofNullable(hosts.get(partition)), system.executionContext());
    }

    /** Where the schedulers of all partitions are at this moment, by number; one that moves is left out. */
    public CompletionStage<Map<Integer, String>> hosts() {
        return parts.route().hosts(system);
    }

    /** Whether this node is told where schedulers are; at most one other is asked for it. */
    public CompletionStage<Boolean> isGuided() {
        return parts.route().isGuided();
    }

    /** What this node declares a limit for. */
    public Limits limits() {
        return setup.limits();
    }

    public NodeId node() {
        return setup.settings().node();
    }

    /** Tells this life of the node from others; later ones have higher numbers. */
    public long incarnation() {
        return incarnation;
    }

    /** How this node is at this moment. */
    public NodeState state() {
        return setup.worker().state();
    }

    /** How much of this node is used at this moment. */
    public NodeLoad load() {
        return setup.worker().load();
    }

    /** Has this called whenever what this node has or takes on has changed; never two calls at once. */
    public void onChange(Runnable listener) {
        setup.worker().onChange(listener);
    }

    /** Who hears of what happens on this node. */
    public Telemetry telemetry() {
        return setup.telemetry();
    }

    public boolean isWorker() {
        return setup.settings().isWorker();
    }

    /** Whether tasks may be here: by role, or because this node steps in for workers. */
    public boolean mayHaveTasks() {
        return isWorker() || stepsIn;
    }

    /**
     * Has a node that is no worker offer itself to all partitions, for jobs that may run where they were submitted: a
     * worker in all but that nothing else is placed there. Once is enough; it lasts as long as the engine.
     */
    public void stepIn() {
        stepsIn = true;
        actor.tell(new EngineActor.StepIn());
    }

    /** Compiles Dags for nodes that have the same code as this one. */
    public BodyEncoder encoder() {
        return code.encoder();
    }

    public UserCode code() {
        return code;
    }

    /** How much of a node is used, this one or another, and whom it reaches: at most so many of those by name. */
    public CompletionStage<LoadTold> load(NodeId node, int linksMax) {
        return worker(node)
                .thenCompose(worker -> AskPattern.ask(
                        worker, replyTo -> new ToWorker.AskLoad(linksMax, replyTo), LOOK_MAX, system.scheduler()));
    }

    /** What a task writes on a node, this one or another; the parameters are those of {@link ToWorker.AskOutput}. */
    public CompletionStage<OutputTold> output(NodeId node, JobId job, int task, int attempt, long stdout, long stderr) {
        return worker(node)
                .thenCompose(worker -> AskPattern.ask(
                        worker,
                        replyTo -> new ToWorker.AskOutput(job, task, attempt, stdout, stderr, replyTo),
                        LOOK_MAX,
                        system.scheduler()));
    }

    /** Since when a task runs on a node, this one or another, and what its body says of itself. */
    public CompletionStage<ProgressTold> progress(NodeId node, JobId job, int task) {
        return worker(node)
                .thenCompose(worker -> AskPattern.ask(
                        worker, replyTo -> new ToWorker.AskProgress(job, task, replyTo), LOOK_MAX, system.scheduler()));
    }

    /**
     * Changes what a node has, this one or another; what runs there keeps what it holds.
     *
     * @param name under which it is done once, however often it is asked for; empty for each time
     */
    public CompletionStage<Equipped> equip(NodeId node, String name, Change change) {
        return worker(node)
                .thenCompose(worker -> AskPattern.ask(
                        worker, replyTo -> new ToWorker.Equip(name, change, replyTo), EQUIP_MAX, system.scheduler()));
    }

    /** How long a drain may take in all when what runs may go on for so long. */
    public Duration drainMax(Duration running) {
        return running.plusMillis(setup.settings().worker().graceMillis()).plus(DRAIN_MARGIN);
    }

    /**
     * Tells a node, this one or another, what to take on from now on.
     *
     * @param running how long what runs there may go on when it is to drain
     */
    public CompletionStage<TakesOn> takeOn(NodeId node, Availability availability, Duration running) {
        return worker(node)
                .thenCompose(worker -> AskPattern.ask(
                        worker,
                        replyTo -> new ToWorker.TakeOn(availability, running.toMillis(), replyTo),
                        drainMax(running),
                        system.scheduler()));
    }

    private CompletionStage<ActorRef<ToWorker>> worker(NodeId node) {
        if (node.equals(node()) && parts.worker() != null) {
            return CompletableFuture.completedFuture(parts.worker());
        }
        var key = WorkerActor.keyOf(node);
        return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
                        system.receptionist(), replyTo -> Receptionist.find(key, replyTo), FIND_MAX, system.scheduler())
                .thenApply(listing -> listing.getServiceInstances(key).stream()
                        .findFirst()
                        .orElseThrow(() -> new NoSuchWorker(node)));
    }

    /** The bytes of the graph that a job was submitted with, or grew by; fails when its partition has it no more. */
    public CompletionStage<byte[]> blueprint(JobId job, Digest digest) {
        var whole = new CompletableFuture<byte[]>();
        var source = new Source.OfPartition(digest, () -> partition(job));
        parts.transfers().tell(new Transfers.Fetch(source, FETCH_ATTEMPTS_MAX, whole));
        return whole;
    }

    /** Whether the partition of this job has that jar; one that does not say so in time has not. */
    public CompletionStage<Boolean> hasJar(JobId job, Digest jar) {
        return hasJar(Partitions.of(job, partitions()), jar);
    }

    private CompletionStage<Boolean> hasJar(int partition, Digest jar) {
        return AskPattern.<ToScheduler, Piece>ask(
                        partition(partition),
                        replyTo -> new ToScheduler.FetchBlueprint(jar, 0, replyTo),
                        FIND_MAX,
                        system.scheduler())
                .thenApply(Piece.OfBlueprint.class::isInstance)
                .exceptionally(silence -> false);
    }

    /** The bytes of a jar from any partition that has it; empty when none has. */
    public CompletionStage<Optional<byte[]>> jar(Digest jar) {
        return jar(jar, 0);
    }

    private CompletionStage<Optional<byte[]>> jar(Digest jar, int partition) {
        if (partition == partitions()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return hasJar(partition, jar).thenCompose(isThere -> {
            if (!isThere) {
                return jar(jar, partition + 1);
            }
            var whole = new CompletableFuture<byte[]>();
            var source = new Source.OfPartition(jar, () -> partition(partition));
            parts.transfers().tell(new Transfers.Fetch(source, FETCH_ATTEMPTS_MAX, whole));
            return whole.thenApply(Optional::of);
        });
    }

    /** The bytes of a task's value, from wherever they are kept; fails when they are kept nowhere any more. */
    public CompletionStage<byte[]> bytes(JobId job, int task, Value value) {
        if (value instanceof Value.Inline inline) {
            return CompletableFuture.completedFuture(inline.bytes());
        }
        var stored = (Value.Stored) value;
        var whole = new CompletableFuture<byte[]>();
        if (stored.node().equals(node())) {
            setup.threads().execute(() -> read(job, task, stored, whole));
        } else {
            parts.transfers()
                    .tell(new Transfers.Fetch(new Source.OfNode(job, task, stored), FETCH_ATTEMPTS_MAX, whole));
        }
        return whole;
    }

    private void read(JobId job, int task, Value.Stored stored, CompletableFuture<byte[]> whole) {
        try {
            whole.complete(setup.values().read(job, task, stored));
        } catch (ValueGone gone) {
            whole.completeExceptionally(gone);
        }
    }

    /** Stops all that this engine started; bodies that run are interrupted, and run again where the job goes on. */
    public synchronized CompletionStage<Done> stop() {
        if (stopped == null) {
            var done = new CompletableFuture<Done>();
            actor.tell(new EngineActor.Stop(done));
            // A system that has ended, perhaps because its node was expelled from the cluster, has nobody to answer.
            system.getWhenTerminated().whenComplete((ended, failure) -> done.complete(Done.getInstance()));
            stopped = done.whenComplete((ended, failure) -> {
                setup.limits().close();
                setup.telemetry().close();
                setup.threads().close();
                code.jars().close();
                setup.values().close();
            });
        }
        return stopped;
    }
}

package dev.sampo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.body.Values;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.DagSpec;
import dev.sampo.dag.InvalidDag;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeChange;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeLoad;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.planning.JobSummary;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Listener;
import dev.sampo.wire.TakesOn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Runs Dags. {@link #local()} needs nothing but this JVM; {@link #local(Path)} also survives the death of it;
 * {@link #join} makes this JVM a member of a cluster; {@link #on} lives inside an actor system of yours. Everything after
 * that line is the same.
 */
public final class Sampo implements AutoCloseable {
    private final Home home;
    private final Client client;
    private final ActorRef<Object> jobs;
    private final Optional<Door.Open> door;

    private Sampo(Home home) {
        this.home = home;
        this.client = home.client();
        this.jobs = JobsActor.start(home.system(), this);
        try {
            this.door = Doors.open(this, home);
        } catch (RuntimeException failed) {
            home.close(() -> {});
            throw failed;
        }
    }

    /** One JVM, no port opened, the same engine; jobs are gone when it ends. */
    public static Sampo local() {
        return new Sampo(Home.alone(ConfigFactory.load(), null));
    }

    /** As {@link #local()}, with a journal in this directory: started again on it, unfinished jobs go on. */
    public static Sampo local(Path directory) {
        return new Sampo(Home.alone(ConfigFactory.load(), directory));
    }

    /** As {@link #local(Path)}. */
    public static Sampo local(String directory) {
        return local(Path.of(directory));
    }

    /** Runs alone, with settings of your own; see {@code application.conf}. */
    public static Sampo local(Config config) {
        return new Sampo(Home.alone(config, null));
    }

    /** Becomes a member of the cluster that the configuration names; see {@code application.conf}. */
    public static Sampo join(Config config) {
        return join(config, ClusterSeat::log);
    }

    /** As {@link #join(Config)}, telling in words what it waits for until it is a member. */
    public static Sampo join(Config config, Consumer<String> progress) {
        return new Sampo(Home.clustered(config, progress));
    }

    /** Lives in an actor system of yours, alone or clustered as that is; closing it leaves the system running. */
    public static Sampo on(ActorSystem<?> system) {
        return new Sampo(Home.within(system));
    }

    /** As {@link #on(ActorSystem)}, for classic actor systems. */
    public static Sampo on(org.apache.pekko.actor.ActorSystem system) {
        return on(org.apache.pekko.actor.typed.javadsl.Adapter.toTyped(system));
    }

    /** Submits under an id made up for it. Returns when the job is on stable storage. */
    public Job submit(Dag dag) {
        return submit(dag, SubmitOptions.DEFAULTS);
    }

    /** Submits under an id of yours: again with the same content, it is the same job; with other content, refused. */
    public Job submit(Dag dag, String id) {
        return submit(dag, SubmitOptions.DEFAULTS.id(id));
    }

    public Job submit(Dag dag, SubmitOptions options) {
        return Job.join(submitAsync(dag, options));
    }

    /** As {@link #submit(Dag, SubmitOptions)}, without waiting; a Dag that is wrong is still refused at once. */
    public CompletionStage<Job> submitAsync(Dag dag, SubmitOptions options) {
        var id = new JobId(options.id().orElseGet(() -> dag.name() + "-" + UUID.randomUUID()));
        Blueprint blueprint = compile(dag);
        Job job = job(id, blueprint);
        return client.submit(id, blueprint, options(options), options.patience())
                .thenApply(accepted -> job);
    }

    /** As {@link #submitAsync(Dag, SubmitOptions)}, of a graph in names only, such as files yield. */
    public CompletionStage<JobById> submitAsync(DagSpec spec, SubmitOptions options) {
        var id = new JobId(options.id().orElseGet(() -> spec.name() + "-" + UUID.randomUUID()));
        Blueprint blueprint = spec.compile(home.engine().encoder());
        return client.submit(id, blueprint, options(options), options.patience())
                .thenApply(accepted -> job(id.value()));
    }

    /** Submits the job that the main class of a jar makes, in this process; see {@link JobMain}. */
    public JobById submit(JobJar jar, Optional<String> main, List<String> arguments, SubmitOptions options)
            throws IOException {
        Blueprint blueprint = jar.blueprint(main, arguments);
        return Job.join(submitAsync(blueprint, Optional.of(jar.bytes()), options));
    }

    /**
     * Submits a graph whose classes are in a jar.
     *
     * @param jar its bytes; empty where they are known to the cluster because of another job
     */
    public CompletionStage<JobById> submitAsync(Blueprint blueprint, Optional<byte[]> jar, SubmitOptions options) {
        var id = new JobId(options.id().orElseGet(() -> blueprint.name() + "-" + UUID.randomUUID()));
        return new JarSubmit(home.engine(), client)
                .submit(id, blueprint, jar, options(options), options.patience())
                .thenApply(accepted -> job(id.value()));
    }

    /**
     * A new job of a Dag that differs from that of another job, ended or not: a task that is the same as there, and all before it
     * too, has its value from there. It runs for the tenant, and under the priority, of the other. What it makes itself is what
     * was changed, what depends on that, and what the other has not made or nobody keeps any more.
     */
    public Job fork(Job job, Dag changed) {
        return fork(job, changed, UUID.randomUUID().toString().substring(0, 8));
    }

    /** As {@link #fork(Job, Dag)}, under a name of yours: again with the same content, it is the same fork. */
    public Job fork(Job job, Dag changed, String name) {
        Blueprint blueprint = compile(changed);
        JobId id = job.forkId(name);
        Job.join(client.submit(id, blueprint, job.forking(List.of())));
        return job(id, blueprint);
    }

    /** A worker needs no offer to step in for workers. */
    private JobOptions options(SubmitOptions options) {
        boolean stepsIn = options.mayRunLocally() && !home.engine().isWorker();
        if (stepsIn) {
            home.engine().stepIn();
        }
        return new JobOptions(
                options.priority(),
                stepsIn ? Optional.of(home.engine().node()) : Optional.empty(),
                options.failuresAllowed(),
                options.tenant(),
                deadline(options),
                Optional.empty(),
                millisUp(options.plan()));
    }

    private static long deadline(SubmitOptions options) {
        Instant last = Instant.ofEpochMilli(JobOptions.WHENEVER);
        return options.deadline()
                .filter(wanted -> wanted.isBefore(last))
                .map(Instant::toEpochMilli)
                .orElse(JobOptions.WHENEVER);
    }

    private static long millisUp(Duration budget) {
        return budget.plusNanos(999_999).toMillis();
    }

    private Blueprint compile(Dag dag) {
        try {
            return dag.compile(home.engine().encoder());
        } catch (InvalidDag invalid) {
            throw new SampoException.Rejected(invalid);
        }
    }

    /** A job submitted before, perhaps by another process, seen through the Dag it was submitted with. */
    public Job job(String id, Dag dag) {
        return job(new JobId(id), compile(dag));
    }

    /** A job submitted before, perhaps by another process, without its Dag; nothing is asked yet. */
    public JobById job(String id) {
        return new JobById(
                new JobId(id), client, home.engine().code(), home.system().executionContext());
    }

    private Job job(JobId id, Blueprint blueprint) {
        var codec = home.engine().code().loader(blueprint).codec();
        return new Job(id, blueprint, (task, bytes) -> Values.decode(task, codec, bytes), client);
    }

    /** All jobs that are known, running and ended, the latest first. */
    public List<JobSummary> jobSummaries() {
        return Job.join(client.jobs());
    }

    public CompletionStage<List<JobSummary>> jobSummariesAsync() {
        return client.jobs();
    }

    /** Where the scheduler of such a job is at this moment, as "host:port"; empty while it moves to another node. */
    public CompletionStage<Optional<String>> schedulerOf(String job) {
        return home.engine().hostOf(new JobId(job));
    }

    /** How many schedulers share the jobs. */
    public int partitions() {
        return home.engine().partitions();
    }

    /** Where the schedulers of all partitions are, by number; one that moves is left out. */
    public CompletionStage<Map<Integer, String>> schedulers() {
        return home.engine().hosts();
    }

    /** Whether this node finds the schedulers; false also when it does not know within a second. Costs less than {@link #schedulers}. */
    public CompletionStage<Boolean> findsSchedulers() {
        return home.engine().isGuided();
    }

    /** Where programs that are no part of the cluster reach this node, as host:port, if they do: see {@code sampo.http}. */
    public Optional<String> httpAddress() {
        return door.map(Door.Open::address);
    }

    /** The same by messages, for actors: see {@link JobRequest}. */
    public ActorRef<JobRequest> jobs() {
        return jobs.narrow();
    }

    /** The same for classic actors: send a {@link JobRequest} without a {@code replyTo} and the sender is answered. */
    public org.apache.pekko.actor.ActorRef classicJobs() {
        return JobsActor.classic(home.system(), jobs);
    }

    /** This node's name: the same after a restart. */
    public String node() {
        return home.engine().node().value();
    }

    /** Where other nodes reach this one, as host:port; the name of the actor system when it has no port. */
    public String address() {
        return home.address();
    }

    /** What this node promises to tasks at the moment. */
    public Resources capacity() {
        return home.engine().state().capacity();
    }

    /** How much of this node is used at this moment; cheap enough to be asked every second. */
    public NodeLoad load() {
        return home.engine().load();
    }

    /** This node, to look at and to change what it has. */
    public Node here() {
        return new Node(home, home.engine().node());
    }

    /** A node of the cluster by its name, to look at and to change what it has; nothing is asked yet. */
    public Node node(String name) {
        return new Node(home, new NodeId(name));
    }

    /** Completes when this node has ended, by {@link #close} or because the cluster removed it; then the process should end. */
    public CompletionStage<Done> ended() {
        return home.ended();
    }

    /** A limit that {@code sampo.limits} declares, to ask for before doing what it limits. */
    public Limit limit(String name) {
        return new Limit(home.engine().limits().of(name), "");
    }

    /** By name, what {@code sampo.limits} declares on this node, in words. */
    public Map<String, String> limits() {
        return home.engine().limits().declared();
    }

    /** All breakers of which there is something to say: of nodes, and of kinds of tasks on them. */
    public List<BreakerEntry> breakers() {
        return Job.join(client.breakers());
    }

    public CompletionStage<List<BreakerEntry>> breakersAsync() {
        return client.breakers();
    }

    /** The breaker of a node as a whole. */
    public Breaker breaker(String node) {
        return new Breaker(home, client, BreakerName.of(new NodeId(node)));
    }

    /**
     * The breaker of one kind of tasks on a node.
     *
     * @param dag the name of the graph
     * @param kind the name of the task; in a graph of more than 200 tasks without the number at its end
     */
    public Breaker breaker(String node, String dag, String kind) {
        if (dag.isBlank() || kind.isBlank()) {
            throw new IllegalArgumentException("a breaker of tasks \"" + kind + "\" of graph \"" + dag
                    + "\": name both; breaker(node) is that of the node as a whole");
        }
        return new Breaker(home, client, new BreakerName(new NodeId(node), dag, kind));
    }

    /** All nodes that are known, with what they have and how they are. */
    public List<NodeEntry> nodes() {
        return home.nodes();
    }

    /**
     * Calls with all nodes now, and again whenever one comes, goes, changes or gets better or worse.
     *
     * @return ends it
     */
    public Runnable onNodes(Consumer<List<NodeEntry>> listener) {
        return home.onNodes(listener);
    }

    /**
     * Calls with each change of a node from now on, one after the other: those that are there count as having joined. Do
     * not wait for tasks in it.
     *
     * @return ends it
     */
    public Runnable onNodeChange(Consumer<NodeChange> listener) {
        var known = new AtomicReference<List<NodeEntry>>(List.of());
        return onNodes(now -> {
            synchronized (known) {
                NodeChange.between(known.getAndSet(now), now).forEach(listener);
            }
        });
    }

    /**
     * Tells of what happens on this node from now on, one event after the other: of the jobs whose partitions it serves, and of
     * what it runs. What the listener cannot keep up with is dropped, and it is told how much that was.
     *
     * @return ends it
     */
    public Runnable listen(Listener listener) {
        return home.engine().telemetry().listen(listener);
    }

    /** The node gets nothing new; what it has goes on. */
    public void cordon(String node) {
        Job.join(takeOn(node, Availability.CORDONED, Duration.ZERO));
    }

    /** Ends a {@link #cordon} or a {@link #drain}: the node gets work again. */
    public void uncordon(String node) {
        Job.join(takeOn(node, Availability.ACTIVE, Duration.ZERO));
    }

    /**
     * Empties a node: it gets nothing new, gives back what waits there, and values that are only there are taken to other
     * nodes. No task fails by this, and no try is counted.
     *
     * @param running how long what runs there may go on; then it is interrupted and runs elsewhere
     */
    public CompletionStage<Drained> drain(String node, Duration running) {
        return make(node, Availability.DRAINING, running);
    }

    /**
     * As {@link #cordon}, {@link #uncordon} and {@link #drain}, by name and without waiting.
     *
     * @param running how long what runs there may go on, when draining
     */
    public CompletionStage<Drained> make(String node, Availability availability, Duration running) {
        return takeOn(node, availability, running).thenApply(now -> new Drained(node, now.isDrained(), now.held()));
    }

    /** Has a node, this one or another, leave its cluster in order: it is drained, and ends. Returns at once. */
    public void dismiss(String node) {
        home.dismiss(new NodeId(node));
    }

    private CompletionStage<TakesOn> takeOn(String node, Availability availability, Duration running) {
        var id = new NodeId(node);
        return home.engine()
                .takeOn(id, availability, running)
                .handleAsync(
                        (done, failure) -> {
                            if (failure != null) {
                                throw Node.explained(home, id, failure, false);
                            }
                            return done;
                        },
                        home.system().executionContext());
    }

    public ActorSystem<?> system() {
        return home.system();
    }

    /**
     * Leaves. In a cluster this node is drained first, for as long as {@code sampo.node.drain} allows. What still runs is
     * interrupted; what is journaled goes on when somebody serves it again.
     */
    @Override
    public void close() {
        jobs.tell(new JobsActor.Close());
        // Until then whoever asks is told that the node takes nothing on, rather than finding nobody.
        home.close(() -> door.ifPresent(Door.Open::close));
    }
}

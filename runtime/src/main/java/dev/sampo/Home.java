package dev.sampo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.actors.Engine;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.membership.Membership;
import dev.sampo.actors.membership.Suspected;
import dev.sampo.job.NodeId;
import dev.sampo.journal.Journals;
import dev.sampo.journal.replicated.ReplicatedJournal;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeState;
import dev.sampo.membership.NodeStatus;
import dev.sampo.membership.Presence;
import dev.sampo.telemetry.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** Where a Sampo lives: its actor system, its engine, its directory; and the order in which they end. */
final class Home {
    /** How long an actor system may take to end after its node was removed. */
    private static final long END_SECONDS = 10;

    private static final long TOLD_MILLIS = 1_000;

    private final ActorSystem<?> system;
    private final boolean ownsSystem;
    private final Optional<DataDirectory> kept;
    private final Optional<Path> temporary;
    private final Optional<Path> data;
    private final SampoSettings settings;
    private final Engine engine;
    private final Trackers trackers;
    private final List<Consumer<List<NodeEntry>>> listeners = new CopyOnWriteArrayList<>();
    private CompletionStage<?> drained;
    private CompletionStage<Void> told = CompletableFuture.completedFuture(null);
    private volatile boolean withdrawn;

    private Home(
            ActorSystem<?> system,
            boolean ownsSystem,
            Optional<DataDirectory> kept,
            Optional<Path> temporary,
            Optional<Path> data,
            SampoSettings settings) {
        this.system = system;
        this.data = data;
        this.kept = kept;
        this.ownsSystem = ownsSystem;
        this.temporary = temporary;
        this.settings = settings;
        List<Listener> services = listeners();
        this.trackers = trackers(system, settings.engine());
        openJournal(system, settings);
        this.engine = Engine.start(
                system,
                trackers.equip(settings.engine()),
                settings.limits(),
                settings.code(),
                JournalHome.barrier(system));
        services.forEach(engine.telemetry()::listen);
        announce();
        engine.onChange(this::announce);
        trackers.follow(change -> engine.equip(engine.node(), "", change));
        system.getWhenTerminated().whenComplete((done, failure) -> trackers.close());
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "sampo-drain", () -> drain().<Done>handle(
                                (ended, failure) -> Done.getInstance()));
    }

    private static Trackers trackers(ActorSystem<?> system, EngineSettings engine) {
        boolean isWorker = engine.roles().contains(EngineSettings.WORKER);
        List<String> names = isWorker ? system.settings().config().getStringList("sampo.node.trackers") : List.of();
        return Trackers.named(names, CodeHere.classLoader(), system.log());
    }

    private static List<Listener> listeners() {
        try {
            return ServiceLoader.load(Listener.class, CodeHere.classLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError broken) {
            throw new IllegalArgumentException(
                    "a listener that is named as a service cannot be used: " + broken, broken);
        }
    }

    private Presence presence() {
        NodeState state = engine.state();
        return new Presence(
                engine.node(),
                engine.incarnation(),
                address(),
                state.capacity(),
                state.labels(),
                settings.engine().roles(),
                state.availability());
    }

    /** Says what this node is, as often as that changes. */
    private void announce() {
        if (!isClustered()) {
            tell(List.of(alone()));
        } else if (!withdrawn) {
            Membership.of(system).announce(presence());
        }
    }

    /** One after the other, and not on the thread that has changed the node: a listener may want to ask it something. */
    private synchronized void tell(List<NodeEntry> nodes) {
        told = told.thenRunAsync(() -> listeners.forEach(listener -> tell(listener, nodes)), system.executionContext());
    }

    private void tell(Consumer<List<NodeEntry>> listener, List<NodeEntry> nodes) {
        try {
            listener.accept(nodes);
        } catch (RuntimeException | LinkageError | AssertionError failed) {
            system.log().warn("a listener for changes of nodes has thrown", failed);
        }
    }

    boolean isClustered() {
        return !system.settings().config().getString("pekko.actor.provider").equals("local");
    }

    /** @param directory where the journal is kept; null for a temporary one */
    static Home alone(Config config, Path directory) {
        String configured = config.getString("sampo.data");
        Path chosen = directory != null || configured.isEmpty() ? directory : Path.of(configured);
        Optional<Path> temporary = chosen == null ? Optional.of(temporaryDirectory()) : Optional.empty();
        Path data = temporary.orElse(chosen);
        DataDirectory.keepToOwner(data);
        Config full = overlay(config, "alone", journal(config, true, data, temporary.isEmpty()));
        var settings = SampoSettings.from(
                full.getConfig("sampo"), "local", temporary.isPresent() ? Optional.empty() : Optional.of(data), true);
        ActorSystem<?> system = ActorSystem.create(Behaviors.empty(), "sampo", full);
        try {
            return new Home(system, true, Optional.empty(), temporary, Optional.of(data), settings);
        } catch (RuntimeException failure) {
            system.terminate();
            throw failure;
        }
    }

    static Home clustered(Config config, Consumer<String> progress) {
        var settings = ClusterSettings.from(config.getConfig("sampo"));
        String configured = config.getString("sampo.data");
        if (configured.isEmpty()) {
            Path temporary = temporaryDirectory();
            try {
                return clustered(config, settings, Optional.empty(), temporary, progress);
            } catch (RuntimeException failure) {
                deleteAll(temporary);
                throw failure;
            }
        }
        Path data = Path.of(configured);
        var kept = DataDirectory.open(data);
        try {
            return clustered(config, settings, Optional.of(kept), data, progress);
        } catch (RuntimeException failure) {
            kept.close();
            throw failure;
        }
    }

    private static Home clustered(
            Config config,
            ClusterSettings cluster,
            Optional<DataDirectory> kept,
            Path data,
            Consumer<String> progress) {
        var seat = ClusterSeat.of(cluster, kept);
        seat.requireFree(config);
        Config overrides =
                ConfigFactory.parseMap(seat.overrides()).withFallback(journal(config, false, data, kept.isPresent()));
        ActorSystem<?> system = ActorSystem.create(
                Behaviors.empty(),
                ClusterSeat.SYSTEM,
                overlay(withProfile(config, cluster.profile()), "clustered", overrides));
        try {
            seat.warn(system);
            seat.join(system, progress);
            if (JournalHome.LOCAL.isOf(system)) {
                seat.requireNoOtherCoordinator(system);
            }
            if (isReplicated(system) && cluster.roles().contains(EngineSettings.JOURNAL)) {
                awaitJournal(system, cluster, progress);
            }
            var settings = SampoSettings.from(
                    system.settings().config().getConfig("sampo"),
                    Cluster.get(system).selfMember().address().hostPort(),
                    kept.map(directory -> data),
                    false);
            Optional<Path> temporary = kept.isPresent() ? Optional.empty() : Optional.of(data);
            return new Home(system, true, kept, temporary, Optional.of(data), settings);
        } catch (RuntimeException failure) {
            system.terminate();
            throw failure;
        }
    }

    private static Config journal(Config config, boolean alone, Path data, boolean durable) {
        Config sampo = config.getConfig("sampo");
        return JournalHome.from(sampo, alone).overlay(sampo, data, durable);
    }

    static Home within(ActorSystem<?> system) {
        Config config = system.settings().config();
        if (config.getString("pekko.persistence.journal.plugin").isEmpty()) {
            throw new IllegalArgumentException("actor system \"" + system.name() + "\" has no journal; set"
                    + " pekko.persistence.journal.plugin = \"sampo.journal.log\","
                    + " pekko.persistence.snapshot-store.plugin = \"sampo.journal.snapshots\""
                    + " and sampo.journal.log.directory in its configuration");
        }
        boolean alone = config.getString("pekko.actor.provider").equals("local");
        String data = config.getString("sampo.data");
        Optional<Path> directory = data.isEmpty() ? Optional.empty() : Optional.of(Path.of(data));
        var settings = SampoSettings.from(config.getConfig("sampo"), system.name(), directory, alone);
        return new Home(system, false, Optional.empty(), Optional.empty(), directory, settings);
    }

    /** Opens the journal before anything needs it, so that a locked or damaged directory is told here and in one line. */
    private static void openJournal(ActorSystem<?> system, SampoSettings settings) {
        String plugin = system.settings().config().getString("pekko.persistence.journal.plugin");
        if (settings.engine().roles().contains(EngineSettings.COORDINATOR) && plugin.equals("sampo.journal.log")) {
            Journals.get(system).open(plugin);
        } else if (isReplicated(system)) {
            openReplicated(system);
        }
    }

    /** Nothing is lost when it takes longer, but jobs submitted before that would wait without a word. */
    private static void awaitJournal(ActorSystem<?> system, ClusterSettings cluster, Consumer<String> progress) {
        var journal = ReplicatedJournal.get(system);
        journal.open();
        try {
            CompletableFuture.anyOf(
                            journal.ready().toCompletableFuture(),
                            system.getWhenTerminated().toCompletableFuture())
                    .get(cluster.joinTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            progress.accept("the journal has no majority yet: it is founded by " + cluster.copies()
                    + " nodes, and then needs most of them; until then jobs wait");
        }
        if (system.getWhenTerminated().toCompletableFuture().isDone()) {
            throw new SampoException.CannotJoin("removed again by the others, or closed, before its journal was ready");
        }
    }

    private static boolean isReplicated(ActorSystem<?> system) {
        return JournalHome.REPLICATED.isOf(system);
    }

    /** A leader whose process is known to be gone need not be waited for. */
    private static void openReplicated(ActorSystem<?> system) {
        var journal = ReplicatedJournal.get(system);
        journal.open();
        Behavior<Suspected> watching = Behaviors.setup(context -> {
            context.getSystem().eventStream().tell(new EventStream.Subscribe<>(Suspected.class, context.getSelf()));
            return Behaviors.receiveMessage(suspected -> {
                journal.suspect(suspected.address());
                return Behaviors.same();
            });
        });
        system.systemActorOf(watching, "sampo-journal-suspicions", Props.empty());
    }

    /** What is set for this kind of home, over what the user set, over the defaults. */
    private static Config overlay(Config config, String kind, Config overrides) {
        Config defaults = config.hasPath("sampo-home") ? config : config.withFallback(ConfigFactory.load());
        return overrides
                .withFallback(defaults.getConfig("sampo-home." + kind))
                .withFallback(defaults)
                .resolve();
    }

    private static Config withProfile(Config config, String profile) {
        Config defaults = config.hasPath("sampo-home") ? config : config.withFallback(ConfigFactory.load());
        return defaults.withValue(
                "sampo-home.clustered",
                defaults.getConfig("sampo-home.profile." + profile)
                        .withFallback(defaults.getConfig("sampo-home.clustered"))
                        .root());
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("sampo-");
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "no temporary directory can be made for the journal; give one: Sampo.local(\"dir\")", failure);
        }
    }

    Client client() {
        return new Client(system, engine, settings.client());
    }

    String address() {
        var classic = (ExtendedActorSystem) Adapter.toClassic(system);
        String address = classic.provider().getDefaultAddress().hostPort();
        return address.substring(address.indexOf('@') + 1);
    }

    /**
     * Completes when this node is in its actor system no more, and also when the cluster has removed it and the system
     * does not come to its end: a process that is no member must not stay.
     */
    CompletionStage<Done> ended() {
        var ended = new CompletableFuture<Done>();
        system.getWhenTerminated().whenComplete((done, failure) -> ended.complete(Done.getInstance()));
        if (isClustered()) {
            Cluster.get(system)
                    .registerOnMemberRemoved(
                            () -> ended.completeOnTimeout(Done.getInstance(), END_SECONDS, TimeUnit.SECONDS));
        }
        return ended;
    }

    List<NodeEntry> nodes() {
        return isClustered() ? Membership.of(system).nodes() : List.of(alone());
    }

    void dismiss(NodeId node) {
        NodeEntry entry = nodes().stream()
                .filter(each -> each.presence().node().equals(node))
                .findFirst()
                .orElseThrow(() -> new SampoException.NotFound("no node is called \"" + node + "\""));
        if (!isClustered()) {
            throw new SampoException.ChangeRefused(
                    node.value(), "it runs alone, in no cluster that it could leave; close it, or end its process");
        }
        for (Member member : Cluster.get(system).state().getMembers()) {
            if (member.address().hostPort().endsWith("@" + entry.presence().address())) {
                Cluster.get(system).leave(member.address());
                return;
            }
        }
        throw new SampoException.ChangeRefused(node.value(), "it is no member of the cluster any more");
    }

    Runnable onNodes(Consumer<List<NodeEntry>> listener) {
        if (isClustered()) {
            return Membership.of(system).onNodes(listener);
        }
        listeners.add(listener);
        listener.accept(List.of(alone()));
        return () -> leave(listener);
    }

    /** It is told first what has happened until now. */
    private synchronized void leave(Consumer<List<NodeEntry>> listener) {
        told = told.thenRunAsync(() -> listeners.remove(listener), system.executionContext());
    }

    private synchronized CompletionStage<Void> told() {
        return told;
    }

    /** Lets listeners hear of what has happened, unless one of them takes its time over it. */
    private void awaitTold() {
        try {
            told().toCompletableFuture().get(TOLD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            system.log().warn("a listener for changes of nodes was not done when Sampo was closed");
        }
    }

    private NodeEntry alone() {
        return new NodeEntry(presence(), NodeStatus.HEALTHY, System.currentTimeMillis());
    }

    ActorSystem<?> system() {
        return system;
    }

    /** Where this node keeps what it keeps, perhaps for this life only. */
    Optional<Path> data() {
        return data;
    }

    Engine engine() {
        return engine;
    }

    /** @param onceDrained is run when the node has been drained, and before what it is made of ends */
    void close(Runnable onceDrained) {
        // A node that was removed from its cluster has ended already, and nobody is left to be told.
        if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
            stop(onceDrained);
        } else {
            onceDrained.run();
        }
        kept.ifPresent(DataDirectory::close);
        temporary.ifPresent(Home::deleteAll);
    }

    private void stop(Runnable onceDrained) {
        trackers.close();
        try {
            await(drain(), engine.drainMax(settings.drain()));
        } finally {
            onceDrained.run();
        }
        withdrawn = true;
        if (isClustered()) {
            Membership.of(system).withdraw();
        }
        Duration limit = system.settings().config().getDuration("sampo.cluster.leave-timeout");
        awaitTold();
        await(engine.stop(), limit);
        if (ownsSystem) {
            system.terminate();
            await(system.getWhenTerminated(), limit);
        }
    }

    private boolean hasOtherWorkers() {
        if (!isClustered() || !engine.mayHaveTasks()) {
            return false;
        }
        Member self = Cluster.get(system).selfMember();
        for (Member member : Cluster.get(system).state().getMembers()) {
            boolean isUp = member.status().equals(MemberStatus.up());
            if (isUp
                    && member.hasRole(EngineSettings.WORKER)
                    && !member.uniqueAddress().equals(self.uniqueAddress())) {
                return true;
            }
        }
        return false;
    }

    /** Once, and only where there are others to take over. */
    private synchronized CompletionStage<?> drain() {
        if (drained == null) {
            drained = hasOtherWorkers()
                    ? engine.takeOn(engine.node(), Availability.DRAINING, settings.drain())
                    : CompletableFuture.completedFuture(null);
        }
        return drained;
    }

    private static void await(CompletionStage<?> end, Duration limit) {
        try {
            end.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            throw new IllegalStateException("Sampo did not end within " + limit.toSeconds() + " s", late);
        }
    }

    private static void deleteAll(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the temporary journal " + directory + " cannot be deleted", failure);
        }
    }
}

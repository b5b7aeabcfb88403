package dev.sampo.journal.replicated;

import com.typesafe.config.Config;
import dev.sampo.journal.Journals;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.Props;

/**
 * The replicated journal of one actor system: a member of the Raft group where the node carries the role, a user of it
 * elsewhere. It starts when it is first asked for, which a program should do at boot: {@code ReplicatedJournal.get(system)}.
 */
public final class ReplicatedJournal implements Extension {

    static final String ACTOR = "sampo-journal";
    static final String SECTION = "sampo.journal.replicated";

    /** How Pekko finds the extension. */
    public static final class Id extends AbstractExtensionId<ReplicatedJournal> implements ExtensionIdProvider {

        private static final Id INSTANCE = new Id();

        @Override
        public Id lookup() {
            return INSTANCE;
        }

        @Override
        public ReplicatedJournal createExtension(ExtendedActorSystem system) {
            return new ReplicatedJournal(system);
        }
    }

    private final ReplicatedSettings settings;
    private final String node;
    private final Executor pages;
    private final Calls calls;
    private final AtomicReference<JournalStatus> status;
    private final RuntimeException unusable;
    private final ActorRef peer;
    private volatile boolean stopped;

    private ReplicatedJournal(ExtendedActorSystem system) {
        Config section = system.settings().config().getConfig(SECTION);
        this.settings = ReplicatedSettings.from(section);
        Nodes nodes = new Nodes(system, settings.role());
        this.node = settings.name().isEmpty() ? Nodes.nameOf(nodes.self()) : settings.name();
        this.node.chars().filter(Character::isWhitespace).findAny().ifPresent(space -> {
            throw new IllegalArgumentException(SECTION + ".name must not contain white space: " + node);
        });
        this.pages = system.dispatchers().lookup(SECTION + ".page-dispatcher");
        Post post = new Post(system, settings.letterMax());
        this.calls = new Calls(post);
        this.status = new AtomicReference<>(JournalStatus.unknown(node));
        Neighbours neighbours = new Neighbours();
        AtomicReference<ActorRef> self = new AtomicReference<>(ActorRef.noSender());
        Consumer<Exception> onFailure = cause -> {
            if (self.get() != null) {
                self.get().tell(new Peer.Do(actor -> actor.reopen(cause)), ActorRef.noSender());
            }
        };
        Supplier<Seat> open = () -> new Seat(settings, node, system, pages, post, neighbours, onFailure);
        AtomicReference<Seat> opened = new AtomicReference<>();
        RuntimeException failure = null;
        if (nodes.isMember()) {
            try {
                opened.set(open.get());
            } catch (RuntimeException e) {
                failure = e;
                system.log().error("{}", e.getMessage());
            }
        }
        this.unusable = failure;
        boolean sits = opened.get() != null;
        this.peer = system.systemActorOf(
                Props.create(Peer.class, () -> {
                            Seat first = opened.getAndSet(null);
                            // An actor that failed has closed its seat: the next one starts anew from the disk.
                            Seat seat = first != null || !sits ? first : open.get();
                            return new Peer(settings, nodes, node, neighbours, post, calls, pages, seat, open, status);
                        })
                        .withDispatcher(SECTION + ".peer-dispatcher"),
                ACTOR);
        self.set(peer);
        system.registerOnTermination(() -> stopped = true);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeClusterShutdown(), "sampo-journal-step-down", this::stepDown);
    }

    public static ReplicatedJournal get(ClassicActorSystemProvider system) {
        return Id.INSTANCE.get(system);
    }

    /** Throws why this node's directory could not be opened, so that a program can end at boot with that message. */
    public void open() {
        if (unusable != null) {
            throw unusable;
        }
    }

    /**
     * The highest sequence number of a stream, after everything that was acknowledged to anybody before this was asked; many
     * that are asked at the same time cost one round to a majority. Fails with {@link JournalUnavailable}.
     */
    public CompletionStage<Long> barrier(String persistenceId) {
        return known(persistenceId).thenApply(Barriers.Known::highest);
    }

    /**
     * As {@link #barrier(String)}, whichever home that journal plugin is: where only one process writes, the answer is at hand.
     */
    public static CompletionStage<Long> barrier(
            ClassicActorSystemProvider system, String journalPluginId, String persistenceId) {
        String plugin = system.classicSystem().settings().config().getString(journalPluginId + ".class");
        return plugin.equals(RaftJournal.class.getName())
                ? get(system).barrier(persistenceId)
                : Journals.get(system).highest(journalPluginId, persistenceId);
    }

    /** Done when a majority of the group answered for the first time; tried until then. */
    public CompletionStage<Done> ready() {
        return known("")
                .handle((known, failure) -> failure == null || stopped
                        ? known == null
                                ? CompletableFuture.<Done>failedFuture(failure)
                                : CompletableFuture.completedFuture(Done.getInstance())
                        : ready().toCompletableFuture())
                .thenCompose(done -> done);
    }

    /** What this node knows now; at once. */
    public JournalStatus status() {
        return status.get();
    }

    /**
     * Tells that the node at that address is probably gone, for instance because its connections closed. If it led the
     * journal, the others elect at once instead of waiting for its silence; if it lives after all, they refuse.
     */
    public void suspect(Address address) {
        tell(actor -> actor.suspect(address));
    }

    /** Hands the lead to another member, if this node has it; done in any case, also by coordinated shutdown. */
    public CompletionStage<Done> stepDown() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tell(actor -> actor.stepDown(done));
        return done.completeOnTimeout(null, settings.attemptTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(gone -> Done.getInstance());
    }

    private void tell(Consumer<Peer> what) {
        peer.tell(new Peer.Do(what), ActorRef.noSender());
    }

    int recordMax() {
        return settings.raft().streams().recordMax();
    }

    String node() {
        return node;
    }

    CompletableFuture<Written> write(Write write) {
        CompletableFuture<Written> written = new CompletableFuture<>();
        tell(actor -> actor.write(write, written));
        return guarded(written, settings.writeTimeout(), () -> JournalUnavailable.write(true, "this node is stopping"));
    }

    CompletableFuture<Barriers.Known> known(String stream) {
        CompletableFuture<Barriers.Known> known = new CompletableFuture<>();
        tell(actor -> actor.highest(stream, known));
        return guarded(known, settings.readTimeout(), () -> JournalUnavailable.read("this node is stopping"));
    }

    /** Where the actor is gone, nobody else completes it. */
    private static <T> CompletableFuture<T> guarded(
            CompletableFuture<T> future, Duration limit, Supplier<JournalUnavailable> why) {
        return future.orTimeout(limit.toMillis() + 5000, TimeUnit.MILLISECONDS).exceptionally(failure -> {
            throw failure instanceof TimeoutException
                    ? why.get()
                    : failure instanceof RuntimeException e ? e : new CompletionException(failure);
        });
    }

    Reader reader() {
        return new Reader(this, calls, peer, settings);
    }

    CompletableFuture<Peer.Sources> sources() {
        CompletableFuture<Peer.Sources> sources = new CompletableFuture<>();
        tell(actor -> actor.sources(sources));
        return sources.orTimeout(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}

package dev.sampo.actors;

import dev.sampo.actors.fetch.Transfers;
import dev.sampo.actors.limit.SharedLimits;
import dev.sampo.actors.route.Clustered;
import dev.sampo.actors.route.Route;
import dev.sampo.actors.worker.WorkerActor;
import dev.sampo.wire.ToWorker;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** The parent of all actors of an engine, so that they begin and end together. */
final class EngineActor extends AbstractBehavior<EngineActor.Command> {

    /** What the engine wants of its actors. */
    sealed interface Command {}

    /** The node is to step in where no worker is there, for what is submitted from it. */
    record StepIn() implements Command {}

    /** Who is in the cluster has changed. */
    record MembersChanged() implements Command {}

    record Stop(CompletableFuture<Done> done) implements Command {}

    /** Where to reach the engine's actors; the worker is null on a node that runs no tasks. */
    record Parts(Route route, ActorRef<ToWorker> worker, ActorRef<Transfers.Command> transfers) {}

    private final Parts parts;
    private final Engine.Setup setup;
    private final Optional<ActorRef<?>> limits;
    private ActorRef<ToWorker> worker;
    private final Set<ActorRef<?>> stopping = new HashSet<>();
    private final CompletableFuture<Done> done = new CompletableFuture<>();

    private EngineActor(ActorContext<Command> context, Parts parts, Engine.Setup setup) {
        super(context);
        this.parts = parts;
        this.setup = setup;
        this.limits = SharedLimits.start(context, setup.limits());
        this.worker = parts.worker();
        if (parts.route() instanceof Clustered) {
            ActorRef<ClusterEvent.MemberEvent> members =
                    context.messageAdapter(ClusterEvent.MemberEvent.class, event -> new MembersChanged());
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(members, ClusterEvent.MemberEvent.class));
        }
    }

    static Behavior<Command> create(Engine.Setup setup, CompletableFuture<Parts> started) {
        return Behaviors.setup(context -> {
            try {
                var route = Route.start(context, setup.settings(), setup.clock(), setup.barrier(), setup.telemetry());
                var parts = new Parts(
                        route,
                        setup.settings().isWorker() ? worker(context, setup) : null,
                        context.spawn(Transfers.create(), "transfers"));
                var engine = new EngineActor(context, parts, setup);
                started.complete(parts);
                return engine;
            } catch (RuntimeException failed) {
                started.completeExceptionally(failed);
                return Behaviors.stopped();
            }
        });
    }

    private static ActorRef<ToWorker> worker(ActorContext<Command> context, Engine.Setup setup) {
        return context.spawn(WorkerActor.create(setup.worker(), setup.values(), setup.threads()::execute), "worker");
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(StepIn.class, stepIn -> stepIn())
                .onMessage(MembersChanged.class, changed -> announce())
                .onMessage(Stop.class, this::stop)
                .onSignal(Terminated.class, this::ended)
                .onSignal(PostStop.class, stopped -> {
                    done.complete(Done.getInstance());
                    return this;
                })
                .build();
    }

    private Behavior<Command> stepIn() {
        if (worker == null && stopping.isEmpty()) {
            worker = worker(getContext(), setup);
        }
        return this;
    }

    /** Tells every partition of this node, which also wakes those that sleep: they remember being woken, but someone must. */
    private Behavior<Command> announce() {
        if (worker != null && stopping.isEmpty()) {
            var announce = setup.worker().announce(worker);
            parts.route().partitions().forEach(partition -> partition.tell(announce));
        }
        return this;
    }

    /** The partitions first: they would take the end of a worker for the loss of all that its node keeps. */
    private Behavior<Command> stop(Stop stop) {
        done.whenComplete((ended, failure) -> stop.done().complete(Done.getInstance()));
        parts.route().stop(getContext()).forEach(this::awaitEnd);
        limits.ifPresent(owners -> awaitEnd(HandOver.begin(getContext(), owners)));
        return this;
    }

    private void awaitEnd(ActorRef<?> ending) {
        stopping.add(ending);
        getContext().watch(ending);
    }

    private Behavior<Command> ended(Terminated terminated) {
        stopping.remove(terminated.getRef());
        return stopping.isEmpty() ? Behaviors.stopped() : this;
    }
}

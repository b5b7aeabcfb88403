package dev.sampo.actors.worker;

import dev.sampo.actors.fetch.Transfers;
import dev.sampo.actors.membership.Membership;
import dev.sampo.actors.route.Route;
import dev.sampo.actors.value.ValueGone;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.job.NodeId;
import dev.sampo.membership.Links;
import dev.sampo.wire.LoadTold;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToWorker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** A node's address: hands orders to the {@link NodeWorker}, introduces the node, and serves the values it keeps. */
public final class WorkerActor extends AbstractBehavior<ToWorker> {
    /** All workers there are. */
    public static final ServiceKey<ToWorker> KEY = ServiceKey.create(ToWorker.class, "sampo-worker");

    private final NodeWorker worker;
    private final NamedChanges changes;
    private final ValueStore values;
    private final Executor files;

    private WorkerActor(ActorContext<ToWorker> context, NodeWorker worker, ValueStore values, Executor files) {
        super(context);
        this.worker = worker;
        this.changes = new NamedChanges(worker);
        this.values = values;
        this.files = files;
        var receptionist = context.getSystem().receptionist();
        receptionist.tell(Receptionist.register(KEY, context.getSelf()));
        receptionist.tell(Receptionist.register(keyOf(worker.node()), context.getSelf()));
        ActorRef<Transfers.Command> transfers = context.spawn(Transfers.create(), "transfers");
        worker.fetchThrough((source, attemptsMax) -> {
            var whole = new CompletableFuture<byte[]>();
            transfers.tell(new Transfers.Fetch(source, attemptsMax, whole));
            return whole;
        });
    }

    /** @param files runs what may wait for a disk */
    public static Behavior<ToWorker> create(NodeWorker worker, ValueStore values, Executor files) {
        return Behaviors.supervise(
                        Behaviors.<ToWorker>setup(context -> new WorkerActor(context, worker, values, files)))
                .onFailure(SupervisorStrategy.resume());
    }

    /** The worker of one node. */
    public static ServiceKey<ToWorker> keyOf(NodeId node) {
        return ServiceKey.create(ToWorker.class, "sampo-worker-" + node);
    }

    @Override
    public Receive<ToWorker> createReceive() {
        return newReceiveBuilder()
                .onMessage(ToWorker.FromPartition.class, this::ordered)
                .onMessage(ToWorker.Enclosed.class, this::enclosed)
                .onMessage(ToWorker.Introduce.class, this::introduce)
                .onMessage(ToWorker.FetchValue.class, this::serve)
                .onMessage(ToWorker.TakeOn.class, this::takeOn)
                .onMessage(ToWorker.Equip.class, this::equip)
                .onMessage(ToWorker.AskLoad.class, this::load)
                .onMessage(ToWorker.AskOutput.class, this::output)
                .onMessage(ToWorker.AskProgress.class, this::progress)
                .onSignal(PostStop.class, stopped -> close())
                .build();
    }

    private Behavior<ToWorker> ordered(ToWorker.FromPartition from) {
        worker.ordered(from.orders(), from.partition());
        return this;
    }

    private Behavior<ToWorker> enclosed(ToWorker.Enclosed enclosed) {
        worker.enclosed(enclosed.blueprint());
        return this;
    }

    private Behavior<ToWorker> introduce(ToWorker.Introduce introduce) {
        introduce.partition().tell(worker.announce(getContext().getSelf()));
        return this;
    }

    private Behavior<ToWorker> takeOn(ToWorker.TakeOn takeOn) {
        worker.takeOn(takeOn.availability(), takeOn.millis(), getContext().getSelf(), done -> takeOn.replyTo()
                .tell(done));
        return this;
    }

    private Behavior<ToWorker> equip(ToWorker.Equip equip) {
        equip.replyTo().tell(changes.make(equip, getContext().getSelf()));
        return this;
    }

    private Behavior<ToWorker> load(ToWorker.AskLoad ask) {
        var system = getContext().getSystem();
        Links links = Route.isClustered(system) ? Membership.of(system).links(ask.linksMax()) : Links.NONE;
        ask.replyTo().tell(new LoadTold(worker.load(), links));
        return this;
    }

    private Behavior<ToWorker> output(ToWorker.AskOutput ask) {
        ask.replyTo().tell(worker.output(ask));
        return this;
    }

    private Behavior<ToWorker> progress(ToWorker.AskProgress ask) {
        ask.replyTo().tell(worker.progress(ask));
        return this;
    }

    private Behavior<ToWorker> serve(ToWorker.FetchValue fetch) {
        files.execute(() -> fetch.replyTo().tell(piece(fetch)));
        return this;
    }

    private Piece piece(ToWorker.FetchValue fetch) {
        try {
            return new Piece.OfValue(
                    fetch.job(),
                    fetch.task(),
                    fetch.crc(),
                    values.chunk(fetch.job(), fetch.task(), fetch.crc(), fetch.offset()));
        } catch (ValueGone gone) {
            return new Piece.NoValue(fetch.job(), fetch.task(), fetch.crc(), worker.node(), gone.getMessage());
        }
    }

    private Behavior<ToWorker> close() {
        worker.close();
        return this;
    }
}

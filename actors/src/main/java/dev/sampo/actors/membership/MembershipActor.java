package dev.sampo.actors.membership;

import dev.sampo.membership.HealthSettings;
import dev.sampo.wire.ToPeer;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The one address of a node's membership, known to all: hands what arrives to the part that it is for. */
final class MembershipActor extends AbstractBehavior<ToPeer> {
    private final Peers peers;
    private final ActorRef<ToPeer> deaths;
    private final ActorRef<ToPeer> directory;
    private ActorRef<ToPeer> gatherer;

    /** This node is to join. */
    record Begin(JoinSettings settings, CompletableFuture<Done> up) implements ToPeer.Internal {}

    private MembershipActor(
            ActorContext<ToPeer> context, Peers peers, HealthSettings health, KnownNodes nodes, KnownLinks links) {
        super(context);
        this.peers = peers;
        this.deaths = context.spawn(lasting(DeathWatch.create(peers, links)), "deaths");
        this.directory = context.spawn(lasting(DirectoryActor.create(peers, health, nodes)), "directory");
    }

    static Behavior<ToPeer> create(Peers peers, HealthSettings health, KnownNodes nodes, KnownLinks links) {
        return Behaviors.setup(context -> new MembershipActor(context, peers, health, nodes, links));
    }

    private static Behavior<ToPeer> lasting(Behavior<ToPeer> behavior) {
        return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
    }

    @Override
    public Receive<ToPeer> createReceive() {
        return newReceiveBuilder()
                .onMessage(ToPeer.Gather.class, this::gather)
                .onMessage(ToPeer.Gone.class, gone -> hand(deaths, gone))
                .onMessage(ToPeer.Present.class, present -> hand(directory, present))
                .onMessage(DirectoryActor.Announce.class, announce -> hand(directory, announce))
                .onMessage(Begin.class, this::begin)
                .build();
    }

    private Behavior<ToPeer> gather(ToPeer.Gather gather) {
        return gatherer == null ? this : hand(gatherer, gather);
    }

    private Behavior<ToPeer> hand(ActorRef<ToPeer> part, ToPeer message) {
        part.tell(message);
        return this;
    }

    private Behavior<ToPeer> begin(Begin begin) {
        gatherer = getContext().spawn(lasting(Gatherer.create(peers, begin.settings(), begin.up())), "gatherer");
        if (begin.settings().gathering().voter()) {
            getContext().spawn(lasting(MinorityWatch.create(peers, begin.settings())), "minority");
        }
        return this;
    }
}

package dev.sampo.actors.membership;

import dev.sampo.membership.HealthSettings;
import dev.sampo.membership.Links;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.Presence;
import dev.sampo.wire.ToPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;

/**
 * What this node knows and does about the cluster it is in; one for each actor system that is clustered, from the first
 * use on.
 */
public final class Membership implements Extension {
    private static final Id ID = new Id();

    private final ActorSystem<?> system;
    private final Peers peers;
    private final KnownNodes nodes = new KnownNodes();
    private final KnownLinks links = new KnownLinks();
    private final ActorRef<ToPeer> actor;

    private static final class Id extends ExtensionId<Membership> {
        @Override
        public Membership createExtension(ActorSystem<?> system) {
            return new Membership(system);
        }
    }

    private Membership(ActorSystem<?> system) {
        this.system = system;
        peers = new Peers(system);
        actor = system.systemActorOf(
                MembershipActor.create(peers, HealthSettings.DEFAULTS, nodes, links), Peers.NAME, Props.empty());
    }

    public static Membership of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** Completes when this node is up in its cluster, or fails with a {@link CannotJoin}. Once in the life of a system. */
    public CompletionStage<Done> join(JoinSettings settings) {
        var up = new CompletableFuture<Done>();
        actor.tell(new MembershipActor.Begin(settings, up));
        system.getWhenTerminated()
                .whenComplete((ended, failure) -> up.completeExceptionally(
                        new CannotJoin("removed again by the others, or closed, before it was a member")));
        return up;
    }

    /** Tells the others, from now on, what this node is. */
    public void announce(Presence presence) {
        actor.tell(new DirectoryActor.Announce(presence));
    }

    public void withdraw() {
        actor.tell(new DirectoryActor.Announce(null));
    }

    /** All nodes that are known, as they were seen last. */
    public List<NodeEntry> nodes() {
        return nodes.entries();
    }

    /** Asks a node, whatever its roles, whether it is there; fails when it has not answered so soon. */
    public CompletionStage<Done> touch(String hostPort, Duration within) {
        return peers.touch(peers.address(hostPort), within);
    }

    /** Whom this node reaches, at most so many of them by name. */
    public Links links(int max) {
        return links.some(max);
    }

    /**
     * Calls with what is known now, and again whenever a node comes, goes or changes; never two calls at once after the
     * first.
     *
     * @return ends it
     */
    public Runnable onNodes(Consumer<List<NodeEntry>> listener) {
        return nodes.tell(listener);
    }
}

package dev.sampo.actors.membership;

import dev.sampo.actors.EngineClock;
import dev.sampo.membership.Directory;
import dev.sampo.membership.HealthSettings;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeStatus;
import dev.sampo.membership.Presence;
import dev.sampo.wire.ToPeer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Beats for this node, and keeps the directory of all by the beats of the others. */
final class DirectoryActor extends AbstractBehavior<ToPeer> {
    private static final long KEEP_MILLIS = 600_000;

    private final Peers peers;
    private final Members members = new Members();
    private final KnownNodes nodes;
    private final EngineClock clock = new EngineClock();
    private final Directory directory;
    private Presence self;
    private Set<Seen> seen = Set.of();

    /** This node has something to say of itself from now on; null when it has not any more. */
    record Announce(Presence presence) implements ToPeer.Internal {}

    private enum Tick implements ToPeer.Internal {
        NOW
    }

    private record Changed(ClusterEvent.MemberEvent event) implements ToPeer.Internal {}

    private record Doubt(Suspected suspected) implements ToPeer.Internal {}

    /** What subscribers want to hear of when it changes. */
    private record Seen(Presence presence, NodeStatus status) {}

    private DirectoryActor(
            ActorContext<ToPeer> context,
            TimerScheduler<ToPeer> timers,
            Peers peers,
            HealthSettings health,
            KnownNodes nodes) {
        super(context);
        this.peers = peers;
        this.nodes = nodes;
        this.directory = new Directory(health, KEEP_MILLIS);
        ActorRef<ClusterEvent.MemberEvent> events =
                context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new);
        Cluster.get(context.getSystem()).subscriptions().tell(Subscribe.create(events, ClusterEvent.MemberEvent.class));
        ActorRef<Suspected> suspects = context.messageAdapter(Suspected.class, Doubt::new);
        context.getSystem().eventStream().tell(new EventStream.Subscribe<>(Suspected.class, suspects));
        timers.startTimerWithFixedDelay(Tick.NOW, Duration.ofMillis(health.beatMillis()));
    }

    static Behavior<ToPeer> create(Peers peers, HealthSettings health, KnownNodes nodes) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new DirectoryActor(context, timers, peers, health, nodes)));
    }

    @Override
    public Receive<ToPeer> createReceive() {
        return newReceiveBuilder()
                .onMessage(ToPeer.Present.class, this::heard)
                .onMessage(Announce.class, this::announce)
                .onMessage(Changed.class, this::changed)
                .onMessage(Doubt.class, this::doubt)
                .onMessageEquals(Tick.NOW, this::tick)
                .build();
    }

    private Behavior<ToPeer> heard(ToPeer.Present present) {
        directory.beat(present.presence(), now());
        return look();
    }

    private Behavior<ToPeer> announce(Announce announce) {
        if (announce.presence() == null) {
            directory.removed(peers.selfHostPort());
        }
        self = announce.presence();
        return tick();
    }

    private Behavior<ToPeer> changed(Changed changed) {
        members.see(changed.event());
        Member member = changed.event().member();
        if (member.status().equals(MemberStatus.removed())) {
            directory.removed(Peers.hostPort(member.address()));
        } else if (member.status().equals(MemberStatus.up()) && self != null) {
            peers.tell(member.address(), new ToPeer.Present(self));
        }
        return look();
    }

    private Behavior<ToPeer> doubt(Doubt doubt) {
        directory.suspect(Peers.hostPort(doubt.suspected().address()), now());
        return look();
    }

    private Behavior<ToPeer> tick() {
        if (self != null) {
            directory.beat(self, now());
            var beat = new ToPeer.Present(self);
            members.all().forEach(member -> {
                if (!member.address().equals(peers.self())) {
                    peers.tell(member.address(), beat);
                }
            });
        }
        return look();
    }

    private Behavior<ToPeer> look() {
        List<NodeEntry> entries = directory.at(now());
        Set<Seen> next = entries.stream()
                .map(entry -> new Seen(entry.presence(), entry.status()))
                .collect(Collectors.toSet());
        nodes.saw(entries, !next.equals(seen));
        seen = next;
        return this;
    }

    private long now() {
        return clock.millis();
    }
}

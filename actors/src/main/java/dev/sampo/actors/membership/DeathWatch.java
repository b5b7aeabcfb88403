package dev.sampo.actors.membership;

import dev.sampo.membership.Deaths;
import dev.sampo.membership.Link;
import dev.sampo.wire.ToPeer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Watches every other member by a {@link Probe}. A connection that breaks is a suspicion, told at once; one that stays
 * refused makes the member unreachable; and when a majority of the voters is refused too, the process is dead and the
 * member is taken out, without the wait that a silence needs.
 */
final class DeathWatch extends AbstractBehavior<ToPeer> {
    /** Longer than the time between two refusals of a probe, so that a word is renewed before it ends. */
    private static final long WORD_MILLIS = 2_000;

    /** These are on their way out already. */
    private static final Set<MemberStatus> OVER =
            Set.of(MemberStatus.exiting(), MemberStatus.down(), MemberStatus.removed());

    private final Cluster cluster;
    private final Peers peers;
    private final KnownLinks links;
    private final Members members = new Members();
    private final Deaths deaths = new Deaths(WORD_MILLIS);
    private final Map<UniqueAddress, org.apache.pekko.actor.ActorRef> probes = new HashMap<>();
    private final Set<UniqueAddress> suspects = new HashSet<>();

    /** Who is in the cluster has changed. */
    private record Changed(ClusterEvent.MemberEvent event) implements ToPeer.Internal {}

    private DeathWatch(ActorContext<ToPeer> context, Peers peers, KnownLinks links) {
        super(context);
        this.peers = peers;
        this.links = links;
        this.cluster = Cluster.get(context.getSystem());
        ActorRef<ClusterEvent.MemberEvent> events =
                context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new);
        cluster.subscriptions().tell(Subscribe.create(events, ClusterEvent.MemberEvent.class));
    }

    static Behavior<ToPeer> create(Peers peers, KnownLinks links) {
        return Behaviors.setup(context -> new DeathWatch(context, peers, links));
    }

    @Override
    public Receive<ToPeer> createReceive() {
        return newReceiveBuilder()
                .onMessage(Changed.class, this::changed)
                .onMessage(Probe.Reached.class, this::reached)
                .onMessage(Probe.Broken.class, this::broken)
                .onMessage(Probe.Refused.class, this::refused)
                .onMessage(ToPeer.Gone.class, this::heard)
                .build();
    }

    private Behavior<ToPeer> changed(Changed changed) {
        members.see(changed.event());
        Member member = changed.event().member();
        UniqueAddress who = member.uniqueAddress();
        if (member.status().equals(MemberStatus.removed())) {
            forget(who);
        } else if (!member.status().equals(MemberStatus.down())
                && !who.address().equals(peers.self())) {
            probes.computeIfAbsent(who, this::probe);
        }
        return this;
    }

    private org.apache.pekko.actor.ActorRef probe(UniqueAddress who) {
        links.saw(Peers.hostPort(who.address()), Link.State.NEW);
        return Adapter.actorOf(getContext(), Probe.props(who, getContext().getSelf()));
    }

    private void forget(UniqueAddress who) {
        var probe = probes.remove(who);
        if (probe != null) {
            Adapter.stop(getContext(), probe);
        }
        if (probes.keySet().stream().noneMatch(other -> other.address().equals(who.address()))) {
            links.forget(Peers.hostPort(who.address()));
        }
        suspects.remove(who);
        deaths.forget(life(who));
        Detector.back(who.address());
    }

    private Behavior<ToPeer> reached(Probe.Reached reached) {
        UniqueAddress who = reached.member();
        Detector.back(who.address());
        saw(who, Link.State.REACHED);
        deaths.takeBack(life(who), peers.selfHostPort());
        if (suspects.remove(who)) {
            publish(new Cleared(who.address(), who.longUid()));
        }
        return this;
    }

    private Behavior<ToPeer> broken(Probe.Broken broken) {
        UniqueAddress who = broken.member();
        saw(who, Link.State.BROKEN);
        if (probes.containsKey(who) && suspects.add(who)) {
            getContext().getLog().info("the connection to {} broke", who.address());
            publish(new Suspected(who.address(), who.longUid()));
        }
        return this;
    }

    private Behavior<ToPeer> refused(Probe.Refused refused) {
        UniqueAddress who = refused.member();
        if (!probes.containsKey(who)) {
            return this;
        }
        Detector.gone(who.address());
        saw(who, Link.State.REFUSED);
        String self = peers.selfHostPort();
        var gone = new ToPeer.Gone(Peers.hostPort(who.address()), who.longUid(), self);
        probes.keySet().stream()
                .filter(other -> !other.equals(who))
                .forEach(other -> peers.tell(other.address(), gone));
        return heard(gone);
    }

    private Behavior<ToPeer> heard(ToPeer.Gone gone) {
        var life = new Deaths.Life(gone.member(), gone.uid());
        long now = now();
        deaths.say(life, gone.by(), now);
        if (deaths.isCertain(life, members.voters(), now)) {
            members.all().stream()
                    .filter(member -> life(member.uniqueAddress()).equals(life) && !OVER.contains(member.status()))
                    .forEach(this::takeOut);
        }
        return this;
    }

    private void takeOut(Member dead) {
        getContext()
                .getLog()
                .info("the process of {} is gone: a majority of the voters is refused there", dead.address());
        cluster.manager().tell(new Down(dead.address()));
    }

    /** What comes late, of one that is forgotten, counts for nothing. */
    private void saw(UniqueAddress who, Link.State state) {
        if (probes.containsKey(who)) {
            links.saw(Peers.hostPort(who.address()), state);
        }
    }

    private void publish(Object news) {
        getContext().getSystem().eventStream().tell(new EventStream.Publish<>(news));
    }

    private static Deaths.Life life(UniqueAddress who) {
        return new Deaths.Life(Peers.hostPort(who.address()), who.longUid());
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}

package dev.sampo.actors.membership;

import dev.sampo.actors.EngineSettings;
import dev.sampo.membership.Minority;
import dev.sampo.wire.ToPeer;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;

/** Takes this voter out of a cluster that has become too small, as {@link Minority} decides, so that it joins anew. */
final class MinorityWatch extends AbstractBehavior<ToPeer> {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final Peers peers;
    private final Minority minority;
    private final Members members = new Members();
    private boolean hasEnded;

    private enum Tick implements ToPeer.Internal {
        NOW
    }

    /** Who is in the cluster has changed. */
    private record Changed(ClusterEvent.MemberEvent event) implements ToPeer.Internal {}

    private MinorityWatch(
            ActorContext<ToPeer> context, TimerScheduler<ToPeer> timers, Peers peers, JoinSettings settings) {
        super(context);
        this.peers = peers;
        this.minority = new Minority(settings.gathering().expect(), settings.minorityMaxMillis());
        this.cluster = Cluster.get(context.getSystem());
        ActorRef<ClusterEvent.MemberEvent> events =
                context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new);
        cluster.subscriptions().tell(Subscribe.create(events, ClusterEvent.MemberEvent.class));
        timers.startTimerWithFixedDelay(Tick.NOW, TICK);
    }

    static Behavior<ToPeer> create(Peers peers, JoinSettings settings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new MinorityWatch(context, timers, peers, settings)));
    }

    @Override
    public Receive<ToPeer> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Tick.NOW, this::tick)
                .onMessage(Changed.class, this::changed)
                .build();
    }

    private Behavior<ToPeer> changed(Changed changed) {
        members.see(changed.event());
        Member member = changed.event().member();
        boolean leaves = member.status().equals(MemberStatus.leaving())
                || member.status().equals(MemberStatus.exiting());
        if (leaves && member.hasRole(EngineSettings.VOTER)) {
            minority.leaves(Peers.hostPort(member.address()));
        }
        return this;
    }

    private Behavior<ToPeer> tick() {
        Set<String> voters = reachableVoters();
        if (voters.contains(peers.selfHostPort()) && minority.mustEnd(voters, now()) && !hasEnded) {
            hasEnded = true;
            getContext()
                    .getLog()
                    .warn(
                            "only {} are left here, and a cluster of those expected needs {} voters: this node ends, to"
                                    + " join anew",
                            voters,
                            minority.needed());
            cluster.manager().tell(new Down(peers.self()));
        }
        return this;
    }

    private Set<String> reachableVoters() {
        Set<Member> unreachable = cluster.state().getUnreachable();
        var voters = new TreeSet<String>();
        for (Member member : members.all()) {
            if (member.hasRole(EngineSettings.VOTER)
                    && member.status().equals(MemberStatus.up())
                    && !unreachable.contains(member)) {
                voters.add(Peers.hostPort(member.address()));
            }
        }
        return voters;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}

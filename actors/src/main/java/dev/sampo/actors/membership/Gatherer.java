package dev.sampo.actors.membership;

import dev.sampo.membership.Gathering;
import dev.sampo.membership.Gathering.Decision;
import dev.sampo.membership.Standing;
import dev.sampo.wire.ToPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
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
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.Leave;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Brings this node into its cluster as {@link Gathering} decides; afterwards tells those that gather where the cluster
 * is, and has the voters kept for the next start.
 */
final class Gatherer extends AbstractBehavior<ToPeer> {
    private static final Duration TICK = Duration.ofMillis(200);
    /** Most are in before there is anything to say. */
    private static final long QUIET_MILLIS = 1_000;

    private static final long TELL_AGAIN_MILLIS = 10_000;
    private final JoinSettings settings;
    private final CompletableFuture<Done> up;
    private final Cluster cluster;
    private final Peers peers;
    private final Members members = new Members();
    private final Gathering gathering;
    private final long began = now();
    private String lastTold = "";
    private long toldAt;
    private String waitsFor = "";
    private boolean keeping;
    private List<String> kept;

    private enum Tick implements ToPeer.Internal {
        NOW
    }

    /** Who is in the cluster has changed. */
    private record Changed(ClusterEvent.MemberEvent event) implements ToPeer.Internal {}

    private Gatherer(
            ActorContext<ToPeer> context,
            TimerScheduler<ToPeer> timers,
            Peers peers,
            JoinSettings settings,
            CompletableFuture<Done> up) {
        super(context);
        this.peers = peers;
        this.settings = settings;
        this.up = up;
        this.gathering = new Gathering(settings.gathering());
        this.kept = settings.gathering().lastVoters();
        this.cluster = Cluster.get(context.getSystem());
        ActorRef<ClusterEvent.MemberEvent> events =
                context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new);
        cluster.subscriptions().tell(Subscribe.create(events, ClusterEvent.MemberEvent.class));
        timers.startTimerWithFixedDelay(Tick.NOW, Duration.ZERO, TICK);
    }

    static Behavior<ToPeer> create(Peers peers, JoinSettings settings, CompletableFuture<Done> up) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Gatherer(context, timers, peers, settings, up)));
    }

    @Override
    public Receive<ToPeer> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Tick.NOW, this::tick)
                .onMessage(ToPeer.Gather.class, this::heard)
                .onMessage(Changed.class, this::changed)
                .build();
    }

    private boolean isMember() {
        return members.contains(peers.self());
    }

    private Behavior<ToPeer> heard(ToPeer.Gather gather) {
        Standing other = gather.standing();
        if (!isMember()) {
            gathering.hear(other, now());
        } else if (!other.member()) {
            peers.tell(peers.address(other.address()), new ToPeer.Gather(standingInCluster(other.address())));
        }
        return this;
    }

    private Standing standingInCluster(String asker) {
        long others = members.all().stream()
                .filter(member -> !Peers.hostPort(member.address()).equals(asker))
                .count();
        return new Standing(
                settings.gathering().cluster(),
                peers.selfHostPort(),
                settings.gathering().voter(),
                true,
                members.voters(),
                "",
                (int) Math.max(0, settings.nodesMax() - others),
                settings.gathering().partitions());
    }

    private Behavior<ToPeer> tick() {
        if (up.isDone()) {
            return this;
        }
        if (!isMember()) {
            act(gathering.decide(now()));
            var standing = new ToPeer.Gather(gathering.standing());
            gathering.contacts().forEach(contact -> peers.tell(peers.address(contact), standing));
        } else if (waitsFor.isEmpty()) {
            waitsFor = "this node has asked to join, and the cluster has not taken it in";
        }
        boolean waiting = settings.mayWait() && !isMember();
        if (!waiting && now() - began > settings.limitMillis()) {
            up.completeExceptionally(new CannotJoin("not in a cluster after " + settings.limitMillis() / 1_000 + " s: "
                    + (isMember() ? "too few nodes have joined for it to begin" : waitsFor)));
        }
        return this;
    }

    private void act(Decision decision) {
        if (decision instanceof Decision.Found) {
            cluster.manager().tell(Join.create(peers.self()));
        } else if (decision instanceof Decision.Join join) {
            join(join.members());
        } else if (decision instanceof Decision.Refused refused) {
            up.completeExceptionally(new CannotJoin(refused.why()));
        } else if (decision instanceof Decision.Wait wait) {
            tell(wait.why());
        } else {
            throw new AssertionError(decision);
        }
    }

    /** Pekko asks them until it is told another time, or is told to found a cluster, or is a member. */
    private void join(List<String> members) {
        List<Address> addresses = members.stream().map(peers::address).toList();
        cluster.manager().tell(new JoinSeedNodes(addresses));
    }

    private void tell(String why) {
        waitsFor = why;
        boolean isOld = now() - toldAt > TELL_AGAIN_MILLIS;
        if (!why.equals(lastTold) && now() - began > QUIET_MILLIS || isOld && !lastTold.isEmpty()) {
            lastTold = why;
            toldAt = now();
            settings.progress().accept("waiting: " + why);
        }
    }

    private Behavior<ToPeer> changed(Changed changed) {
        members.see(changed.event());
        Member member = changed.event().member();
        boolean isSelf = member.address().equals(peers.self());
        if (isSelf && member.status().equals(MemberStatus.up())) {
            enter(member);
        }
        if (keeping) {
            keep();
        }
        if (isSelf && member.status().equals(MemberStatus.leaving())) {
            // It leaves in order: those who stay are the cluster from now on, and this node cannot begin it without
            // them.
            var others = new ArrayList<>(members.voters());
            others.remove(peers.selfHostPort());
            if (!others.isEmpty()) {
                write(others);
            }
        }
        keeping &= !isSelf || member.status().equals(MemberStatus.up());
        return this;
    }

    /** Two that ask at the same time may both have been told that there is room for one: the later one goes again. */
    private void enter(Member self) {
        long older =
                members.all().stream().filter(other -> other.isOlderThan(self)).count();
        if (older >= settings.nodesMax()) {
            cluster.manager().tell(Leave.create(peers.self()));
            up.completeExceptionally(new CannotJoin(
                    "the cluster is full: it has " + older + " nodes, as many as sampo.cluster.max-nodes allows"));
        } else {
            keeping = true;
            up.complete(Done.getInstance());
        }
    }

    private void keep() {
        List<String> voters = members.voters();
        if (!voters.isEmpty() && !voters.equals(kept)) {
            write(voters);
            if (voters.size() == 2 && settings.gathering().expect() <= 2) {
                settings.progress().accept(whatTwoSurvive());
            }
        }
    }

    /** Two have no majority without each other; the resolver then keeps the side with the lower address. */
    private String whatTwoSurvive() {
        List<String> both = members.voters();
        return "two voting nodes: " + both.get(0) + " goes on without " + both.get(1) + ", but not the other way round."
                + " With a third, which may be light, either may die: ./sampo node --join " + both.get(0)
                + " --role observer";
    }

    private void write(List<String> voters) {
        kept = voters;
        settings.keepVoters().accept(voters);
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}

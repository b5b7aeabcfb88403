package dev.sampo.actors.limit;

import dev.sampo.actors.EngineSettings;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.SharedLimiter;
import dev.sampo.wire.FromLimiter;
import dev.sampo.wire.ToLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Keeps one limit for all nodes. It writes nothing down: whoever takes over begins as if all had been taken just then. It
 * gives nothing while it sees no majority, since there may soon be another.
 */
final class LimitOwner extends AbstractBehavior<ToLimiter> {
    private static final Set<MemberStatus> IN =
            Set.of(MemberStatus.up(), MemberStatus.leaving(), MemberStatus.exiting());
    private static final long MAJORITY_WAIT = Duration.ofMillis(500).toNanos();

    private final LimitSettings declared;
    private final SharedLimiter limiter;
    private final long start = System.nanoTime();

    /** It moves to another node. */
    enum Stop implements ToLimiter.Internal {
        NOW
    }

    private LimitOwner(ActorContext<ToLimiter> context, LimitSettings declared) {
        super(context);
        this.declared = declared;
        this.limiter = SharedLimiter.takenOver(declared, 0);
    }

    static Behavior<ToLimiter> create(String name, Optional<LimitSettings> declared) {
        return declared.map(settings -> Behaviors.<ToLimiter>setup(context -> new LimitOwner(context, settings)))
                .orElseGet(() -> Behaviors.setup(context -> Behaviors.receive(ToLimiter.class)
                        .onMessage(ToLimiter.Ask.class, ask -> {
                            ask.replyTo()
                                    .tell(new FromLimiter.Refused(
                                            name,
                                            ask.number(),
                                            "is not declared on "
                                                    + context.getSystem().address()
                                                    + ", which is to keep it for all; declare it on all nodes"));
                            return Behaviors.same();
                        })
                        .onMessageEquals(Stop.NOW, Behaviors::stopped)
                        .build()));
    }

    @Override
    public Receive<ToLimiter> createReceive() {
        return newReceiveBuilder()
                .onMessage(ToLimiter.Ask.class, this::ask)
                .onMessageEquals(Stop.NOW, Behaviors::stopped)
                .build();
    }

    private Behavior<ToLimiter> ask(ToLimiter.Ask ask) {
        ask.replyTo().tell(answer(ask));
        return this;
    }

    private FromLimiter answer(ToLimiter.Ask ask) {
        String name = declared.name();
        if (!ask.declared().equals(declared.declared())) {
            return new FromLimiter.Refused(
                    name,
                    ask.number(),
                    "is declared differently on two nodes: here \"" + ask.declared() + "\", on "
                            + getContext().getSystem().address() + " \"" + declared.declared() + "\"");
        }
        if (ask.least() < 1 || ask.least() > declared.owned().atOnceMax()) {
            return new FromLimiter.Refused(name, ask.number(), "does not give " + ask.least() + " permits at once");
        }
        if (!seesMajority()) {
            return new FromLimiter.Later(name, ask.number(), MAJORITY_WAIT);
        }
        long now = System.nanoTime() - start;
        var share = limiter.ask(ask.key(), ask.least(), ask.most(), now);
        return share.permits() == 0
                ? new FromLimiter.Later(name, ask.number(), share.nanos())
                : new FromLimiter.Given(name, ask.number(), share.permits(), share.nanos());
    }

    /** Of the voters; in a cluster that knows no such role, of all. */
    private boolean seesMajority() {
        var state = Cluster.get(getContext().getSystem()).state();
        var members = new ArrayList<Member>();
        state.getMembers().forEach(members::add);
        members.removeIf(member -> !IN.contains(member.status()));
        if (members.stream().anyMatch(LimitOwner::isVoter)) {
            members.removeIf(member -> !isVoter(member));
        }
        int all = members.size();
        members.removeAll(state.getUnreachable());
        return 2 * members.size() > all;
    }

    private static boolean isVoter(Member member) {
        return member.hasRole(EngineSettings.VOTER);
    }
}

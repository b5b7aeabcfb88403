package dev.sampo.actors;

import java.time.Duration;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;

/**
 * Ends the shards of this node once they have written what they decided, and hands them to other nodes; ends when that is done.
 *
 * <p>Pekko's region also waits until it has delivered what came for shards meanwhile. When all nodes end, no shard has a home to
 * deliver it to: it would wait for ever. So a region that has no shards any more is ended; who has sent something asks again.
 */
public final class HandOver extends AbstractBehavior<HandOver.Command> {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    /** So often the region is seen without shards before it is taken not to end by itself. */
    private static final int EMPTY_MAX = 10;

    /** Shards that are not handed over by then are taken over as those of a node that has died. */
    private static final Duration MAX = Duration.ofSeconds(10);

    sealed interface Command {}

    private enum Look implements Command {
        NOW
    }

    private enum Over implements Command {
        NOW
    }

    private record Seen(boolean isEmpty) implements Command {}

    private final org.apache.pekko.actor.ActorRef region;
    private final TimerScheduler<Command> timers;
    private int timesEmpty;

    private HandOver(ActorContext<Command> context, TimerScheduler<Command> timers, ActorRef<?> region) {
        super(context);
        this.region = Adapter.toClassic(region);
        this.timers = timers;
        context.watch(region);
        this.region.tell(ShardRegion.gracefulShutdownInstance(), org.apache.pekko.actor.ActorRef.noSender());
        timers.startSingleTimer(Over.NOW, MAX);
        look();
    }

    /** @return ends when the region has */
    public static ActorRef<?> begin(ActorContext<?> parent, ActorRef<?> region) {
        Behavior<Command> handOver =
                Behaviors.setup(context -> Behaviors.withTimers(timers -> new HandOver(context, timers, region)));
        return parent.spawnAnonymous(handOver);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Look.NOW, this::look)
                .onMessage(Seen.class, this::seen)
                .onMessageEquals(Over.NOW, this::end)
                .onSignal(Terminated.class, ended -> Behaviors.stopped())
                .build();
    }

    private Behavior<Command> look() {
        getContext()
                .pipeToSelf(
                        Patterns.ask(region, ShardRegion.getShardRegionStateInstance(), ANSWER_MAX),
                        (state, silence) -> new Seen(silence == null && isEmpty(state)));
        return this;
    }

    private static boolean isEmpty(Object told) {
        var state = (ShardRegion.CurrentShardRegionState) told;
        return state.getShards().isEmpty() && state.getFailed().isEmpty();
    }

    private Behavior<Command> seen(Seen seen) {
        timesEmpty = seen.isEmpty() ? timesEmpty + 1 : 0;
        if (timesEmpty == EMPTY_MAX) {
            return end();
        }
        timers.startSingleTimer(Look.NOW, LOOK);
        return this;
    }

    private Behavior<Command> end() {
        region.tell(PoisonPill.getInstance(), org.apache.pekko.actor.ActorRef.noSender());
        return this;
    }
}

package dev.sampo.actors.limit;

import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.OneShardEach;
import dev.sampo.wire.FromLimiter;
import dev.sampo.wire.ToLimiter;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The way to the owners of the limits that are kept for all nodes: sharded entities on the nodes that coordinate, one
 * shard each, so that every limit has one owner among them and gets another when that one's node is gone.
 */
public final class SharedLimits {
    private static final EntityTypeKey<ToLimiter> TYPE = EntityTypeKey.create(ToLimiter.class, "sampo-limit");

    private SharedLimits() {}

    /** @return what ends when the owners on this node have; none where no limit is shared */
    public static Optional<ActorRef<?>> start(ActorContext<?> parent, Limits limits) {
        if (limits.shared().isEmpty()) {
            return Optional.empty();
        }
        var region = ClusterSharding.get(parent.getSystem())
                .init(Entity.of(
                                TYPE,
                                entity ->
                                        LimitOwner.create(entity.getEntityId(), limits.declared(entity.getEntityId())))
                        .withRole(EngineSettings.COORDINATOR)
                        .withStopMessage(LimitOwner.Stop.NOW)
                        .withMessageExtractor(new OneShardEach<>())
                        .withSettings(ClusterShardingSettings.create(parent.getSystem())
                                .withRememberEntities(false)
                                // An owner that is idle for long knows that nobody has taken anything; the next would
                                // not.
                                .withNoPassivationStrategy()));
        ActorRef<FromLimiter> answers = parent.spawn(
                Behaviors.receiveMessage(answer -> {
                    limits.answered(answer);
                    return Behaviors.same();
                }),
                "limits");
        limits.reachOwners(ask -> region.tell(new ShardingEnvelope<>(ask.limit(), ask)), answers);
        return Optional.of(region);
    }
}

package dev.sampo.actors.route;

import dev.sampo.actors.Barrier;
import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.HandOver;
import dev.sampo.actors.OneShardEach;
import dev.sampo.actors.scheduler.Peers;
import dev.sampo.actors.scheduler.SchedulerActor;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.pattern.Patterns;
import scala.concurrent.duration.FiniteDuration;

/**
 * Partitions are sharded entities on the nodes that coordinate, one shard each. They are remembered: once woken, a
 * partition whose node dies wakes up elsewhere by itself. What is sent goes through a door actor per partition, which
 * puts the partition's number on it.
 */
public record Clustered(ActorRef<ShardingEnvelope<ToScheduler>> region, List<ActorRef<ToScheduler>> partitions)
        implements Route {

    private record Others(ClusterSharding sharding, Cluster cluster) implements Peers {
        private static final Set<MemberStatus> HERE = Set.of(MemberStatus.up(), MemberStatus.weaklyUp());

        @Override
        public void tell(int partition, ToScheduler message) {
            sharding.entityRefFor(TYPE, String.valueOf(partition)).tell(message);
        }

        @Override
        public List<Address> workers() {
            var workers = new ArrayList<Address>();
            for (Member member : cluster.state().getMembers()) {
                if (HERE.contains(member.status()) && member.hasRole(EngineSettings.WORKER)) {
                    workers.add(member.address());
                }
            }
            return workers;
        }
    }

    private static final long HOSTS_MILLIS = 2_000;
    private static final Duration GUIDED_WITHIN = Duration.ofSeconds(1);
    private static final EntityTypeKey<ToScheduler> TYPE = EntityTypeKey.create(ToScheduler.class, "sampo-partition");

    static Clustered start(
            ActorContext<?> parent, EngineSettings settings, EngineClock clock, Barrier barrier, Telemetry telemetry) {
        var sharding = ClusterSharding.get(parent.getSystem());
        Peers peers = new Others(sharding, Cluster.get(parent.getSystem()));
        var region = sharding.init(Entity.of(
                        TYPE,
                        entity -> SchedulerActor.create(
                                Integer.parseInt(entity.getEntityId()), settings, clock, barrier, telemetry, peers))
                .withRole(EngineSettings.COORDINATOR)
                .withStopMessage(SchedulerActor.Stop.NOW)
                .withMessageExtractor(new OneShardEach<>())
                .withSettings(ClusterShardingSettings.create(parent.getSystem()).withRememberEntities(true)));
        var doors = IntStream.range(0, settings.partitions())
                .mapToObj(number -> door(parent, region, String.valueOf(number)))
                .toList();
        return new Clustered(region, doors);
    }

    private static ActorRef<ToScheduler> door(
            ActorContext<?> parent, ActorRef<ShardingEnvelope<ToScheduler>> region, String number) {
        return parent.spawn(
                Behaviors.receiveMessage(message -> {
                    region.tell(new ShardingEnvelope<>(number, message));
                    return Behaviors.same();
                }),
                "door-" + number);
    }

    @Override
    public CompletionStage<Map<Integer, String>> hosts(ActorSystem<?> system) {
        // Asked of the region itself: Pekko's typed question finds none where a node hosts no partitions.
        return Patterns.ask(
                        Adapter.toClassic(region),
                        new ShardRegion.GetClusterShardingStats(FiniteDuration.create(HOSTS_MILLIS, "ms")),
                        Duration.ofMillis(2 * HOSTS_MILLIS))
                .thenApplyAsync(
                        stats -> byPartition((ShardRegion.ClusterShardingStats) stats), system.executionContext());
    }

    private static Map<Integer, String> byPartition(ShardRegion.ClusterShardingStats stats) {
        var hosts = new TreeMap<Integer, String>();
        stats.getRegions().forEach((address, region) -> region.getStats()
                .keySet()
                .forEach(shard -> hosts.put(Integer.parseInt(shard), Route.hostAndPort(address))));
        return hosts;
    }

    /** A region that knows no coordinator answers by itself, with an empty set; a coordinator knows at least of who asks. */
    @Override
    public CompletionStage<Boolean> isGuided() {
        return Patterns.ask(Adapter.toClassic(region), ShardRegion.getCurrentRegionsInstance(), GUIDED_WITHIN)
                .thenApply(known ->
                        !((ShardRegion.CurrentRegions) known).getRegions().isEmpty())
                .exceptionally(silence -> false);
    }

    @Override
    public Collection<? extends ActorRef<?>> stop(ActorContext<?> parent) {
        return List.of(HandOver.begin(parent, region));
    }
}

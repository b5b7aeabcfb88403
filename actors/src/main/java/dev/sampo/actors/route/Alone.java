package dev.sampo.actors.route;

import dev.sampo.actors.Barrier;
import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.scheduler.Peers;
import dev.sampo.actors.scheduler.SchedulerActor;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.wire.ToScheduler;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** All partitions are children of one actor of this process; no port is opened. */
public record Alone(List<ActorRef<ToScheduler>> partitions) implements Route {

    static Alone start(
            ActorContext<?> parent, EngineSettings settings, EngineClock clock, Barrier barrier, Telemetry telemetry) {
        var started = new AtomicReferenceArray<ActorRef<ToScheduler>>(settings.partitions());
        Peers peers = (partition, message) -> tell(started.get(partition), message);
        for (int partition = 0; partition < settings.partitions(); partition++) {
            started.set(
                    partition,
                    parent.spawn(
                            SchedulerActor.create(partition, settings, clock, barrier, telemetry, peers),
                            "partition-" + partition));
        }
        return new Alone(
                IntStream.range(0, settings.partitions()).mapToObj(started::get).toList());
    }

    /** One that is yet to start is asked again. */
    private static void tell(ActorRef<ToScheduler> partition, ToScheduler message) {
        if (partition != null) {
            partition.tell(message);
        }
    }

    @Override
    public CompletionStage<Map<Integer, String>> hosts(ActorSystem<?> system) {
        String here = Route.hostAndPort(system.address());
        return CompletableFuture.completedFuture(IntStream.range(0, partitions.size())
                .boxed()
                .collect(Collectors.toMap(Function.identity(), partition -> here)));
    }

    @Override
    public CompletionStage<Boolean> isGuided() {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public Collection<? extends ActorRef<?>> stop(ActorContext<?> parent) {
        partitions.forEach(partition -> partition.tell(SchedulerActor.Stop.NOW));
        return partitions;
    }
}

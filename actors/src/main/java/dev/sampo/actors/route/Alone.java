package dev.sampo.actors.route;

import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.scheduler.SchedulerActor;
import dev.sampo.wire.ToScheduler;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** All partitions are children of one actor of this process; no port is opened. */
public record Alone(List<ActorRef<ToScheduler>> partitions) implements Route {

    static Alone start(ActorContext<?> parent, EngineSettings settings, EngineClock clock) {
        return new Alone(IntStream.range(0, settings.partitions())
                .mapToObj(partition ->
                        parent.spawn(SchedulerActor.create(partition, settings, clock), "partition-" + partition))
                .toList());
    }

    @Override
    public Collection<? extends ActorRef<?>> stop() {
        partitions.forEach(partition -> partition.tell(SchedulerActor.Stop.NOW));
        return partitions;
    }
}

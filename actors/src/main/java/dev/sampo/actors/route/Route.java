package dev.sampo.actors.route;

import dev.sampo.actors.Barrier;
import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.wire.ToScheduler;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The way to each partition's scheduler. */
public sealed interface Route permits Alone, Clustered {

    /** Chooses by {@code pekko.actor.provider}: without a cluster there is only this process. */
    static Route start(
            ActorContext<?> parent, EngineSettings settings, EngineClock clock, Barrier barrier, Telemetry telemetry) {
        return isClustered(parent.getSystem())
                ? Clustered.start(parent, settings, clock, barrier, telemetry)
                : Alone.start(parent, settings, clock, barrier, telemetry);
    }

    /** Whether there is a cluster; otherwise there is only this process. */
    static boolean isClustered(ActorSystem<?> system) {
        return !system.settings().config().getString("pekko.actor.provider").equals("local");
    }

    /** Each takes messages for its partition, wherever that is served. */
    List<ActorRef<ToScheduler>> partitions();

    /** Where each partition is served at this moment, as "host:port"; those that are on the move are missing. */
    CompletionStage<Map<Integer, String>> hosts(ActorSystem<?> system);

    /**
     * Whether this node knows who says where partitions are served, and that one answers; false also when it does not. No
     * other node is asked, so one that stands still makes nobody else look so.
     */
    CompletionStage<Boolean> isGuided();

    /** Without the name of the actor system, which is no part of where it is; only that where there is no port. */
    static String hostAndPort(Address address) {
        String whole = address.hostPort();
        return whole.substring(whole.indexOf('@') + 1);
    }

    /**
     * Ends the partitions served by this process once they have written what they decided.
     *
     * @param parent of what sees to it
     * @return the actors that will be gone when that is done
     */
    Collection<? extends ActorRef<?>> stop(ActorContext<?> parent);
}

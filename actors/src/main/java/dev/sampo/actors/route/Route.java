package dev.sampo.actors.route;

import dev.sampo.wire.ToScheduler;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to each partition's scheduler. */
public sealed interface Route permits Alone {

    /** Takes a message for the partition, wherever that is served. */
    List<ActorRef<ToScheduler>> partitions();

    /** Ends the partitions served by this process once they have written what they decided. */
    void stop();
}

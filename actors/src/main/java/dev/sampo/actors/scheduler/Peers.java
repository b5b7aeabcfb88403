package dev.sampo.actors.scheduler;

import dev.sampo.wire.ToScheduler;
import java.util.List;
import org.apache.pekko.actor.Address;

/** The way to the schedulers of all partitions, this one included, and who is said to be there. */
@FunctionalInterface
public interface Peers {
    void tell(int partition, ToScheduler message);

    /** Where nodes are that run tasks, as far as their cluster knows; nothing where there is none. */
    default List<Address> workers() {
        return List.of();
    }
}

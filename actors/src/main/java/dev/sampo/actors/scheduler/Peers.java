package dev.sampo.actors.scheduler;

import dev.sampo.wire.ToScheduler;

/** The way to the schedulers of all partitions, this one included. */
@FunctionalInterface
public interface Peers {
    void tell(int partition, ToScheduler message);
}

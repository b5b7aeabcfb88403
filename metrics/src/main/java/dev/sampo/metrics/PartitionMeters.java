package dev.sampo.metrics;

import dev.sampo.telemetry.Event;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * How much the partitions of a node have to do, by what each has told last. Who tells nothing for a while is served here no
 * more: that it has left may be among what was dropped.
 */
final class PartitionMeters {
    private static final long TOLD_WITHIN_NANOS = Duration.ofSeconds(60).toNanos();

    private record Told(Event.PartitionLoad load, long nanos) {}

    private final LongSupplier nanos;
    private final Map<Integer, Told> partitions = new ConcurrentHashMap<>();

    PartitionMeters(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void load(Event.PartitionLoad event) {
        partitions.put(event.partition(), new Told(event, nanos.getAsLong()));
    }

    void left(Event.PartitionLeft event) {
        partitions.remove(event.partition());
    }

    long sum(ToLongFunction<Event.PartitionLoad> what) {
        long now = nanos.getAsLong();
        partitions.values().removeIf(told -> now - told.nanos() > TOLD_WITHIN_NANOS);
        return partitions.values().stream()
                .mapToLong(told -> what.applyAsLong(told.load()))
                .sum();
    }
}

package dev.sampo.metrics;

import dev.sampo.telemetry.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

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
        return served().mapToLong(what).sum();
    }

    /** Breakers that are not closed, by node, as the partitions know them: the next scheduler of one finds out for itself. */
    Map<String, Integer> breakers() {
        var all = new HashMap<String, Integer>();
        served().forEach(
                        load -> load.breakers().forEach((node, count) -> all.merge(node.value(), count, Integer::sum)));
        return all;
    }

    private Stream<Event.PartitionLoad> served() {
        long now = nanos.getAsLong();
        partitions.values().removeIf(told -> now - told.nanos() > TOLD_WITHIN_NANOS);
        return partitions.values().stream().map(Told::load);
    }
}

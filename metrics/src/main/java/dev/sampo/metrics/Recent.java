package dev.sampo.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Something that costs to look at, and that some dozens of gauges look at one after the other: all see the same. */
final class Recent<T> implements Supplier<T> {
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final Supplier<T> source;
    private final LongSupplier nanos;
    private T latest;
    private long at;

    Recent(Supplier<T> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    @Override
    public synchronized T get() {
        long now = nanos.getAsLong();
        if (latest == null || now - at > FRESH_NANOS) {
            latest = source.get();
            at = now;
        }
        return latest;
    }
}

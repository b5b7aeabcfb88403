package dev.sampo.metrics;

import dev.sampo.Sampo;
import dev.sampo.membership.NodeLoad;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts and measures what happens on this node, in a registry of yours, from now until it is closed. Then what
 * was counted and timed stays in the registry, where it changes no more, and the gauges leave it. One registry takes one Sampo: give each of several one of its own, or
 * common tags.
 */
public final class SampoMetrics implements AutoCloseable {
    /** Of graphs, kinds of tasks, tenants, nodes and resources so many have series of their own, unless said otherwise. */
    public static final int NAMES_MAX = 100;

    private final Runnable end;

    private SampoMetrics(Runnable end) {
        this.end = end;
    }

    public static SampoMetrics of(Sampo sampo, MeterRegistry registry) {
        return of(sampo, registry, NAMES_MAX);
    }

    /** @param namesMax of graphs, kinds of tasks, tenants, nodes and resources so many of each have series of their own */
    public static SampoMetrics of(Sampo sampo, MeterRegistry registry, int namesMax) {
        EventMeters meters = listener(sampo::load, registry, namesMax);
        Runnable end = sampo.listen(meters);
        return new SampoMetrics(() -> {
            end.run();
            meters.close();
        });
    }

    static EventMeters listener(Supplier<NodeLoad> load, MeterRegistry registry, int namesMax) {
        return listener(load, registry, namesMax, System::nanoTime);
    }

    static EventMeters listener(Supplier<NodeLoad> load, MeterRegistry registry, int namesMax, LongSupplier nanos) {
        if (namesMax < 1) {
            throw new IllegalArgumentException("namesMax=" + namesMax + "; at least 1 name needs series of its own");
        }
        var node = new NodeMeters(registry, new Recent<>(load, nanos), namesMax, nanos);
        node.begin();
        return new EventMeters(new Meters(registry), node, namesMax);
    }

    @Override
    public void close() {
        end.run();
    }
}

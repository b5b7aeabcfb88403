package dev.sampo.metrics;

import dev.sampo.link.Availability;
import dev.sampo.membership.NodeLoad;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Event;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What a node has and how much of it is used, looked at when somebody asks, until it is closed. */
final class NodeMeters implements AutoCloseable {
    private static final String MEMORY = "memory";

    private final MeterRegistry registry;
    private final Supplier<NodeLoad> load;
    private final int namesMax;
    private final Set<String> resources = ConcurrentHashMap.newKeySet();
    private final PartitionMeters partitions;
    private final Series breakers;
    private final Queue<Meter> all = new ConcurrentLinkedQueue<>();
    private volatile boolean isClosed;

    NodeMeters(MeterRegistry registry, Supplier<NodeLoad> load, int namesMax, LongSupplier nanos) {
        this.registry = registry;
        this.load = load;
        this.partitions = new PartitionMeters(nanos);
        this.namesMax = namesMax;
        this.breakers = new Series(namesMax, this::breakers);
    }

    void begin() {
        NodeLoad now = load.get();
        now.state().capacity().names().forEach(this::resource);
        gauge("sampo.attempts.held", "Attempts that are with this node, queued or running", node -> node.state()
                .held());
        gauge("sampo.attempts.running", "Bodies that run", NodeLoad::running);
        gauge("sampo.values.kept", "Large values that are kept by this node", node -> node.kept()
                .values());
        bytes("sampo.values.memory", "Memory that kept values take", node -> node.kept()
                .memory());
        bytes("sampo.values.memory.max", "Memory that kept values may take", node -> node.kept()
                .memoryMax());
        for (Availability each : Availability.values()) {
            keep(Gauge.builder(
                            "sampo.node.availability", () -> load.get().state().availability() == each ? 1 : 0)
                    .description("1 for what the node takes on: active, cordoned or draining; 0 for what it does not")
                    .tag("is", Meters.lower(each))
                    .register(registry));
        }
        now.limits().forEach(limit -> limit(limit.name()));
        partition("sampo.partitions", "Schedulers that this node serves", one -> 1);
        partition("sampo.jobs.open", "Jobs of its partitions that have not ended", Event.PartitionLoad::jobs);
        partition("sampo.tasks.waiting", "Tasks of its jobs that are with no node", Event.PartitionLoad::waiting);
        partition("sampo.tasks.assigned", "Tasks of its jobs that are with a node", Event.PartitionLoad::assigned);
    }

    private void gauge(String name, String description, ToDoubleFunction<NodeLoad> what) {
        keep(Gauge.builder(name, () -> what.applyAsDouble(load.get()))
                .description(description)
                .register(registry));
    }

    private void bytes(String name, String description, ToDoubleFunction<NodeLoad> what) {
        keep(Gauge.builder(name, () -> what.applyAsDouble(load.get()))
                .description(description)
                .baseUnit("bytes")
                .register(registry));
    }

    private void partition(String name, String description, ToLongFunction<Event.PartitionLoad> what) {
        keep(Gauge.builder(name, () -> partitions.sum(what))
                .description(description)
                .register(registry));
    }

    private void breakers(String node) {
        keep(Gauge.builder("sampo.breakers.open", () -> breakers.sum(node, partitions.breakers()))
                .description("Breakers that are not closed, by the node they are of, as each scheduler here has them")
                .tag("on", node)
                .register(registry));
    }

    private void limit(String name) {
        keep(Gauge.builder("sampo.limit.waiting", () -> limit(name, NodeLoad.LimitLoad::waiting))
                .description("Those who wait for permits of a limit")
                .tag("limit", name)
                .register(registry));
        keep(FunctionCounter.builder(
                        "sampo.limit.admitted", this, self -> self.limit(name, NodeLoad.LimitLoad::admitted))
                .description("How often permits of a limit were given")
                .tag("limit", name)
                .register(registry));
    }

    private long limit(String name, ToLongFunction<NodeLoad.LimitLoad> what) {
        return load.get().limits().stream()
                .filter(limit -> limit.name().equals(name))
                .mapToLong(what)
                .sum();
    }

    /** A resource that the node has, or has by now. */
    private void resource(String name) {
        if (resources.size() < namesMax && resources.add(name)) {
            resource(
                    "sampo.node.capacity",
                    "What the node has, by resource; memory in bytes",
                    name,
                    NodeMeters::capacity);
            resource("sampo.node.free", "What is not used of it", name, node -> node.state()
                    .free());
        }
    }

    private static Resources capacity(NodeLoad node) {
        return node.state().capacity();
    }

    private interface Part {
        Resources of(NodeLoad node);
    }

    private void resource(String name, String description, String resource, Part part) {
        keep(Gauge.builder(name, () -> amount(resource, part.of(load.get())))
                .description(description)
                .tag("resource", resource)
                .register(registry));
    }

    private static double amount(String resource, Resources resources) {
        double units = resources.units(resource);
        return resource.equals(MEMORY) ? units : units / Resources.WHOLE;
    }

    void changed(Event.ResourceChanged event) {
        event.capacity().names().forEach(this::resource);
    }

    void load(Event.PartitionLoad event) {
        partitions.load(event);
        event.breakers().keySet().forEach(node -> breakers.see(node.value()));
    }

    void left(Event.PartitionLeft event) {
        partitions.left(event);
    }

    private void keep(Meter meter) {
        all.add(meter);
        if (isClosed) {
            close();
        }
    }

    /** They would go on to tell of a node that has ended, and keep it in memory. */
    @Override
    public void close() {
        isClosed = true;
        for (Meter meter = all.poll(); meter != null; meter = all.poll()) {
            registry.remove(meter);
        }
    }
}

package dev.sampo.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What goes on at the HTTP door of a node: requests, queues of tasks that programs elsewhere take on lease, and traces that are sent. */
public final class DoorMeters implements AutoCloseable {
    /**
     * A queue of tasks, as it is now.
     *
     * @param workers that wait for a task of it
     */
    public record TaskQueue(String name, int waiting, int leased, int workers) {}

    private record Asked(String method, String route, String status) {}

    private final MeterRegistry registry;
    private final Meters meters;
    private final Recent<List<TaskQueue>> queues;
    private final Series byQueue;
    private final Names<String, Counter> runOut;
    private final Map<Asked, Timer> answered = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> refused = new ConcurrentHashMap<>();
    private final Queue<Meter> lookedAt = new ConcurrentLinkedQueue<>();

    /** @param namesMax so many queues have series of their own */
    public DoorMeters(MeterRegistry registry, Supplier<List<TaskQueue>> queues, int namesMax) {
        this.registry = registry;
        this.meters = new Meters(registry);
        this.queues = new Recent<>(queues, System::nanoTime);
        this.byQueue = new Series(namesMax, this::queue);
        this.runOut = new Names<>(
                namesMax,
                Names.OTHER,
                queue -> meters.counter(
                        "sampo.leases.run.out", "Leases whose worker was not heard of in time", "queue", queue));
    }

    private void queue(String name) {
        gauge(name, "sampo.lease.tasks.waiting", "Tasks that wait for a worker elsewhere", TaskQueue::waiting);
        gauge(name, "sampo.leases.held", "Tasks that a worker elsewhere has on lease", TaskQueue::leased);
        gauge(name, "sampo.lease.workers.waiting", "Workers elsewhere that wait for a task", TaskQueue::workers);
    }

    private void gauge(String queue, String name, String description, ToIntFunction<TaskQueue> what) {
        lookedAt.add(Gauge.builder(name, () -> byQueue.sum(queue, amounts(what)))
                .description(description)
                .tag("queue", queue)
                .register(registry));
    }

    private Map<String, Integer> amounts(ToIntFunction<TaskQueue> what) {
        var amounts = new HashMap<String, Integer>();
        queues.get().forEach(queue -> amounts.put(queue.name(), what.applyAsInt(queue)));
        return amounts;
    }

    /** Before numbers are read: queues have come meanwhile, perhaps. */
    public void look() {
        queues.get().forEach(queue -> byQueue.see(queue.name()));
    }

    public synchronized void runOut(String queue) {
        runOut.of(queue).increment();
    }

    /** @param route as it stands in the table of routes, with names in braces: the caller sees to it that there are few */
    public void answered(String method, String route, int status, long nanos) {
        answered.computeIfAbsent(
                        new Asked(method, route, status / 100 + "xx"),
                        asked -> meters.timer(
                                "sampo.http.request",
                                "From when a request had come until its answer began",
                                "method",
                                asked.method(),
                                "route",
                                asked.route(),
                                "status",
                                asked.status()))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A request that was not looked at, because of who asks, or how often. */
    public void refused(int status) {
        refused.computeIfAbsent(
                        status,
                        why -> meters.counter(
                                "sampo.http.refused",
                                "Requests that were not looked at, because of who asks, or how often",
                                "status",
                                Integer.toString(why)))
                .increment();
    }

    /** Of the traces that this node sends. */
    public void spans(LongSupplier sent, LongSupplier dropped) {
        spans("sent", sent);
        spans("dropped", dropped);
    }

    private void spans(String outcome, LongSupplier count) {
        lookedAt.add(FunctionCounter.builder("sampo.spans", this, self -> count.getAsLong())
                .description("Spans of traces that were sent to a collector, or that it did not take in time")
                .tag("outcome", outcome)
                .register(registry));
    }

    @Override
    public void close() {
        for (Meter meter = lookedAt.poll(); meter != null; meter = lookedAt.poll()) {
            registry.remove(meter);
        }
    }
}

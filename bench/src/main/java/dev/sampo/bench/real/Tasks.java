package dev.sampo.bench.real;

import dev.sampo.dag.AnyHandle;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.TaskContext;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import dev.sampo.sim.whatif.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A workload as a Dag whose bodies sleep, and say when they began and ended. */
final class Tasks {
    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    static final String GPU = "gpu";
    /** The label that carries the id of a node. */
    static final String ID = "workload-node";

    private static final long BYTES_PER_UNIT = 1 << 20;
    private static final double MICROS_PER_MILLI = 1e3;

    private final Workload workload;
    private final double millisPerUnit;
    private final String name;
    private final List<Handle<Ran>> handles = new ArrayList<>();

    /** Where a body ran, and from when until when, in microseconds. */
    record Ran(String node, long from, long until) {}

    Tasks(Workload workload, double millisPerUnit, String name) {
        this.workload = workload;
        this.millisPerUnit = millisPerUnit;
        this.name = name;
    }

    static long bytes(double units) {
        return Math.round(units * BYTES_PER_UNIT);
    }

    List<Handle<Ran>> handles() {
        return handles;
    }

    Dag dag() {
        var dag = Dag.named(name);
        for (Workload.Task task : workload.tasks()) {
            long micros = Math.max(1, Math.round(task.duration() * millisPerUnit * MICROS_PER_MILLI));
            Handle<Ran> handle = dag.task(task.id(), context -> sleep(context, micros))
                    .needs(resources(task.needs()))
                    .where(where(task))
                    .after(task.deps().stream().map(handles::get).toArray(AnyHandle<?>[]::new));
            handles.add(handle.expected(Duration.of(micros, ChronoUnit.MICROS)));
        }
        return dag;
    }

    private static Ran sleep(TaskContext context, long micros) throws InterruptedException {
        long began = now();
        long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left); // Thread.sleep would round up to a whole millisecond.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return new Ran(context.node(), began, now());
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static Resources resources(Map<String, Double> needs) {
        Resources resources = Resources.NONE;
        for (Map.Entry<String, Double> need : needs.entrySet()) {
            double amount = need.getValue();
            resources = switch (need.getKey()) {
                case CPU -> resources.withCpus(amount);
                case MEMORY -> resources.memory(bytes(amount));
                case GPU -> resources.gpus(amount);
                default -> amount == 0 ? resources : resources.and(need.getKey(), amount);
            };
        }
        return resources;
    }

    private static Selector where(Workload.Task task) {
        Selector where = Selector.ANY;
        for (Map.Entry<String, String> label : task.labels().entrySet()) {
            where = where.and(Selector.label(label.getKey()).is(label.getValue()));
        }
        return task.on().isEmpty()
                ? where
                : where.and(Selector.label(ID).in(task.on().toArray(String[]::new)));
    }
}

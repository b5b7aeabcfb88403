package dev.sampo.bench.micro;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobId;
import dev.sampo.link.LinkSettings;
import dev.sampo.link.Order;
import dev.sampo.link.PartitionLink;
import dev.sampo.link.Session;
import dev.sampo.resource.Equipment;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import dev.sampo.worker.WorkerSettings;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The worker's part of a task: 1,000 are assigned, run one at a time (their bodies cost nothing) and are reported. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WorkerBenchmark {
    private static final int CHUNK = 64;

    private final ArrayDeque<WorkerInput> waiting = new ArrayDeque<>();
    private Blueprint blueprint;
    private Worker worker;
    private PartitionLink partition;
    private long now;
    private long jobs;
    private long reported;

    @Setup
    public void begin() {
        blueprint = Bench.apart(Bench.TASKS);
        worker = new Worker(Bench.node(0), 1, Equipment.of(Bench.CAPACITY), WorkerSettings.DEFAULTS);
        partition = new PartitionLink(new Session(0, 1, 1), LinkSettings.DEFAULTS);
        post();
    }

    @Benchmark
    @OperationsPerInvocation(Bench.TASKS)
    public long assignments() {
        var job = new JobId("job-" + ++jobs);
        long before = reported;
        partition.add(new Order.Stretch(job, 0, Bench.TASKS, blueprint.digest(), Order.Stretch.WHOLE, 0));
        for (int from = 0; from < Bench.TASKS; from += CHUNK) {
            int to = Math.min(Bench.TASKS, from + CHUNK);
            partition.add(
                    new Order.Assign(job, IntStream.range(from, to).toArray(), 1, jobs * Bench.TASKS + from, false));
        }
        post();
        partition.add(new Order.Forget(job));
        post();
        if (reported - before != Bench.TASKS) {
            throw new IllegalStateException(reported - before + " of " + Bench.TASKS + " were reported");
        }
        return reported;
    }

    private void post() {
        now++;
        partition.flush(now).forEach(orders -> waiting.add(new WorkerInput.Ordered(orders)));
        while (!waiting.isEmpty()) {
            worker.step(now, List.of(waiting.poll())).forEach(this::act);
        }
    }

    private void act(Action action) {
        if (action instanceof Action.Run run) {
            waiting.add(new WorkerInput.Ended(run.run(), Bench.SUCCESS, Bench.MICROS));
        } else if (action instanceof Action.FetchBlueprint) {
            waiting.add(new WorkerInput.BlueprintArrived(blueprint));
        } else if (action instanceof Action.Send send && partition.takes(send.report())) {
            reported += send.report().ended().size();
            partition.reportRestsOn(reported);
            partition.durable(reported);
            partition.flush(now).forEach(orders -> waiting.add(new WorkerInput.Ordered(orders)));
        }
    }
}

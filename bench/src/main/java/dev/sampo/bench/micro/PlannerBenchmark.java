package dev.sampo.bench.micro;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.planning.PlannerSettings;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The planner's part of a task: a job of 1,000 is submitted, placed on two nodes and ended; no bytes, no threads. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlannerBenchmark {
    @Param({"each", "apart"})
    String shape;

    private final ArrayDeque<Input> waiting = new ArrayDeque<>();
    private Map<?, EagerNode> nodes;
    private Planner planner;
    private Blueprint blueprint;
    private long now;
    private long jobs;
    private boolean ended;

    @Setup
    public void begin() {
        blueprint = shape.equals("each") ? Bench.flat(Bench.TASKS) : Bench.apart(Bench.TASKS);
        nodes = Map.of(Bench.node(0), new EagerNode(0), Bench.node(1), new EagerNode(1));
        planner = Planner.begin(new Ledger(), 0, 1, PlannerSettings.DEFAULTS, 42, now);
        for (int i = 0; i < 2; i++) {
            waiting.add(new Input.NodeSeen(Bench.node(i), 1, Bench.CAPACITY, Map.of()));
        }
        drain();
    }

    @Benchmark
    @OperationsPerInvocation(Bench.TASKS)
    public long job() {
        var id = new JobId("job-" + ++jobs);
        ended = false;
        waiting.add(new Input.Submit(1, id, blueprint, JobOptions.DEFAULTS));
        waiting.add(new Input.AwaitJob(2, id));
        drain();
        if (!ended) {
            throw new IllegalStateException(id + " did not end");
        }
        return planner.ledger().factCount();
    }

    private void drain() {
        while (!waiting.isEmpty()) {
            now++;
            Plan plan = planner.step(now, List.of(waiting.poll()));
            if (!plan.facts().isEmpty()) {
                waiting.add(new Input.Durable(plan.factsUpTo()));
            }
            for (Plan.Letter letter : plan.letters()) {
                nodes.get(letter.node())
                        .take(letter.orders(), now)
                        .forEach(report -> waiting.add(new Input.Reported(report)));
            }
            ended |= plan.replies().stream().anyMatch(reply -> reply.answer() instanceof Answer.JobOver);
        }
    }
}

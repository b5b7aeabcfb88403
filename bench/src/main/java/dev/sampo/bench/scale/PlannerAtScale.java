package dev.sampo.bench.scale;

import dev.sampo.actors.body.UserCode;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Resources;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The real planner, many nodes and many ready tasks of many shapes: first the nodes are filled, then whatever ends makes room
 * for what waits. All steps that place are timed, those in which jobs come or facts become durable are not.
 */
final class PlannerAtScale {
    static final int SHAPES = 50;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int NODE_CPUS = 64;

    /** What a run came to; times in nanoseconds. */
    record Outcome(int nodes, long filled, long fillNanos, long churned, long churnNanos, List<Long> passes) {
        double fillCost() {
            return fillNanos / (double) Math.max(1, filled);
        }

        double churnCost() {
            return churnNanos / (double) Math.max(1, churned);
        }

        double perSecond() {
            return (filled + churned) * 1e9 / (fillNanos + churnNanos);
        }

        double passMillis(double part) {
            var sorted = passes.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1L, (long) (part * sorted.size()))) / 1e6;
        }
    }

    private final List<HeldNode> nodes = new ArrayList<>();
    private final Map<NodeId, HeldNode> byId = new java.util.HashMap<>();
    private final ArrayDeque<Input> waiting = new ArrayDeque<>();
    private final List<Long> passes = new ArrayList<>();
    private final Planner planner = Planner.begin(new Ledger(), 0, 1, PlannerSettings.DEFAULTS, 42, 0);
    private long now = 1;
    private long placed;
    private long left;
    private long timed;

    private PlannerAtScale() {}

    /** @param jobs among which the tasks are divided, each with all shapes */
    static Outcome run(int nodeCount, int tasks, int jobs) {
        var run = new PlannerAtScale();
        run.left = tasks;
        for (int i = 0; i < nodeCount; i++) {
            run.join(i);
        }
        run.settle();
        for (int job = 0; job < jobs; job++) {
            run.step(new Input.Submit(1, new JobId("job-" + job), graph(tasks / jobs), JobOptions.DEFAULTS), false);
        }
        run.passes.clear();
        run.timed = 0;
        run.settle();
        long filled = run.placed;
        long fillNanos = run.timed;
        run.timed = 0;
        for (int next = 0; run.left > 0; next = (next + 1) % nodeCount) {
            run.now += next == 0 ? 10 : 0;
            HeldNode node = run.nodes.get(next);
            node.end(Math.max(1, node.held() / 4), run.now)
                    .forEach(report -> run.waiting.add(new Input.Reported(report)));
            run.settle();
        }
        return new Outcome(nodeCount, filled, fillNanos, run.placed - filled, run.timed, run.passes);
    }

    private void join(int number) {
        var id = new NodeId("node-" + number);
        var node = new HeldNode(id);
        nodes.add(node);
        byId.put(id, node);
        int gpus = number % 5 == 0 ? 8 : 0;
        step(
                new Input.NodeSeen(
                        id, 1, Resources.cpus(NODE_CPUS).memory("256GiB").gpus(gpus), Map.of()),
                false);
    }

    /** One graph with so many tasks in fifty shapes; all of them are ready at once. */
    private static Blueprint graph(int tasks) {
        var dag = Dag.named("many");
        for (int shape = 0; shape < SHAPES; shape++) {
            Resources needs = Resources.cpus(1 + shape % 7).memory((1 + shape / 7) + "GiB");
            dag.each(
                            "shape-" + shape,
                            LongStream.range(0, tasks / SHAPES).boxed().toList(),
                            PlannerAtScale::same)
                    .needs(shape % 25 == 0 ? needs.gpus(0.5) : needs);
        }
        return dag.compile(UserCode.of(PlannerAtScale.class.getClassLoader()).encoder());
    }

    private static Long same(Long value) {
        return value;
    }

    private void step(Input input, boolean isTimed) {
        long before = cpu();
        Plan plan = planner.step(now, List.of(input));
        long took = cpu() - before;
        if (isTimed) {
            timed += took;
            if (!(input instanceof Input.Durable)) { // With which the elements of an each become ready.
                passes.add(took);
            }
        }
        if (!plan.facts().isEmpty()) {
            waiting.add(new Input.Durable(plan.factsUpTo()));
        }
        for (Plan.Letter letter : plan.letters()) {
            HeldNode node = byId.get(letter.node());
            int held = node.held();
            node.take(letter.orders(), now).forEach(report -> waiting.add(new Input.Reported(report)));
            placed += isTimed ? node.held() - held : 0;
            left -= node.held() - held;
        }
        if (plan.wakeAt() <= now) {
            waiting.add(new Input.Tick());
        }
    }

    /** Of this thread: what others do on the same cores is left out. */
    private static long cpu() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private void settle() {
        while (!waiting.isEmpty()) {
            step(waiting.poll(), true);
        }
    }

    /** One size, by nodes, tasks and jobs. The first run is for the compiler, and not shown. */
    public static void main(String[] arguments) {
        int nodes = Integer.parseInt(arguments[0]);
        int tasks = Integer.parseInt(arguments[1]);
        int jobs = Integer.parseInt(arguments[2]);
        run(nodes, tasks, jobs);
        print(run(nodes, tasks, jobs), jobs);
    }

    private static void print(Outcome outcome, int jobs) {
        System.out.printf(
                "%,6d nodes, %2d jobs: %,9.0f placements/s; %5.2f us each while filling (%,d), %5.2f us after (%,d);"
                        + " a pass: median %.3f ms, 99 %% %.3f, 99.9 %% %.3f, longest %.3f of %,d%n",
                outcome.nodes(),
                jobs,
                outcome.perSecond(),
                outcome.fillCost() / 1e3,
                outcome.filled(),
                outcome.churnCost() / 1e3,
                outcome.churned(),
                outcome.passMillis(0.5),
                outcome.passMillis(0.99),
                outcome.passMillis(0.999),
                outcome.passMillis(1),
                outcome.passes().size());
    }
}

package dev.sampo.bench.real;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.SubmitOptions;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import dev.sampo.harness.NodeSpec;
import dev.sampo.sim.whatif.Budget;
import dev.sampo.sim.whatif.Estimates;
import dev.sampo.sim.whatif.Policy;
import dev.sampo.sim.whatif.Question;
import dev.sampo.sim.whatif.Schedule;
import dev.sampo.sim.whatif.ScheduleRow;
import dev.sampo.sim.whatif.WhatIf;
import dev.sampo.sim.whatif.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs workloads with bodies that only sleep, on a process per node of theirs and one that schedules, and compares how long
 * each takes, from the begin of its first task to the end of its last, with what the simulator says, and where it goes another way.
 */
public final class RealRuns {
    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final String PLAN = "plan";
    private static final int RUNS = 3;
    /** So that what the nodes do for a task has been compiled, as on a cluster that has run for some minutes. */
    private static final int WARM_RUNS = 300;

    private static final double PERCENT = 100;
    private static final double MICROS_PER_MILLI = 1e3;

    private final String policy;
    private final double meanMillis;

    private RealRuns(String policy, double meanMillis) {
        this.policy = policy;
        this.meanMillis = meanMillis;
    }

    /** @param arguments the policy, plan or a placer; how many ms a task lasts in the mean; the files */
    public static void main(String[] arguments) {
        var runs = new RealRuns(arguments[0], Double.parseDouble(arguments[1]));
        System.out.printf("%-22s %9s %9s %8s  each run%n", "workload, " + arguments[0], "simulated", "real", "longer");
        double[] longer = Arrays.stream(arguments)
                .skip(2)
                .map(Path::of)
                .mapToDouble(runs::compare)
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%d workloads: %+.2f %% in the mean, %+.2f %% at most%n",
                longer.length,
                Arrays.stream(longer).average().orElseThrow(),
                Arrays.stream(longer).max().orElseThrow());
        System.exit(0);
    }

    private double compare(Path file) {
        // How long it may look ahead depends on how long the tasks last, so the simulator is to take them for as long
        // as they will.
        Workload workload = Scale.scaled(WhatIf.read(file), meanMillis);
        Schedule simulated = WhatIf.run(
                workload,
                new Question(Policy.named(policy), Estimates.EXACT, new Budget.Time(BUDGET, System::nanoTime), 0));
        double expected = simulated.makespan() * Scale.MILLIS_PER_UNIT;
        List<List<ScheduleRow>> runs = run(workload);
        double[] real = runs.stream().mapToDouble(RealRuns::millis).toArray();
        double median = Arrays.stream(real).sorted().toArray()[RUNS / 2];
        double longer = PERCENT * (median / expected - 1);
        System.out.printf(
                Locale.ROOT,
                "%-22s %6.0f ms %6.0f ms %+6.2f %%  %s%n",
                workload.name(),
                expected,
                median,
                longer,
                Arrays.toString(Arrays.stream(real).mapToLong(Math::round).toArray()));
        for (List<ScheduleRow> run : runs) {
            Departure.of(simulated.rows(), run).ifPresent(other -> System.out.println("  not as simulated: " + other));
        }
        return longer;
    }

    private List<List<ScheduleRow>> run(Workload workload) {
        SubmitOptions options = policy.equals(PLAN) ? SubmitOptions.DEFAULTS.plan(BUDGET) : SubmitOptions.DEFAULTS;
        try (Cluster cluster = Cluster.start(spec(workload))) {
            Sampo client = cluster.client();
            cluster.until("who schedules knows every node", () -> isAccepted(client, workload));
            for (int run = 0; run < WARM_RUNS; run++) {
                once(client, workload, 1 / meanMillis, "warm-" + run, SubmitOptions.DEFAULTS);
            }
            return IntStream.range(0, RUNS)
                    .mapToObj(run -> once(client, workload, 1, "run-" + run, options))
                    .toList();
        }
    }

    /** What asks for a node that has only just come is refused. */
    private boolean isAccepted(Sampo client, Workload workload) {
        try {
            once(client, workload, 1 / meanMillis, "first", SubmitOptions.DEFAULTS);
            return true;
        } catch (SampoException.Rejected notYet) {
            return false;
        }
    }

    private ClusterSpec spec(Workload workload) {
        var spec = ClusterSpec.jvms(workload.nodes().size() + 1)
                .direct()
                .nodes(node -> node.set("sampo.planner.placer", policy.equals(PLAN) ? "critical-path" : policy))
                .node(0, node -> node.roles("coordinator"));
        for (int i = 0; i < workload.nodes().size(); i++) {
            Workload.Node node = workload.nodes().get(i);
            spec = spec.node(i + 1, each -> equipped(each.roles("worker"), node));
        }
        return spec;
    }

    private static NodeSpec equipped(NodeSpec spec, Workload.Node node) {
        NodeSpec equipped = spec.label(Tasks.ID, node.id());
        for (Map.Entry<String, String> label : node.labels().entrySet()) {
            equipped = equipped.label(label.getKey(), label.getValue());
        }
        for (Map.Entry<String, Double> amount : node.capacity().entrySet()) {
            equipped = switch (amount.getKey()) {
                case Tasks.CPU -> equipped.cpus(amount.getValue());
                case Tasks.MEMORY -> equipped.memory(Tasks.bytes(amount.getValue()) + "B");
                case Tasks.GPU -> equipped.set("sampo.node.gpus", amount.getValue());
                default -> equipped.resource(amount.getKey(), amount.getValue());
            };
        }
        return equipped;
    }

    /** How many milliseconds lie between the begin of the first task and the end of the last. */
    private static double millis(List<ScheduleRow> rows) {
        double first = rows.stream().mapToDouble(ScheduleRow::start).min().orElseThrow();
        double last = rows.stream().mapToDouble(ScheduleRow::end).max().orElseThrow();
        return last - first;
    }

    /** Which task ran where, and when in milliseconds. */
    private List<ScheduleRow> once(Sampo client, Workload workload, double part, String name, SubmitOptions options) {
        var tasks = new Tasks(workload, part * Scale.MILLIS_PER_UNIT, name);
        Job job = client.submit(tasks.dag(), options);
        job.await();
        return tasks.handles().stream()
                .map(handle -> {
                    Tasks.Ran ran = job.await(handle);
                    return new ScheduleRow(
                            handle.name(),
                            nodes(workload).get(ran.node()),
                            ran.from() / MICROS_PER_MILLI,
                            ran.until() / MICROS_PER_MILLI);
                })
                .toList();
    }

    /** The ids in the workload of the nodes by their names here. */
    private static Map<String, String> nodes(Workload workload) {
        return IntStream.range(0, workload.nodes().size())
                .boxed()
                .collect(Collectors.toMap(
                        i -> "node-" + (i + 1), i -> workload.nodes().get(i).id()));
    }
}

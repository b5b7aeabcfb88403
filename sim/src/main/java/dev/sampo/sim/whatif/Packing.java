package dev.sampo.sim.whatif;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.InvalidDag;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How full a gpu cluster becomes when pods that never end arrive one after the other, drawn at random, and those that fit nowhere are
 * left waiting: one planner and its workers, each pod a job of one task.
 */
public final class Packing {
    private static final double[] ARRIVED = {0.95, 1, 1.3};
    private static final int PARTITION = 0;
    private static final long TICKET = 1;

    private final Planner planner;
    private final Map<NodeId, Worker> workers = new HashMap<>();
    private final Map<TaskOptions, Blueprint> graphs = new HashMap<>();
    private final Map<JobId, TaskOptions> pods = new HashMap<>();
    private final ArrayDeque<Input> inbox = new ArrayDeque<>();
    private long allocated;
    private long running;
    private long now;

    private Packing(List<PodFile.Machine> machines, Policy policy, long seed) {
        planner = Planner.begin(new Ledger(), PARTITION, 1, policy.settings(), seed, now);
        for (PodFile.Machine machine : machines) {
            var id = new NodeId(machine.id());
            var equipment = Equipment.of(machine.capacity(), machine.labels());
            if (workers.put(id, new Worker(id, 1, equipment, policy.workerSettings())) != null) {
                throw new InvalidWhatIf("two nodes have the id \"" + id + "\"");
            }
            inbox.add(new Input.NodeSeen(id, 1, machine.capacity(), machine.labels()));
        }
        settle();
    }

    /** Throws {@link InvalidWhatIf} for files that are no lists of pods and nodes. */
    public static Packed run(Path pods, Path machines, Policy policy, long seed) {
        return run(PodFile.pods(pods), PodFile.machines(machines), policy, seed);
    }

    static Packed run(List<TaskOptions> pods, List<PodFile.Machine> machines, Policy policy, long seed) {
        long capacity =
                machines.stream().mapToLong(each -> each.capacity().gpuUnits()).sum();
        if (capacity == 0 || pods.stream().allMatch(pod -> pod.needs().gpuUnits() == 0)) {
            throw new InvalidWhatIf("there are no gpus to be had, or to be asked for");
        }
        var packing = new Packing(machines, policy, seed);
        var random = new SplittableRandom(seed);
        var at = new ArrayList<Packed.Level>();
        long asked = 0;
        int arrived = 0;
        for (double part : ARRIVED) {
            while (asked < part * capacity) {
                TaskOptions pod = pods.get(random.nextInt(pods.size()));
                asked += pod.needs().gpuUnits();
                packing.arrive(new JobId("pod-" + arrived++), pod);
            }
            at.add(new Packed.Level(part, packing.allocated / (double) capacity, arrived, packing.running));
        }
        return new Packed(policy.name(), machines.size(), capacity / (double) Resources.WHOLE, at);
    }

    private void arrive(JobId job, TaskOptions pod) {
        pods.put(job, pod);
        inbox.add(new Input.Submit(TICKET, job, graphs.computeIfAbsent(pod, Packing::graph), JobOptions.DEFAULTS));
        settle();
    }

    private static Blueprint graph(TaskOptions options) {
        var body = new TaskSpec.Work.Runs(
                dev.sampo.dag.Body.named(Recipe.lasting(0).text()));
        try {
            return Graphs.compile("pod", List.of(new TaskSpec("pod", body, List.of(), List.of(), options)));
        } catch (InvalidDag invalid) {
            throw new InvalidWhatIf("a pod cannot be run: " + invalid.getMessage(), invalid);
        }
    }

    private void settle() {
        now++;
        while (!inbox.isEmpty()) {
            Plan plan = planner.step(now, List.of(inbox.poll()));
            if (!plan.facts().isEmpty()) {
                inbox.add(new Input.Durable(plan.factsUpTo()));
            }
            for (Plan.Letter letter : plan.letters()) {
                take(letter.node(), new WorkerInput.Ordered(letter.orders()));
            }
        }
    }

    private void take(NodeId node, WorkerInput input) {
        for (Action action : workers.get(node).step(now, List.of(input))) {
            if (action instanceof Action.Run run) {
                allocated += pods.get(run.attempt().job()).needs().gpuUnits();
                running++;
            } else if (action instanceof Action.Send send) {
                inbox.add(new Input.Reported(send.report()));
            } else if (action instanceof Action.FetchBlueprint fetch) {
                Blueprint wanted = graphs.values().stream()
                        .filter(graph -> graph.digest().equals(fetch.digest()))
                        .findAny()
                        .orElseThrow();
                take(node, new WorkerInput.BlueprintArrived(wanted));
            }
        }
    }
}

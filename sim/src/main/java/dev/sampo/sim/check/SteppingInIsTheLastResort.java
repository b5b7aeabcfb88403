package dev.sampo.sim.check;

import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node that is no worker runs only jobs that were submitted there and asked for it, and is given a task only by a
 * planner to which no worker was known for as long as the settings say.
 */
final class SteppingInIsTheLastResort extends Witness {

    /** What one planner has been told of nodes. */
    private static final class Hearsay {
        private final Map<NodeId, Input.NodeSeen> there = new HashMap<>();
        private final Set<Long> serials = new HashSet<>();
        private long workerAt;

        Hearsay(long begunAt) {
            workerAt = begunAt;
        }

        void take(long at, Input input) {
            look(at);
            if (input instanceof Input.NodeSeen seen) {
                Input.NodeSeen known = there.get(seen.node());
                if (known == null || known.incarnation() <= seen.incarnation()) {
                    there.put(seen.node(), seen);
                }
            } else if (input instanceof Input.NodeSuspected gone) {
                there.computeIfPresent(
                        gone.node(), (id, seen) -> seen.incarnation() <= gone.incarnation() ? null : seen);
            } else if (input instanceof Input.NodeLost gone) {
                there.computeIfPresent(
                        gone.node(), (id, seen) -> seen.incarnation() <= gone.incarnation() ? null : seen);
            }
            look(at);
        }

        private void look(long at) {
            if (there.values().stream().anyMatch(Input.NodeSeen::isWorker)) {
                workerAt = at;
            }
        }

        boolean isWorker(NodeId node) {
            return !there.containsKey(node) || there.get(node).isWorker();
        }
    }

    private final long afterMillis;
    private final Map<Integer, Hearsay> planners = new HashMap<>();
    private final Map<JobId, NodeId> submitters = new HashMap<>();
    private final Set<NodeId> clients = new HashSet<>();

    SteppingInIsTheLastResort(long afterMillis) {
        this.afterMillis = afterMillis;
    }

    @Override
    void submitted(JobId job, Optional<NodeId> fallback) {
        fallback.ifPresent(node -> submitters.put(job, node));
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        Hearsay hearsay = planners.computeIfAbsent(planner, begins -> new Hearsay(at));
        for (Input input : inputs) {
            hearsay.take(at, input);
            if (input instanceof Input.NodeSeen seen && !seen.isWorker()) {
                clients.add(seen.node());
            }
        }
        for (Plan.Letter letter : plan.letters()) {
            if (!hearsay.isWorker(letter.node())) {
                letter.orders().orders().forEach(order -> check(hearsay, at, letter.node(), order));
            }
        }
    }

    private void check(Hearsay hearsay, long at, NodeId node, Order order) {
        if (order instanceof Order.Assign assign
                && hearsay.serials.add(assign.serial())
                && at - hearsay.workerAt < afterMillis) {
            throw violated(
                    assign.job(),
                    assign.tasks()[0],
                    "it is given to " + node + " although a worker was known " + (at - hearsay.workerAt)
                            + " ms before");
        }
    }

    @Override
    void started(Start start) {
        JobId job = start.run().attempt().job();
        if (clients.contains(start.node()) && !start.node().equals(submitters.get(job))) {
            throw violated(
                    job,
                    start.run().attempt().task(),
                    "it starts on " + start.node() + ", but was submitted from " + submitters.get(job));
        }
    }
}

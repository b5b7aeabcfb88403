package dev.sampo.sim.check;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Session;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows the bodies that run and that their scheduler counts on. Those do not count that their scheduler has called off, has
 * lost sight of, or that were begun under an earlier one.
 */
abstract class CountedOn extends WhatRuns {
    private final Map<JobId, Integer> partitions = new HashMap<>();
    private final Map<Integer, Long> terms = new HashMap<>();
    /** By planner. */
    private final Map<Integer, Integer> partitionOfPlanner = new HashMap<>();

    private final Map<Integer, Long> lastFence = new HashMap<>();
    private final Map<String, Long> seenBy = new HashMap<>();
    /** Up to which fence, packed, what goes to a node does not count any more: of a partition, of a job, of a task. */
    private final Map<String, Long> calledOff = new HashMap<>();

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.JobAccepted accepted) {
                partitions.put(accepted.job(), partition);
            }
        }
    }

    @Override
    void tookOver(int partition, long term, Ledger ledger) {
        terms.merge(partition, term, Math::max);
        running.removeIf(start -> partitionOf(start) == partition);
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        for (Input input : inputs) {
            if (input instanceof Input.NodeSuspected gone) {
                lostSight(planner, gone.node());
            } else if (input instanceof Input.NodeLost gone) {
                lostSight(planner, gone.node());
            } else if (input instanceof Input.NodeSeen seen) {
                lostEarlier(planner, seen);
            }
        }
        for (Plan.Letter letter : plan.letters()) {
            Session session = letter.orders().session();
            for (Order order : letter.orders().orders()) {
                follow(planner, session, letter.node(), order);
            }
        }
    }

    private void follow(int planner, Session session, NodeId node, Order order) {
        if (order instanceof Order.Assign assign) {
            var fence = new Fence(session.term(), assign.serial());
            lastFence.merge(planner, fence.packed(), Math::max);
            partitionOfPlanner.put(planner, session.partition());
        } else if (order instanceof Order.Cancel cancel) {
            for (int task : cancel.tasks()) {
                running.removeIf(start -> start.node().equals(node) && isOf(start, cancel.job(), task));
                callOff(node + " " + cancel.job() + "/" + task, planner);
            }
        } else if (order instanceof Order.Forget forget) {
            running.removeIf(
                    start -> start.node().equals(node) && attempt(start).job().equals(forget.job()));
            callOff(node + " " + forget.job(), planner);
        }
    }

    private void lostSight(int planner, NodeId node) {
        Integer partition = partitionOfPlanner.get(planner);
        if (partition != null) {
            running.removeIf(start -> start.node().equals(node) && partitionOf(start) == partition);
            callOff(node + " of " + partition, planner);
        }
    }

    /** An earlier scheduler may go on for a while, and must not make anything count again. */
    private void callOff(String what, int planner) {
        calledOff.merge(what, lastFence.getOrDefault(planner, 0L), Math::max);
    }

    private void lostEarlier(int planner, Input.NodeSeen seen) {
        String key = planner + " " + seen.node();
        Long before = seenBy.put(key, seen.incarnation());
        if (before != null && before < seen.incarnation()) {
            lostSight(planner, seen.node());
        }
    }

    /** An order that its scheduler no longer counts on may still be on its way. */
    private boolean isCalledOff(Start start) {
        long fence = attempt(start).fence().packed();
        String node = start.node().toString();
        return fence <= calledOff.getOrDefault(node + " of " + partitionOf(start), 0L)
                || fence <= calledOff.getOrDefault(node + " " + attempt(start).job(), 0L)
                || fence
                        <= calledOff.getOrDefault(
                                node + " " + attempt(start).job() + "/"
                                        + attempt(start).task(),
                                0L);
    }

    private static boolean isOf(Start start, JobId job, int task) {
        return attempt(start).job().equals(job) && attempt(start).task() == task;
    }

    @Override
    final void started(Start start) {
        boolean counts = concerns(start)
                && !isCalledOff(start)
                && attempt(start).fence().term() == terms.getOrDefault(partitionOf(start), 0L);
        if (counts) {
            super.started(start);
            counted(start);
        }
    }

    /** Whether it is looked at at all. */
    abstract boolean concerns(Start start);

    /** One more runs, and is among those that do. */
    abstract void counted(Start start);

    final int partitionOf(Start start) {
        return partitions.getOrDefault(attempt(start).job(), -1);
    }

    static Attempt attempt(Start start) {
        return start.run().attempt();
    }
}

package dev.sampo.sim.check;

import dev.sampo.dag.Placing;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.link.Order;
import dev.sampo.link.Session;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Of the bodies that run and that their scheduler counts on, no two are where they should be apart, none away from where its group
 * is, and no more than may be. Those do not count that their scheduler has called off, has lost sight of, or that
 * were begun under an earlier one.
 */
final class CompanyIsKept extends Witness {
    private final Tally tally;
    private final Map<JobId, Integer> partitions = new HashMap<>();
    private final Map<Integer, Long> terms = new HashMap<>();
    private final Set<Start> running = new LinkedHashSet<>();
    private final Map<String, NodeId> homes = new HashMap<>();
    /** By planner. */
    private final Map<Integer, Integer> partitionOfPlanner = new HashMap<>();

    private final Map<Integer, Long> lastFence = new HashMap<>();
    private final Map<String, Long> seenBy = new HashMap<>();
    /** Up to which fence, packed, what goes to a node does not count any more: of a partition, of a job, of a task. */
    private final Map<String, Long> calledOff = new HashMap<>();

    CompanyIsKept(Tally tally) {
        this.tally = tally;
    }

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
    void nodeDied(NodeId node, long incarnation) {
        running.removeIf(start -> start.node().equals(node));
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
                calledOff.put(node + " " + cancel.job() + "/" + task, lastFence.getOrDefault(planner, 0L));
            }
        } else if (order instanceof Order.Forget forget) {
            running.removeIf(
                    start -> start.node().equals(node) && attempt(start).job().equals(forget.job()));
            calledOff.put(node + " " + forget.job(), lastFence.getOrDefault(planner, 0L));
        }
    }

    private void lostSight(int planner, NodeId node) {
        Integer partition = partitionOfPlanner.get(planner);
        if (partition != null) {
            running.removeIf(start -> start.node().equals(node) && partitionOf(start) == partition);
            calledOff.put(node + " of " + partition, lastFence.getOrDefault(planner, 0L));
        }
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
    void ended(Start start, Outcome outcome) {
        running.remove(start);
    }

    @Override
    void started(Start start) {
        Placing placing = placing(start);
        if (placing.isNone()
                || isCalledOff(start)
                || attempt(start).fence().term() != terms.getOrDefault(partitionOf(start), 0L)) {
            return;
        }
        checkApart(start, placing.apart());
        checkTogether(start, placing.together());
        running.add(start);
        long here = count(start, Placing::perNode, true);
        long all = count(start, Placing::atMost, false);
        tally.hit(Sometimes.LIMIT_REACHED, all > 0 && all == placing.atMost().max());
        if (!placing.perNode().isNone() && here > placing.perNode().max()) {
            throw wrong(start, "is one of " + here + " there, and " + placing.perNode() + " may be");
        }
        if (!placing.atMost().isNone() && all > placing.atMost().max()) {
            throw wrong(start, "is one of " + all + ", and " + placing.atMost() + " may be");
        }
    }

    private void checkApart(Start start, Placing.Among apart) {
        for (Start other : running) {
            boolean isNeighbour = !apart.isNone()
                    && attempt(other).job().equals(attempt(start).job())
                    && placing(other).apart().equals(apart);
            tally.hit(Sometimes.KEPT_APART, isNeighbour);
            if (isNeighbour && other.node().equals(start.node())) {
                throw wrong(start, "runs beside " + attempt(other) + " and was to be apart");
            }
        }
    }

    private void checkTogether(Start start, String group) {
        if (group.isEmpty()) {
            return;
        }
        for (Start other : running) {
            boolean isMate = attempt(other).job().equals(attempt(start).job())
                    && placing(other).together().equals(group);
            tally.hit(Sometimes.KEPT_TOGETHER, isMate);
            if (isMate && !other.node().equals(start.node())) {
                throw wrong(start, "runs away from " + attempt(other) + " of its group on " + other.node());
            }
        }
        NodeId before = homes.put(attempt(start).job() + " " + group, start.node());
        tally.hit(Sometimes.GROUP_MOVED, before != null && !before.equals(start.node()));
    }

    private long count(Start start, Function<Placing, Placing.Limit> which, boolean isHere) {
        Placing.Limit limit = which.apply(placing(start));
        return limit.isNone()
                ? 0
                : running.stream()
                        .filter(other -> which.apply(placing(other)).equals(limit)
                                && partitionOf(other) == partitionOf(start)
                                && (!isHere || other.node().equals(start.node())))
                        .count();
    }

    private Violation wrong(Start start, String what) {
        return violated(
                attempt(start).job(), attempt(start).task(), attempt(start) + " on " + start.node() + " " + what);
    }

    private int partitionOf(Start start) {
        return partitions.getOrDefault(attempt(start).job(), -1);
    }

    private static Attempt attempt(Start start) {
        return start.run().attempt();
    }

    private static Placing placing(Start start) {
        return start.run().blueprint().options(start.run().blueprintTask()).placing();
    }
}

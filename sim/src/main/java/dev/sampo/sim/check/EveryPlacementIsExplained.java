package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A planner that has just given out a task says why there: it names every worker it knew of, of which one was chosen, and
 * that is the one the order went to; or it has another placement stand for it, tasks of its kind being tiny. Planners are asked by the way, so that nothing in the world depends on it.
 */
final class EveryPlacementIsExplained extends Witness {
    /** Tickets of clients are positive; the first question has this one, and each next one the next lower. */
    private static final long TICKET = -1;

    private record Placed(JobId job, int task, Fence fence, NodeId node, Set<String> workers, boolean isCopy) {}

    /** What one planner has been told of nodes, and what it has placed. */
    private static final class Known {
        private final Map<NodeId, Input.NodeSeen> there = new HashMap<>();
        /** By question; null where an order was only sent again. */
        private final List<Placed> asked = new ArrayList<>();

        private long lastSerial;
        /** Serials of second attempts that have yet to be ordered. */
        private final Set<Long> copies = new HashSet<>();

        void take(Input input) {
            if (input instanceof Input.NodeSeen seen) {
                Input.NodeSeen known = there.get(seen.node());
                if (known == null || known.incarnation() <= seen.incarnation()) {
                    there.put(seen.node(), seen);
                }
            } else if (input instanceof Input.NodeSuspected gone) {
                remove(gone.node(), gone.incarnation());
            } else if (input instanceof Input.NodeLost gone) {
                remove(gone.node(), gone.incarnation());
            }
        }

        private void remove(NodeId node, long incarnation) {
            there.computeIfPresent(node, (id, seen) -> seen.incarnation() <= incarnation ? null : seen);
        }

        Set<String> workers() {
            var workers = new HashSet<String>();
            there.values().stream()
                    .filter(Input.NodeSeen::isWorker)
                    .forEach(seen -> workers.add(seen.node().value()));
            return workers;
        }
    }

    private final Tally tally;
    private final Map<Integer, Known> planners = new HashMap<>();

    private final ReasonsOutliveSchedulers reasons;

    EveryPlacementIsExplained(ReasonsOutliveSchedulers reasons, Tally tally) {
        this.reasons = reasons;
        this.tally = tally;
    }

    /** What to ask this planner next, before anything else happens to it. */
    static List<Input> questions(Plan plan) {
        var questions = new ArrayList<Input>();
        forEachAssign(
                plan,
                (node, term, assign) -> questions.add(
                        new Input.AskExplanation(TICKET - questions.size(), assign.job(), assign.tasks()[0])));
        return questions;
    }

    static boolean isOwn(Plan.Reply reply) {
        return reply.ticket() <= TICKET && !ReasonsOutliveSchedulers.isOwn(reply);
    }

    private interface Action {
        void take(NodeId node, long term, Order.Assign assign);
    }

    private static void forEachAssign(Plan plan, Action action) {
        for (Plan.Letter letter : plan.letters()) {
            for (Order order : letter.orders().orders()) {
                if (order instanceof Order.Assign assign) {
                    action.take(letter.node(), letter.orders().session().term(), assign);
                }
            }
        }
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        Known known = planners.computeIfAbsent(planner, name -> new Known());
        for (Plan.Reply reply : plan.replies()) {
            Placed placed = isOwn(reply) ? known.asked.get((int) (TICKET - reply.ticket())) : null;
            if (placed != null) {
                check(placed, reply.answer());
            }
        }
        inputs.forEach(known::take);
        known.asked.clear();
        for (Fact fact : plan.facts()) {
            if (fact instanceof JobEvent.CopyBegun copy) {
                known.copies.add(copy.fence().serial());
            }
        }
        long before = known.lastSerial;
        forEachAssign(plan, (node, term, assign) -> {
            boolean isCopy = known.copies.remove(assign.serial());
            boolean isNew = assign.serial() > before || isCopy;
            known.lastSerial = Math.max(known.lastSerial, assign.serial());
            var fence = new Fence(term, assign.serial());
            known.asked.add(
                    isNew ? new Placed(assign.job(), assign.tasks()[0], fence, node, known.workers(), isCopy) : null);
        });
    }

    private void check(Placed placed, Answer answer) {
        if (placed.isCopy()) {
            checkCopy(placed, answer);
            return;
        }
        if (!(answer instanceof Answer.Explained explained)
                || explained.explanation().state() != TaskState.ASSIGNED
                || explained.explanation().candidates().isEmpty()) {
            throw violated(placed.job(), placed.task(), placed + " was explained by " + answer);
        }
        if (explained.explanation().placement().startsWith("placed as one of many, ")) {
            tally.hit(Sometimes.PLACEMENT_EXPLAINED_BY_ANOTHER);
            return;
        }
        var named = new HashSet<String>();
        var chosen = new ArrayList<String>();
        for (Explanation.Candidate candidate : explained.explanation().candidates()) {
            named.add(candidate.node());
            if (candidate.why().startsWith("chosen: ")) {
                chosen.add(candidate.node());
            }
        }
        if (!named.containsAll(placed.workers())
                || !chosen.equals(List.of(placed.node().value()))) {
            throw violated(placed.job(), placed.task(), placed + " was explained by " + answer);
        }
        reasons.told(
                placed.job(),
                placed.task(),
                placed.fence(),
                explained.explanation().placement());
        tally.hit(Sometimes.PLACEMENT_EXPLAINED);
    }

    /** One of the two attempts is said to be there, unless the task is over by now. */
    private void checkCopy(Placed placed, Answer answer) {
        boolean isTold = answer instanceof Answer.Explained explained
                && (explained.explanation().state() != TaskState.ASSIGNED
                        || explained.explanation().summary().contains("is on " + placed.node()));
        if (!isTold) {
            throw violated(placed.job(), placed.task(), placed + " was explained by " + answer);
        }
    }
}

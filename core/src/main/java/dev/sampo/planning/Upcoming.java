package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Tells nodes what the timetable of a job starts on them next, so that they start it by themselves the moment they can: else
 * the way to the partition and back would come between every two tasks. Only while all has come as foreseen: when it has
 * not, what starts next is to be thought over first.
 */
final class Upcoming {
    private static final int TOLD_MAX = 8;

    private final Books books;
    private final Dispatch dispatch;
    private final Map<NodeView, List<Order.Upcoming.Next>> told = new LinkedHashMap<>();
    /** The job of which they are told; null for none. */
    private JobPlan job;

    Upcoming(Books books, Dispatch dispatch) {
        this.books = books;
        this.dispatch = dispatch;
    }

    void tell() {
        JobPlan present = books.foresight.asForeseen();
        if (present != job) {
            List.copyOf(told.keySet()).forEach(view -> tell(view, List.of()));
            told.clear();
            job = present;
        }
        if (job != null) {
            books.nodes.values().forEach(view -> tell(view, next(view)));
        }
    }

    private void tell(NodeView view, List<Order.Upcoming.Next> next) {
        boolean isNews = !next.equals(told.getOrDefault(view, List.of()));
        // To speak once more of a job that the node has forgotten would have it kept there for good.
        boolean isForgotten = next.isEmpty() && !view.knows(job);
        if (isNews && !isForgotten && books.nodes.get(view.id) == view) {
            for (Order.Upcoming.Next each : next) {
                Lineage.forEachInput(job, each.task(), input -> {
                    if (isMade(input)) {
                        view.provide(job, input, job.ledger.given(input));
                    }
                });
            }
            view.expect(new Order.Upcoming(job.ledger.id(), next));
            told.put(view, next);
        }
    }

    private List<Order.Upcoming.Next> next(NodeView view) {
        var next = new ArrayList<Order.Upcoming.Next>();
        int last = Blueprint.NO_TASK;
        int closed = Blueprint.NO_TASK;
        for (int task : job.course.next(view, TOLD_MAX)) {
            if (closed != Blueprint.NO_TASK && !job.course.startTogether(task, closed)) {
                break; // What is to start later does not overtake what the node cannot start by itself.
            }
            List<Integer> after = after(task, view, next);
            if (after == null || !isOpen(task, view)) {
                closed = task;
            } else {
                boolean isTogether = last != Blueprint.NO_TASK && job.course.startTogether(task, last);
                next.add(new Order.Upcoming.Next(task, isTogether, after));
                last = task;
            }
        }
        return next;
    }

    /** Whether it has never been tried, and nothing is against the node but perhaps a want of room. */
    private boolean isOpen(int task, NodeView view) {
        TaskState state = job.ledger.state(task);
        return (state == TaskState.READY || state == TaskState.BLOCKED)
                && job.givenAt(task) == JobPlan.NEVER
                && job.nextNumber(task) == 1
                && job.ledger.losses(task) == 0
                && isUnverified(task)
                && dispatch.bars(job.lineOf(task, books.lines), job, task).against(view) == null;
    }

    /** What has yet to succeed on the node before the task may start; null when something has to elsewhere. */
    private List<Integer> after(int task, NodeView view, List<Order.Upcoming.Next> before) {
        var after = new ArrayList<Integer>();
        IntPredicate isMadeOrThere = other -> {
            boolean isThere = job.isAssigned(other) && job.node(other) == view.index && isUnverified(other);
            if (isThere || before.stream().anyMatch(next -> next.task() == other)) {
                after.add(other);
                return true;
            }
            return isMade(other);
        };
        Blueprint graph = job.ledger.blueprint();
        for (int i = 0; i < graph.inputCount(task); i++) {
            if (!isMadeOrThere.test(graph.input(task, i))) {
                return null;
            }
        }
        for (int i = 0; i < graph.afterCount(task); i++) {
            if (!isMadeOrThere.test(graph.after(task, i))) {
                return null;
            }
        }
        return after;
    }

    private boolean isMade(int task) {
        return job.ledger.state(task) == TaskState.SUCCEEDED && !job.isAssigned(task);
    }

    /** What others have yet to agree on is no input. */
    private boolean isUnverified(int task) {
        return job.options(task).verification().isNone();
    }
}

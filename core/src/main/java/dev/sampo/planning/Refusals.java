package dev.sampo.planning;

import dev.sampo.link.Availability;
import dev.sampo.placement.Candidate;
import java.util.ArrayList;
import java.util.List;

/** Says of each node that is out of the question for a task why it is, by the rules of {@link Dispatch}. */
final class Refusals {
    private final Books books;
    private final Dispatch dispatch;

    Refusals(Books books, Dispatch dispatch) {
        this.books = books;
        this.dispatch = dispatch;
    }

    /** Of all nodes that could be asked but are not among the candidates, which come in the same order. */
    List<Refusal> others(Line line, JobPlan job, int task, List<Candidate> candidates) {
        var others = new ArrayList<Refusal>(Math.max(0, books.nodes.size() - candidates.size()));
        boolean spares = dispatch.sparesOthers(line, job, task);
        int next = 0;
        for (NodeView view : books.nodes.values()) {
            if (next < candidates.size() && candidates.get(next).node().equals(view.id)) {
                next++;
            } else if (isAsked(view, job)) {
                Refusal refusal = of(line, view, job, task, spares);
                others.add(refusal != null ? refusal : full(line, view));
            }
        }
        return others;
    }

    /** A node that is no worker is none of the job's business unless it was submitted there. */
    static boolean isAsked(NodeView view, JobPlan job) {
        return view.isWorker || job.ledger.fallback().isAt(view.id);
    }

    /** Null when nothing but a want of room can be against the node. */
    Refusal of(Line line, NodeView view, JobPlan job, int task, boolean spares) {
        if (!line.options.where().matches(view.labels)) {
            return new Refusal.Labels(view.id, view.labels, line.options.where());
        }
        if (line.width(view) == 0) {
            return new Refusal.Size(view.id, view.capacity, line.needs());
        }
        if (!view.greeted) {
            return new Refusal.Other(view.id, "has not yet said what it holds");
        }
        if (view.availability != Availability.ACTIVE) {
            return new Refusal.Closed(view.id, view.availability);
        }
        if (!view.isWorker && !books.absence.isLong()) {
            return new Refusal.Other(view.id, "takes it on only when no worker has been there for a while");
        }
        if (Ballots.hasVoted(job, task, view)) {
            return new Refusal.Other(view.id, "has said what it makes of it; another node is to");
        }
        if (dispatch.isKeptFrom(line, view)) {
            return new Refusal.Other(view.id, "kept for a task that has waited too long");
        }
        if (Dispatch.leadsElsewhere(job, task, view)) {
            return new Refusal.Other(view.id, "the timetable has it on " + books.view(job.course.nodeOf(task)).id);
        }
        if (view.hasSolo()) {
            return new Refusal.Other(view.id, "a task runs alone there, or is to");
        }
        if (spares && books.breakers.room(job, task, view) == 0) {
            return new Refusal.Other(view.id, books.breakers.why(job, task, view));
        }
        return null;
    }

    static Refusal full(Line line, NodeView view) {
        return new Refusal.Full(view.id, view.capacity, view.load(), line.needs(), view.held);
    }
}

package dev.sampo.planning;

import dev.sampo.job.Reason.Against;
import dev.sampo.placement.Candidate;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;

/** Says of each node that is out of the question for a task why it is: {@link Bars} in words. */
final class Refusals {
    private final Books books;

    Refusals(Books books) {
        this.books = books;
    }

    /** Of all nodes that could be asked but are not among the candidates, which come in the same order. */
    List<Refusal> others(Bars bars, List<Candidate> candidates) {
        var others = new ArrayList<Refusal>(Math.max(0, books.nodes.size() - candidates.size()));
        int next = 0;
        for (NodeView view : books.nodes.values()) {
            if (next < candidates.size() && candidates.get(next).node().equals(view.id)) {
                next++;
            } else if (isAsked(view, bars.job)) {
                Refusal refusal = of(bars, view);
                others.add(refusal != null ? refusal : notTaken(bars, view));
            }
        }
        return others;
    }

    private Refusal notTaken(Bars bars, NodeView view) {
        return view.freeNow(bars.line) > 0
                ? other(view, Against.UNSEEN, "not looked at: of many nodes with room only some are")
                : full(bars.line, view);
    }

    /** A node that is no worker is none of the job's business unless it was submitted there. */
    static boolean isAsked(NodeView view, JobPlan job) {
        return view.isWorker || job.ledger.fallback().isAt(view.id);
    }

    /** Null when nothing but a want of room can be against the node. */
    Refusal of(Bars bars, NodeView view) {
        Bar bar = bars.against(view);
        if (bar == null && bars.minds()) {
            return bars.vicinity().isOutdone(view)
                    ? other(view, Against.COMPANY, bars.vicinity().whyOutdone(view))
                    : null;
        }
        return bar == null ? null : words(bar, bars, view);
    }

    private Refusal words(Bar bar, Bars bars, NodeView view) {
        return switch (bar) {
            case UNFIT -> unfit(bars.line, view);
            case CLOSED -> new Refusal.Closed(view.id, view.availability);
            case SILENT -> other(view, Against.SILENT, "has not yet said what it holds");
            case NOT_YET -> other(view, Against.NOT_YET, "takes it on only when no worker has been there for a while");
            case KEPT -> other(view, Against.KEPT, "kept for a task that has waited too long");
            case ELSEWHERE ->
                other(
                        view,
                        Against.ELSEWHERE,
                        "the timetable has it on " + books.view(bars.job.course.nodeOf(bars.task)).id);
            case TOGETHER, NOT_ALL, APART, ENOUGH_HERE, ENOUGH ->
                other(view, Against.COMPANY, bars.vicinity().words(bar, view));
            case VOTED -> other(view, Against.VOTED, "has said what it makes of it; another node is to");
            case FORCED, FORCED_NODE -> other(view, Against.LEFT_ALONE, books.switches.why(bars.job, bars.task, view));
            case SPARED -> other(view, Against.LEFT_ALONE, books.breakers.why(bars.job, bars.task, view));
            case SOLO -> other(view, Against.SOLO, "a task runs alone there, or is to");
        };
    }

    private static Refusal unfit(Line line, NodeView view) {
        return line.options.where().matches(view.id.value(), view.labels)
                ? new Refusal.Size(view.id, view.capacity, line.needs())
                : new Refusal.Labels(view.id, view.labels, line.options.where());
    }

    private static Refusal other(NodeView view, Against against, String why) {
        return new Refusal.Other(view.id, against, why);
    }

    static Refusal full(Line line, NodeView view) {
        int there = view.held + view.others.all().attempts();
        return new Refusal.Full(view.id, unused(view), line.needs(), there);
    }

    /** What nobody has of a node; less than nothing where more waits there than there is room for. */
    static Resources unused(NodeView view) {
        return view.capacity.minus(view.load()).minus(view.others.all().needs());
    }
}

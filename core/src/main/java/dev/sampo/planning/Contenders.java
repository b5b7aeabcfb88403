package dev.sampo.planning;

import dev.sampo.placement.Candidate;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What stands against each node for a task in line, the nearest first: that which lacks the least of what would have to change. */
record Contenders(List<Contender> nearestFirst) {
    static final Contenders NONE = new Contenders(List.of());

    /**
     * @param rank 0 when nothing but a want of room is against it, more when more would have to change
     * @param shortfall how much it lacks, comparable across kinds of resources
     * @param hasRoom it could take the task now, were it the task's turn
     */
    private record Contender(NodeView view, int rank, double shortfall, boolean hasRoom, Explanation.Candidate told) {}

    static Contenders of(Books books, Dispatch dispatch, Line line, JobPlan job, int task) {
        var all = new ArrayList<Contender>();
        for (NodeView view : books.nodes.values()) {
            if (Refusals.isAsked(view, job)) {
                all.add(of(books, dispatch, dispatch.bars(line.heldBy(view), job, task), view));
            }
        }
        all.sort(Comparator.comparingInt(Contender::rank).thenComparingDouble(Contender::shortfall));
        return new Contenders(all);
    }

    private static Contender of(Books books, Dispatch dispatch, Bars bars, NodeView view) {
        Refusal refusal = dispatch.refusals().of(bars, view);
        if (refusal != null) {
            boolean isSize = refusal instanceof Refusal.Size;
            Resources room = isSize ? view.capacity : Refusals.unused(view);
            int rank = refusal.fits() ? 1 : isSize ? 2 : 3;
            return contender(
                    view, rank, bars.line.needs().shortfallIn(room), false, refusal.fits(), refusal.toString());
        }
        Candidate candidate = dispatch.candidate(bars, view);
        boolean hasRoom = candidate.room() > 0;
        String why = hasRoom
                ? Decision.words(dispatch.scored(bars, List.of(candidate)).get(0), books.placer::about)
                : Refusals.full(bars.line, view).toString();
        return contender(view, 0, bars.line.needs().shortfallIn(Refusals.unused(view)), hasRoom, true, why);
    }

    private static Contender contender(
            NodeView view, int rank, double shortfall, boolean hasRoom, boolean fits, String why) {
        return new Contender(view, rank, shortfall, hasRoom, new Explanation.Candidate(view.id.value(), fits, why));
    }

    List<Explanation.Candidate> told() {
        return nearestFirst.stream().map(Contender::told).toList();
    }

    boolean anyFits() {
        return nearestFirst.stream().anyMatch(contender -> contender.told.fits());
    }

    /** Empty when a node has room: then it is not the task's turn. */
    String nearest() {
        if (nearestFirst.isEmpty() || nearestFirst.stream().anyMatch(Contender::hasRoom)) {
            return "";
        }
        var nearest = nearestFirst.get(0).told;
        return "; nearest is " + nearest.node() + " (" + nearest.why() + ")";
    }
}

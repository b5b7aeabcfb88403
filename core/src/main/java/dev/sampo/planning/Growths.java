package dev.sampo.planning;

import dev.sampo.dag.Feasibility;
import dev.sampo.dag.NodeOffer;
import dev.sampo.dag.Problem;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Failure;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a body adds is checked before it counts. A job that runs is not ended because a node is away for a moment or has less
 * than it had: what no node could run that was seen in this term, as it came or as it is now, never fits.
 */
final class Growths {
    private final Books books;
    /** Until all that are there have been seen nothing is known never to fit. */
    private final long judgesFrom;

    Growths(Books books) {
        this.books = books;
        this.judgesFrom = books.now + books.settings.settleMaxMillis();
    }

    /** Why these tasks cannot be added. */
    Optional<Failure> faultOf(JobPlan job, Outcome.Growth growth) {
        if (!isSound(growth)) {
            return Optional.of(
                    new Failure(Failure.Kind.NOT_RUNNABLE, "", "it added tasks whose result is none of them", ""));
        }
        if (books.now < judgesFrom
                || growth.blueprint().distinctOptions().stream().allMatch(this::fitsNow)) {
            return Optional.empty();
        }
        String never = Feasibility.check(growth.blueprint(), offers(job)).stream()
                .map(Problem::toString)
                .collect(Collectors.joining("; "));
        return never.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Failure(Failure.Kind.NEVER_FITS, "", "it added tasks that could never run: " + never, ""));
    }

    /** The result must be one of the added tasks. */
    private static boolean isSound(Outcome.Growth growth) {
        return growth.result() == Outcome.Growth.NO_RESULT
                || growth.result() >= 0 && growth.result() < growth.blueprint().size();
    }

    private boolean fitsNow(TaskOptions options) {
        for (NodeView view : books.nodes.values()) {
            if (view.isWorker
                    && options.where().matches(view.labels)
                    && options.needs().fitsIn(view.capacity)) {
                return true;
            }
        }
        return false;
    }

    private Set<NodeOffer> offers(JobPlan job) {
        Map<NodeId, NodeView> latest = new LinkedHashMap<>();
        for (NodeView view : books.everyView) {
            if (Refusals.isAsked(view, job)) {
                latest.put(view.id, view);
            }
        }
        var offers = new LinkedHashSet<NodeOffer>();
        for (NodeView view : latest.values()) {
            offers.add(view.offer());
            offers.add(view.firstOffer);
        }
        return offers;
    }
}

package dev.sampo.planning;

import dev.sampo.dag.Feasibility;
import dev.sampo.dag.NodeOffer;
import dev.sampo.dag.Problem;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Failure;
import dev.sampo.job.Outcome;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a body adds is checked before it counts. A job that runs is not ended because a node is away for a moment or has less
 * than it had: only what no worker could run at any time of this term never fits, and nothing is said of jobs that another
 * term knew more of.
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
    Optional<Failure> faultOf(JobPlan job, int task, Outcome.Growth growth) {
        if (!isSound(growth)) {
            return fault(Failure.Kind.NOT_RUNNABLE, "it added tasks whose result is none of them");
        }
        if (!job.options(task).verification().isNone()) {
            return fault(Failure.Kind.NOT_RUNNABLE, "it added tasks, and what several nodes have to agree on may not");
        }
        boolean isSimple = job.tenant.quota().isNone()
                && growth.blueprint().distinctOptions().stream().allMatch(this::fitsNow);
        if (!knowsEnough(job) || isSimple) {
            return Optional.empty();
        }
        String never =
                Feasibility.check(growth.blueprint(), offersTo(job), job.tenant.quota(), job.tenant.name()).stream()
                        .map(Problem::sentence)
                        .collect(Collectors.joining("; "));
        return never.isEmpty()
                ? Optional.empty()
                : fault(Failure.Kind.NEVER_FITS, "it added tasks that could never run: " + never);
    }

    /** Whether of this job it can be said that something never fits. */
    boolean knowsEnough(JobPlan job) {
        return books.now >= judgesFrom && books.knowsAllOffers() && !job.isFromEarlierTerm();
    }

    /** All that the job could have run on in this term. */
    Set<NodeOffer> offersTo(JobPlan job) {
        var offers = new LinkedHashSet<>(books.offers);
        job.ledger.fallback().node().map(books.nodes::get).map(NodeView::offer).ifPresent(offers::add);
        return offers;
    }

    private static Optional<Failure> fault(Failure.Kind kind, String what) {
        return Optional.of(new Failure(kind, "", what, ""));
    }

    /** The result must be one of the added tasks. */
    private static boolean isSound(Outcome.Growth growth) {
        return growth.result() == Outcome.Growth.NO_RESULT
                || growth.result() >= 0 && growth.result() < growth.blueprint().size();
    }

    private boolean fitsNow(TaskOptions options) {
        boolean isByItself = options.placing().together().isEmpty()
                && options.placing().gang().isEmpty();
        return isByItself
                && books.nodes.values().stream()
                        .anyMatch(view -> view.isWorker && view.offer().couldRun(options));
    }
}

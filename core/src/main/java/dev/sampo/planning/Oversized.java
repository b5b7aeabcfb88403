package dev.sampo.planning;

import dev.sampo.dag.Feasibility;
import dev.sampo.dag.NodeOffer;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.NodeId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Tasks of which only their inputs, or what they died of, have shown how much they need. One that no worker could have run at any
 * time of this term fails at once instead of waiting for ever.
 */
final class Oversized {
    private final Books books;
    private final JobLife life;
    private final Growths growths;

    Oversized(Books books, JobLife life) {
        this.books = books;
        this.life = life;
        this.growths = new Growths(books);
    }

    /** Before tasks are given out. */
    void run() {
        if (!books.lines.unproven().isEmpty()) {
            List.copyOf(books.lines.unproven()).forEach(this::look);
        }
    }

    private void look(Waiting waiting) {
        JobPlan job = waiting.job;
        if (!books.isActive(job)) {
            books.lines.unproven().remove(waiting);
            return;
        }
        if (!growths.knowsEnough(job) || !waiting.hasNext()) {
            return;
        }
        Collection<NodeOffer> offers = growths.offersTo(job);
        if (whyNever(job, job.options(waiting.task()), offers).isPresent()) {
            return; // Too large whatever its inputs: it waits for a larger node, as any other does.
        }
        Optional<Feasibility.Never> never = whyNever(job, waiting.line().options, offers);
        if (never.isEmpty()) {
            books.lines.unproven().remove(waiting);
            return;
        }
        var tasks = new LinkedHashSet<Integer>();
        for (; waiting.hasNext(); waiting.advance()) {
            tasks.add(waiting.task());
        }
        tasks.forEach(task -> fail(job, task, never.get()));
    }

    private static Optional<Feasibility.Never> whyNever(
            JobPlan job, TaskOptions options, Collection<NodeOffer> offers) {
        return Feasibility.whyNever(options, offers, job.tenant.quota(), job.tenant.name());
    }

    private void fail(JobPlan job, int task, Feasibility.Never never) {
        if (!books.isActive(job)) {
            return;
        }
        var failure = new Failure(
                Failure.Kind.NEVER_FITS, "", never.why() + books.lines.wishes().why(job.ledger, task), "");
        books.record(new JobEvent.AttemptFailed(
                job.ledger.id(),
                task,
                new NodeId(never.nearest()),
                job.nextNumber(task),
                failure,
                JobEvent.AttemptFailed.NO_RETRY,
                books.now));
        life.endIfTooManyFailed(job);
        life.endIfOver(job);
    }
}

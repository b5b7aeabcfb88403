package dev.sampo.planning;

import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import java.util.ArrayList;

/** Questions that can be answered at once. */
final class Questions {
    private static final int VALUES_BYTES = 64 * 1024;
    private static final int VALUES_MAX = 10_000;

    private final Books books;
    private final Explainer explainer;

    Questions(Books books, Dispatch dispatch) {
        this.books = books;
        this.explainer = new Explainer(books, dispatch);
    }

    void status(Input.AskStatus ask) {
        JobPlan job = books.jobs.get(ask.job());
        books.reply(ask.ticket(), job == null ? new Answer.NoSuchJob(ask.job()) : new Answer.Status(summary(job)));
    }

    void jobs(Input.AskJobs ask) {
        books.reply(
                ask.ticket(),
                new Answer.Jobs(books.jobs.values().stream().map(this::summary).toList()));
    }

    /** As many values as fit into one answer; the client asks on from where it ended. */
    void values(Input.AskValues ask) {
        JobPlan job = books.jobs.get(ask.job());
        if (job == null || ask.firstTask() < 0 || ask.firstTask() > job.ledger.size()) {
            books.reply(ask.ticket(), new Answer.NoSuchJob(ask.job()));
            return;
        }
        var values = new ArrayList<Value>();
        long bytes = 0;
        int end = Math.min(job.ledger.size(), ask.firstTask() + Math.min(ask.count(), VALUES_MAX));
        for (int task = ask.firstTask(); task < end && bytes < VALUES_BYTES; task++) {
            if (job.ledger.state(task) != TaskState.SUCCEEDED
                    && !job.ledger.state(task).isWithoutValue()) {
                break;
            }
            Value value = job.ledger.given(task);
            bytes += 8 + (value instanceof Value.Inline inline ? inline.size() : 16);
            values.add(value);
        }
        books.reply(ask.ticket(), new Answer.Values(ask.job(), ask.firstTask(), values));
    }

    void explain(Input.AskExplanation ask) {
        JobPlan job = books.jobs.get(ask.job());
        boolean known = job != null && ask.task() >= 0 && ask.task() < job.ledger.size();
        books.reply(
                ask.ticket(),
                known ? new Answer.Explained(explainer.explain(job, ask.task())) : new Answer.NoSuchJob(ask.job()));
    }

    void explain(Input.AskJobExplanation ask) {
        JobPlan job = books.jobs.get(ask.job());
        books.reply(
                ask.ticket(),
                job == null ? new Answer.NoSuchJob(ask.job()) : new Answer.JobExplained(explainer.explain(job)));
    }

    private JobSummary summary(JobPlan plan) {
        JobLedger job = plan.ledger;
        int succeeded = 0;
        int ready = 0;
        int failed = 0;
        int skipped = 0;
        for (int task = 0; task < job.size(); task++) {
            TaskState state = job.state(task);
            succeeded += state == TaskState.SUCCEEDED ? 1 : 0;
            failed += state == TaskState.FAILED ? 1 : 0;
            skipped += state == TaskState.SKIPPED ? 1 : 0;
            ready += state == TaskState.READY && !plan.isAssigned(task) ? 1 : 0;
        }
        boolean over = job.status().isFinal();
        int waiting = over ? 0 : job.size() - succeeded - failed - skipped - ready - plan.assigned;
        return new JobSummary(
                job.id(),
                job.blueprint().name(),
                job.status(),
                job.reason(),
                job.size(),
                succeeded,
                plan.assigned,
                over && job.status() != JobStatus.SUCCEEDED ? 0 : ready,
                waiting,
                failed,
                skipped,
                job.failureCount(),
                job.acceptedAt(),
                job.endedAt(),
                JobSummary.RanLocally.of(job));
    }
}

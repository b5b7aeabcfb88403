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
    private static final int TASKS_MAX = 1_000;
    /** Of more tasks at once the names are not looked at: whoever asks goes on from there. */
    private static final int TASKS_SEEN_MAX = 100_000;

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
            TaskState state = job.ledger.state(task);
            if (job.copies.contains(task) || state != TaskState.SUCCEEDED && !state.isWithoutValue()) {
                break;
            }
            Value value = job.ledger.given(task).bare();
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

    void tasks(Input.AskTasks ask) {
        JobPlan job = books.jobs.get(ask.job());
        if (job == null) {
            books.reply(ask.ticket(), new Answer.NoSuchJob(ask.job()));
            return;
        }
        int size = job.ledger.size();
        int max = Math.max(1, Math.min(ask.max(), TASKS_MAX));
        var found = new ArrayList<TaskSummary>();
        int task = Math.max(0, Math.min(ask.from(), size));
        int end = Math.min(size, task + TASKS_SEEN_MAX);
        for (; task < end && found.size() < max; task++) {
            if (isMeant(ask.query(), job, task)) {
                found.add(summary(job, task));
            }
        }
        books.reply(ask.ticket(), new Answer.Tasks(ask.job(), size, found, task));
    }

    private static boolean isMeant(TaskQuery query, JobPlan job, int task) {
        return query.state()
                        .filter(state -> state != Explainer.shownState(job, task))
                        .isEmpty()
                && (query.name().isEmpty() || query.name().equals(job.ledger.nameOf(task)));
    }

    private TaskSummary summary(JobPlan job, int task) {
        int node = job.node(task);
        return new TaskSummary(
                task,
                job.ledger.nameOf(task),
                Explainer.shownState(job, task),
                node == JobPlan.NOWHERE ? "" : books.view(node).id.value(),
                job.ledger.failures(task),
                job.ledger.losses(task));
    }

    void explain(Input.AskJobExplanation ask) {
        JobPlan job = books.jobs.get(ask.job());
        books.reply(
                ask.ticket(),
                job == null ? new Answer.NoSuchJob(ask.job()) : new Answer.JobExplained(explainer.explain(job)));
    }

    /** Of a job that has nothing on nodes, as all that have ended, no task is looked at. */
    private static int ready(JobPlan plan) {
        JobLedger job = plan.ledger;
        int ready = job.count(TaskState.READY);
        if (ready == 0 || plan.assigned == 0) {
            return ready;
        }
        int free = 0;
        for (int task = 0; task < job.size(); task++) {
            free += job.state(task) == TaskState.READY && !plan.isAssigned(task) ? 1 : 0;
        }
        return free;
    }

    private JobSummary summary(JobPlan plan) {
        JobLedger job = plan.ledger;
        int succeeded = job.count(TaskState.SUCCEEDED);
        int failed = job.count(TaskState.FAILED);
        int skipped = job.count(TaskState.SKIPPED);
        int ready = ready(plan);
        boolean over = job.status().isFinal();
        int queued = over ? 0 : plan.waits.count();
        int waiting = over ? 0 : job.size() - succeeded - failed - skipped - ready - plan.assigned;
        return new JobSummary(
                job.id(),
                job.blueprint().name(),
                job.status(),
                job.reason(),
                job.size(),
                succeeded,
                plan.assigned - queued,
                over && job.status() != JobStatus.SUCCEEDED ? 0 : ready + queued,
                waiting,
                failed,
                skipped,
                job.failureCount(),
                job.acceptedAt(),
                job.endedAt(),
                JobSummary.RanLocally.of(job),
                job.blueprint().digest(),
                job.options().tenant());
    }
}

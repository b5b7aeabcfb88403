package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Feasibility;
import dev.sampo.dag.Problem;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.link.Order;
import dev.sampo.telemetry.Event;
import dev.sampo.tenant.TenantSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From submit to forgetting: how a job begins, is cancelled and ends. */
final class JobLife {
    /** After what time to ask again whether there is room for a job. */
    private static final long BUSY_MILLIS = 1_000;

    /** Forks that were asked for before nodes had their time to say what they hold. */
    private final List<Input.Submit> early = new ArrayList<>();

    private final Books books;
    private final ArrayDeque<JobPlan> ended = new ArrayDeque<>();
    private final OpenWork open;
    private final JarIntake jars;

    JobLife(Books books) {
        this.books = books;
        this.open = new OpenWork(books);
        this.jars = new JarIntake(books);
    }

    /** Takes up the jobs of an earlier term. */
    void restore() {
        var over = new ArrayList<JobPlan>();
        for (var job : books.ledger.jobs()) {
            JobPlan plan = books.plan(job, false);
            if (job.status().isFinal()) {
                over.add(plan);
            } else {
                open.restored(plan);
                books.company.recall(plan);
            }
        }
        over.sort(Comparator.comparingLong(plan -> plan.ledger.endedAt()));
        over.forEach(this::retain);
    }

    void settle(JobPlan job) {
        job.settled = true;
        job.ledger.tries().due().forEach((task, at) -> books.timers.add(at, new Timers.Due.Retry(job, task)));
        books.enqueueDispatchable(job, 0, job.ledger.size());
        endIfTooManyFailed(job);
        endIfOver(job);
    }

    /**
     * Ends a job of which more tasks have failed for good than may. Asked for after a failover, too: the journal may have kept
     * that a task failed, and lost that the job did.
     */
    void endIfTooManyFailed(JobPlan job) {
        if (books.isActive(job) && job.ledger.failed() > job.ledger.options().failuresAllowed()) {
            end(job, JobStatus.FAILED, Lack.of(job));
        }
    }

    void submit(Input.Submit submit) {
        submit(submit, books.newcomers.patience());
    }

    /** Nodes may have come that jobs wait for, or places. */
    void lookAgain() {
        books.newcomers.lookAgain(this::submit);
        open.lookAgain(submit -> submit(submit, books.now));
    }

    /** For jobs of tenants that may have only so many. */
    void askForPlaces() {
        open.ask();
    }

    /** @param unfitUntil how long to wait for a node that could run it */
    private void submit(Input.Submit submit, long unfitUntil) {
        JobId id = submit.job();
        JobPlan known = books.jobs.get(id);
        JobId source = submit.options().origin().map(Origin::source).orElse(null);
        if (known != null) {
            books.reply(submit.ticket(), again(known.ledger, submit));
        } else if (source != null && !books.jobs.containsKey(source)) {
            books.reply(submit.ticket(), new Answer.NoSuchJob(source));
        } else if (source != null && books.isSettling) {
            early.add(submit); // Which nodes keep what is not known yet.
        } else {
            accept(submit, books.jobs.get(source), unfitUntil);
        }
    }

    void rerun(Input.Rerun rerun) {
        JobPlan job = books.jobs.get(rerun.job());
        if (job == null) {
            books.reply(rerun.ticket(), new Answer.NoSuchJob(rerun.job()));
            return;
        }
        var origin = new Origin(rerun.job(), rerun.again());
        submit(new Input.Submit(
                rerun.ticket(), rerun.fork(), job.ledger.blueprint(), JobOptions.DEFAULTS.origin(origin)));
    }

    /** It is known which nodes there are and what they keep. */
    void settled() {
        var all = List.copyOf(early);
        early.clear();
        all.forEach(this::submit);
    }

    /** @param source what it is a fork of; null for none */
    private void accept(Input.Submit submit, JobPlan source, long unfitUntil) {
        JobId id = submit.job();
        JobOptions options = source == null
                ? submit.options()
                : source.ledger.options().origin(submit.options().origin().orElseThrow());
        Optional<String> tooMuch = open.fault(submit.blueprint(), options).or(() -> jars.tooMuch(submit));
        if (tooMuch.isPresent()) {
            books.reply(submit.ticket(), busy(id, tooMuch.get()));
            return;
        }
        List<Problem> problems = problems(submit.blueprint(), options, source);
        jars.fault(submit).ifPresent(why -> problems.add(new Problem(Problem.Kind.CANNOT_TRAVEL, id.value(), why)));
        boolean isUncertain = !problems.isEmpty() || !isAnyWorkerKnown();
        if (isUncertain && books.newcomers.mayRun(submit, problems, unfitUntil)) {
            return;
        }
        if (!problems.isEmpty()) {
            books.reply(submit.ticket(), new Answer.Rejected(id, problems));
            return;
        }
        if (!open.hasPlaces(submit, options)) {
            return;
        }
        jars.take(submit);
        books.record(new JobEvent.JobAccepted(id, submit.blueprint(), options, books.now));
        JobPlan plan = books.jobs.get(id);
        open.opened(plan);
        if (source != null) {
            books.forks.begin(plan, source);
        }
        books.reply(submit.ticket(), new Answer.Accepted(id, false));
        warnOfDeadline(plan);
        endIfOver(plan);
    }

    static Answer busy(JobId job, String why) {
        return new Answer.Busy(job, why, BUSY_MILLIS);
    }

    /** What nodes could run cannot be told before there is one. */
    private boolean isAnyWorkerKnown() {
        return books.nodes.values().stream().anyMatch(view -> view.isWorker);
    }

    /** Whoever listens is told at once of a job that will be late whatever happens. */
    private void warnOfDeadline(JobPlan job) {
        if (books.telling.isOn() && job.deadline() != JobOptions.WHENEVER) {
            Outlook outlook = Forecast.of(books, job);
            long notBefore = books.now + Math.max(0, outlook.millis());
            if (notBefore > job.deadline()) {
                books.telling.tell(new Event.DeadlineOutOfReach(
                        books.now,
                        job.ledger.id(),
                        job.ledger.blueprint().name(),
                        job.ledger.options().tenant(),
                        job.deadline(),
                        notBefore,
                        outlook.toString()));
            }
        }
    }

    private List<Problem> problems(Blueprint blueprint, JobOptions options, JobPlan source) {
        var problems = new ArrayList<Problem>();
        options.origin().ifPresent(origin -> problems.addAll(Forks.problems(origin, blueprint)));
        TenantSettings tenant = books.settings.tenant(options.tenant());
        problems.addAll(Feasibility.check(
                blueprint,
                source == null
                        ? task -> true
                        : books.forks.remade(source, blueprint, options.origin().orElseThrow()),
                books.nodes.values().stream()
                        .filter(view -> view.isWorker)
                        .map(NodeView::offer)
                        .toList(),
                tenant.quota(),
                options.tenant()));
        return problems;
    }

    private static Answer again(JobLedger known, Input.Submit submit) {
        JobId id = known.id();
        boolean isSameGraph = known.blueprint().equals(submit.blueprint());
        if (isSameGraph && known.options().origin().equals(submit.options().origin())) {
            return new Answer.Accepted(id, true);
        }
        String difference = isSameGraph
                ? "; it was forked otherwise"
                : " (" + known.blueprint().digest() + ", not "
                        + submit.blueprint().digest() + ")";
        String what = "a job of this id exists with other content" + difference + "; submit under a new id";
        return new Answer.Rejected(id, List.of(new Problem(Problem.Kind.CONTENT_DIFFERS, id.value(), what)));
    }

    void cancel(Input.Cancel cancel) {
        JobPlan job = books.jobs.get(cancel.job());
        if (job == null) {
            books.reply(cancel.ticket(), new Answer.NoSuchJob(cancel.job()));
            return;
        }
        if (books.isActive(job)) {
            books.record(new JobEvent.CancelRequested(job.ledger.id(), cancel.reason(), books.now));
            books.stragglers.cancelled(job);
            cancelAssigned(job, Order.Reason.JOB_CANCELLED);
            endIfOver(job);
        }
        books.reply(cancel.ticket(), new Answer.Cancelling(job.ledger.id(), job.ledger.status()));
    }

    private void cancelAssigned(JobPlan job, Order.Reason reason) {
        for (NodeView view : books.nodes.values()) {
            var held = new IntList();
            for (int task = 0; task < job.ledger.size(); task++) {
                boolean isFirst = job.isAssigned(task) && job.node(task) == view.index;
                if (isFirst || books.stragglers.isAt(view, job, task)) {
                    held.add(task);
                }
            }
            if (!held.isEmpty()) {
                view.flushBatch();
                view.cancel(job.ledger.id(), held.take(), reason);
            }
        }
    }

    /** Ends a job whose last task is done, or whose last attempt has stopped after a cancel. */
    void endIfOver(JobPlan job) {
        if (!job.settled || job.ledger.status().isFinal()) {
            return;
        }
        boolean isActive = books.isActive(job);
        boolean isDone = job.ledger.unfinished() == 0;
        if (isActive && isDone && !job.copies.isEmpty()) {
            return; // A copy that fails has to be made by running its task.
        }
        if (isActive && isDone && job.ledger.failed() == 0) {
            end(job, JobStatus.SUCCEEDED, "");
        } else if (isActive && job.ledger.withoutValue() > 0 && job.assigned == 0 && (isDone || !canGoOn(job))) {
            end(job, JobStatus.FAILED, Lack.of(job) + Lack.notRun(job));
        } else if (job.ledger.status() == JobStatus.CANCELLING && job.assigned == 0) {
            end(job, JobStatus.CANCELLED, job.ledger.reason());
        }
    }

    private static boolean canGoOn(JobPlan job) {
        return job.ledger.hasOpenTasks() && !Gang.allWaitInVain(job);
    }

    private void end(JobPlan job, JobStatus status, String reason) {
        books.record(new JobEvent.JobEnded(job.ledger.id(), status, reason, books.now));
        open.ended(job);
        boolean isKept = job.hasStoredValues();
        if (status == JobStatus.FAILED && isKept) {
            cancelAssigned(job, Order.Reason.JOB_CANCELLED);
        }
        letGo(job);
        if (!isKept) {
            books.tellNodesToForget(job);
        }
        job.leaveLines();
        books.lines.dropUnused();
        books.waiters.jobEnded(job, books);
        retain(job);
    }

    private void letGo(JobPlan job) {
        books.stragglers.over(job);
        for (int task = 0; job.assigned > 0 && task < job.ledger.size(); task++) {
            if (job.isAssigned(task)) {
                job.release(task, books.view(job.node(task)));
            }
        }
    }

    private void retain(JobPlan job) {
        if (ended.isEmpty()) {
            forgetAt(job);
        }
        ended.add(job);
        while (ended.size() > books.settings.retainMax()) {
            forget(ended.remove());
        }
    }

    /** One timer for all: timers that name their jobs would keep those in memory that went before their time. */
    private void forgetAt(JobPlan job) {
        books.timers.add(timeOf(job), new Timers.Due.Retention());
    }

    private long timeOf(JobPlan job) {
        return job.ledger.endedAt() + books.settings.retainMillis();
    }

    void retentionDue() {
        while (!ended.isEmpty() && timeOf(ended.peek()) <= books.now) {
            forget(ended.remove());
        }
        if (!ended.isEmpty()) {
            forgetAt(ended.peek());
        }
    }

    private void forget(JobPlan job) {
        books.record(new JobEvent.JobForgotten(job.ledger.id(), books.now));
        books.jobs.remove(job.ledger.id());
        books.waiters.forget(job, books);
        books.decisions.forget(job);
        books.shares.left(job);
        books.ballots.forget(job);
        books.tellNodesToForget(job);
    }
}

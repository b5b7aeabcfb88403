package dev.sampo.planning;

import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.Tries;
import dev.sampo.resilience.Escalation;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.Locale;

/**
 * Whether, when and where a task that has failed is tried again. All it goes by is in the journal, so that a scheduler
 * that takes over decides as the one before it would have.
 */
final class FurtherTries {
    private FurtherTries() {}

    /** How many bytes its next try needs, this one having run out of what it held; 0 when it did not, or gets no more. */
    static long memoryAfter(JobPlan job, int task, Failure failure, Resources held, Books books) {
        Escalation escalation = job.options(task).retry().escalation();
        if (!Escalation.isOutOfMemory(failure.type()) || !escalation.raisesMemory()) {
            return 0;
        }
        // Told by a node after a failover, of an attempt that nobody knows of any more.
        long known = books.lines.wishes().of(job.ledger, task).needs().memoryBytes();
        return escalation.memoryAfter(held.memoryBytes() == 0 ? known : held.memoryBytes());
    }

    /**
     * When its next try is due after this failure, which is not recorded yet; {@code NO_RETRY} when there is none.
     *
     * @param memory see {@link #memoryAfter}
     */
    static long dueAt(JobPlan job, int task, Failure failure, long memory, Books books) {
        Retry retry = job.options(task).retry();
        Tries tries = job.ledger.tries();
        int failures = job.ledger.failures(task) + 1;
        boolean isWorthIt = memory > 0 || isAfter(failure, retry);
        if (!isWorthIt || !retry.allowsAfter(failures)) {
            return JobEvent.AttemptFailed.NO_RETRY;
        }
        long wait = retry.delayMillis(failures, tries.lastWait(task), failure.askedMillis(), books.random.nextDouble());
        long due = books.now + wait;
        return retry.hasTime(tries.firstAt(task, books.now), due) ? due : JobEvent.AttemptFailed.NO_RETRY;
    }

    private static boolean isAfter(Failure failure, Retry retry) {
        return failure.kind().isRetriable()
                && !failure.excluded()
                && (failure.kind() != Failure.Kind.TIMED_OUT || retry.isAfterTimeout());
    }

    /** Whether it matters to the task which nodes it has failed on. */
    static boolean isParticular(JobPlan job, int task) {
        return job.ledger.tries().hasFailed(task) && job.options(task).retry().otherNodes();
    }

    static boolean wouldRatherNot(JobPlan job, int task, NodeView view) {
        return isParticular(job, task) && job.ledger.tries().hasFailedOn(task, view.id);
    }

    /** For people: when the next try is due, and who says so. */
    static String whenAndWhy(JobPlan job, int task, long now) {
        Retry retry = job.options(task).retry();
        Tries tries = job.ledger.tries();
        long left = Math.max(0, tries.due().getOrDefault(task, now) - now);
        String which = "retry " + job.ledger.failures(task) + " of " + retry.retriesMax();
        JobEvent.AttemptFailed last = last(job, task);
        long asked = last == null ? 0 : last.failure().askedMillis();
        if (asked > 0 && retry.isAsAsked(asked, tries.lastWait(task))) {
            String limit = retry.granted(asked) == asked ? "" : ", of which its policy grants " + retry.longest();
            return left + " ms, as its exception asked (at least " + Duration.ofMillis(asked) + limit + "; " + which
                    + ")";
        }
        String backoff = retry.backoff().name().toLowerCase(Locale.ROOT);
        return left + " ms, as its policy says (" + backoff + "; " + which + ")";
    }

    /** For people: why there is none. */
    static String whyNot(JobPlan job, int task) {
        JobEvent.AttemptFailed last = last(job, task);
        if (last == null) {
            return "";
        }
        Retry retry = job.options(task).retry();
        Failure failure = last.failure();
        int failures = job.ledger.failures(task);
        if (!failure.kind().isRetriable()) {
            return ": to try again would change nothing";
        }
        if (last.memory() == 0 && !isAfter(failure, retry)) {
            String what = failure.kind() == Failure.Kind.TIMED_OUT ? "a timeout" : failure.type();
            return ": its policy does not try again after " + what + " (" + retry.causes() + ")";
        }
        if (!retry.allowsAfter(failures)) {
            return retry.retriesMax() == 0
                    ? ": it has no retry policy"
                    : ": its policy allows " + counted(retry.retriesMax()) + ", and this was failure " + failures;
        }
        return ": the next try would have fallen due later than " + retry.within() + " after its first failure";
    }

    private static String counted(int retries) {
        return retries == 1 ? "1 retry" : retries + " retries";
    }

    /** For people: what the exception asked for, if anything. */
    static String asked(Failure failure) {
        return failure.askedMillis() == 0 ? "" : "; it asked to wait for " + Duration.ofMillis(failure.askedMillis());
    }

    private static JobEvent.AttemptFailed last(JobPlan job, int task) {
        JobEvent.AttemptFailed last = null;
        for (JobEvent event : job.ledger.story(task)) {
            last = event instanceof JobEvent.AttemptFailed failed ? failed : last;
        }
        return last;
    }
}

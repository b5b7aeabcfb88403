package dev.sampo.sim.check;

import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent.AttemptFailed;
import dev.sampo.resilience.Retry;
import dev.sampo.sim.body.Recipe;

/** What a retry policy allows after a failure, worked out anew from its words and from what the body was to throw. */
record PolicyAsWritten(Retry retry, Recipe recipe, Tally tally) {
    private static final int[] FIBONACCI = {0, 1, 1, 2, 3, 5, 8, 13};

    /** Null when what was decided is one of the things that could be. */
    String complaint(AttemptFailed failed, JobPicture.Task task) {
        int failures = task.failures + 1;
        boolean isGivenUp = failed.retryAt() == AttemptFailed.NO_RETRY;
        boolean mayGoOn = failures <= retry.retriesMax() && !isExcluded(failed);
        long first = task.firstFailedAt == JobPicture.Task.NEVER ? failed.at() : task.firstFailedAt;
        long budget = retry.within().isZero()
                ? Long.MAX_VALUE
                : first + retry.within().toMillis() - failed.at();
        long asked = failed.failure().kind() == Failure.Kind.THREW
                ? recipe.throwing().asksMillis(failed.number())
                : 0;
        if (!mayGoOn) {
            tally.hit(Sometimes.EXCEPTION_EXCLUDED, failures <= retry.retriesMax());
            return isGivenUp ? null : "it was to be the last";
        }
        if (isGivenUp) {
            tally.hit(Sometimes.RETRY_BUDGET_SPENT);
            return longest(failures, task.lastWait, asked) > budget ? null : "it was to be tried again";
        }
        long wait = failed.retryAt() - failed.at();
        tally.hit(Sometimes.RETRIED_AS_ASKED, asked > 0 && wait >= asked);
        if (wait > budget) {
            return "its next try falls due after its budget";
        }
        return wait < shortest(failures, asked) || wait > longest(failures, task.lastWait, asked)
                ? "a wait of " + wait + " ms cannot be, between " + shortest(failures, asked) + " and "
                        + longest(failures, task.lastWait, asked)
                : null;
    }

    private boolean isExcluded(AttemptFailed failed) {
        if (failed.failure().type().equals(OutOfMemoryError.class.getName())) {
            return failed.memory() == 0 && !retry.causes().on().isEmpty();
        }
        if (failed.failure().kind() == Failure.Kind.TIMED_OUT) {
            return !retry.escalation().movesAfterTimeout()
                    && !retry.causes().on().isEmpty()
                    && !retry.causes().on().contains("java.util.concurrent.TimeoutException");
        }
        return switch (recipe.throwing()) {
            case ASKING -> false;
            case STATE ->
                !retry.causes().on().isEmpty() && !retry.causes().on().contains("java.lang.IllegalStateException");
            case FILE ->
                retry.causes().notOn().contains("java.io.FileNotFoundException")
                        || !retry.causes().on().isEmpty()
                                && !retry.causes().on().contains("java.io.IOException");
        };
    }

    private long shortest(int failures, long asked) {
        double own = retry.backoff() == Retry.Backoff.DECORRELATED
                ? retry.first().toMillis()
                : retry.first().toMillis() * times(failures) * 0.8;
        return (long) Math.floor(Math.min(Math.max(own, asked), retry.longest().toMillis() * 0.8));
    }

    private long longest(int failures, long previous, long asked) {
        double own = retry.backoff() == Retry.Backoff.DECORRELATED
                ? 3.0 * Math.max(previous, retry.first().toMillis())
                : retry.first().toMillis() * times(failures) * 1.2;
        return (long)
                Math.ceil(Math.min(Math.max(own, asked * 1.2), retry.longest().toMillis()));
    }

    private int times(int failures) {
        return switch (retry.backoff()) {
            case FIXED, DECORRELATED -> 1;
            case LINEAR -> failures;
            case EXPONENTIAL -> 1 << (failures - 1);
            case FIBONACCI -> FIBONACCI[failures];
        };
    }
}

package dev.sampo.job;

/** Where a task stands; the last four never change again while its value, if it has one, is kept. */
public enum TaskState {
    BLOCKED,
    READY,
    /** Waiting out the backoff after a failure. */
    RETRYING,
    /** Given to a node, queued or running there. */
    ASSIGNED,
    /** Its own body is done, well or not; the tasks that make its value (an {@code each}'s, those it added, or its stand-in) are not. */
    EXPANDED,
    SUCCEEDED,
    FAILED,
    /** Never to run, since something it needs will never come, or stands in for a task that needs nobody to; or elements of it failed. */
    SKIPPED,
    CANCELLED;

    public boolean isFinal() {
        return this == SUCCEEDED || this == CANCELLED || isWithoutValue();
    }

    /** Whether it has ended, and there will be no value. */
    public boolean isWithoutValue() {
        return this == FAILED || this == SKIPPED;
    }
}

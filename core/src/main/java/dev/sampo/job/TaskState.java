package dev.sampo.job;

/** Where a task stands; the last three never change again while its value is kept. */
public enum TaskState {
    BLOCKED,
    READY,
    /** Waiting out the backoff after a failure. */
    RETRYING,
    /** Given to a node, queued or running there. */
    ASSIGNED,
    /** Its own body is done; the tasks it stands for (an {@code each}, or tasks it added) are not. */
    EXPANDED,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}

package dev.sampo.job;

/** Where a job stands; the last three never change again. */
public enum JobStatus {
    RUNNING,
    /** What runs goes on and counts; nothing begins. */
    PAUSED,
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether what its attempts come to counts. */
    public boolean isActive() {
        return this == RUNNING || this == PAUSED;
    }

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}

package dev.sampo.actors.value;

import dev.sampo.job.JobId;

/** A value that should be kept here is not, or its bytes are no longer those that were put: it must be made again. */
public final class ValueGone extends Exception {
    private static final long serialVersionUID = 1;

    private final int task;

    ValueGone(JobId job, int task, String why, Throwable cause) {
        super("the value of task " + task + " of job " + job + " is gone: " + why, cause, false, false);
        this.task = task;
    }

    public int task() {
        return task;
    }
}

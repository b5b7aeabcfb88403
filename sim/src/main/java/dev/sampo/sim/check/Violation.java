package dev.sampo.sim.check;

import dev.sampo.job.JobId;

/** A broken invariant; carries the task it concerns so that its story can be told. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int NO_TASK = -1;

    private final String invariant;
    private final String job;
    private final int task;

    public Violation(String invariant, JobId job, int task, String what) {
        super(invariant + ": " + what);
        this.invariant = invariant;
        this.job = job == null ? "" : job.value();
        this.task = task;
    }

    public String invariant() {
        return invariant;
    }

    /** The job concerned; empty when none is. */
    public String job() {
        return job;
    }

    public int task() {
        return task;
    }
}

package dev.sampo;

import java.util.Optional;

/**
 * What may be said about a job as it is submitted. {@code priority} is added to that of each of its tasks.
 *
 * @param mayRunLocally see {@link #fallbackToLocal}
 * @param failuresAllowed see {@link #failuresAllowed(int)}
 */
public record SubmitOptions(Optional<String> id, int priority, boolean mayRunLocally, int failuresAllowed) {
    public static final SubmitOptions DEFAULTS = new SubmitOptions(Optional.empty(), 0, false, 0);

    public SubmitOptions {
        if (failuresAllowed < 0) {
            throw new IllegalArgumentException("failuresAllowed=" + failuresAllowed
                    + " must not be negative; 0 ends the job with the first task that fails for good");
        }
    }

    public SubmitOptions id(String chosen) {
        return new SubmitOptions(Optional.of(chosen), priority, mayRunLocally, failuresAllowed);
    }

    public SubmitOptions priority(int higherGoesFirst) {
        return new SubmitOptions(id, higherGoesFirst, mayRunLocally, failuresAllowed);
    }

    /**
     * Lets the job run on the node it is submitted from when no worker is there, also if that node has not the role
     * "worker" and runs nothing else. No worker must have been there for {@code sampo.planner.fallback-after}; what becomes
     * ready after one has come goes to it. {@link Job#status} says whether it came to that.
     */
    public SubmitOptions fallbackToLocal() {
        return new SubmitOptions(id, priority, true, failuresAllowed);
    }

    /**
     * Lets so many tasks fail for good while all that does not need them goes on. The job ends as failed when more do, or when
     * nothing is left that could run; what has succeeded by then has its values.
     */
    public SubmitOptions failuresAllowed(int tasks) {
        return new SubmitOptions(id, priority, mayRunLocally, tasks);
    }

    /** Lets any number of tasks fail: see {@link #failuresAllowed(int)}. */
    public SubmitOptions keepGoing() {
        return failuresAllowed(Integer.MAX_VALUE);
    }
}

package dev.sampo;

import java.util.Optional;

/**
 * What may be said about a job as it is submitted. {@code priority} is added to that of each of its tasks.
 *
 * @param mayRunLocally see {@link #fallbackToLocal}
 */
public record SubmitOptions(Optional<String> id, int priority, boolean mayRunLocally) {
    public static final SubmitOptions DEFAULTS = new SubmitOptions(Optional.empty(), 0, false);

    public SubmitOptions id(String chosen) {
        return new SubmitOptions(Optional.of(chosen), priority, mayRunLocally);
    }

    public SubmitOptions priority(int higherGoesFirst) {
        return new SubmitOptions(id, higherGoesFirst, mayRunLocally);
    }

    /**
     * Lets the job run on the node it is submitted from when no worker is there, also if that node has not the role
     * "worker" and runs nothing else. No worker must have been there for {@code sampo.planner.fallback-after}; what becomes
     * ready after one has come goes to it. {@link Job#status} says whether it came to that.
     */
    public SubmitOptions fallbackToLocal() {
        return new SubmitOptions(id, priority, true);
    }
}

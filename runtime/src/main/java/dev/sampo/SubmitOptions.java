package dev.sampo;

import dev.sampo.job.JobOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What may be said about a job as it is submitted. {@code priority} is added to that of each of its tasks.
 *
 * @param mayRunLocally see {@link #fallbackToLocal}
 * @param failuresAllowed see {@link #failuresAllowed(int)}
 * @param tenant see {@link #tenant(String)}
 * @param deadline see {@link #deadline(Instant)}
 * @param plan see {@link #plan(Duration)}
 * @param patience see {@link #waitWhenBusy(Duration)}
 */
public record SubmitOptions(
        Optional<String> id,
        int priority,
        boolean mayRunLocally,
        int failuresAllowed,
        String tenant,
        Optional<Instant> deadline,
        Duration plan,
        Duration patience) {
    private static final Duration PATIENCE_MAX = Duration.ofDays(36_500);

    public static final SubmitOptions DEFAULTS = new SubmitOptions(
            Optional.empty(), 0, false, 0, JobOptions.NO_TENANT, Optional.empty(), Duration.ZERO, Duration.ZERO);

    public SubmitOptions {
        Objects.requireNonNull(tenant, "the tenant is null; leave it out for none");
        if (deadline.filter(wanted -> wanted.isBefore(Instant.EPOCH)).isPresent()) {
            throw new IllegalArgumentException("deadline=" + deadline.get() + " is before 1970; leave it out for none");
        }
        patience = patience.compareTo(PATIENCE_MAX) > 0 ? PATIENCE_MAX : patience;
        if (patience.isNegative()) {
            throw new IllegalArgumentException("waitWhenBusy(" + patience + ") must not be negative");
        }
        if (failuresAllowed < 0) {
            throw new IllegalArgumentException("failuresAllowed=" + failuresAllowed
                    + " must not be negative; 0 ends the job with the first task that fails for good");
        }
        if (plan.isNegative() || plan.compareTo(Duration.ofMillis(JobOptions.PLAN_MILLIS_MAX)) > 0) {
            throw new IllegalArgumentException("plan=" + plan + " must be from nothing to "
                    + Duration.ofMillis(JobOptions.PLAN_MILLIS_MAX) + "; a second is plenty for a hundred tasks");
        }
    }

    public SubmitOptions id(String chosen) {
        return new SubmitOptions(
                Optional.of(chosen), priority, mayRunLocally, failuresAllowed, tenant, deadline, plan, patience);
    }

    public SubmitOptions priority(int higherGoesFirst) {
        return new SubmitOptions(id, higherGoesFirst, mayRunLocally, failuresAllowed, tenant, deadline, plan, patience);
    }

    /**
     * Lets the job run on the node it is submitted from when no worker is there, also if that node has not the role
     * "worker" and runs nothing else. No worker must have been there for {@code sampo.planner.fallback-after}; what becomes
     * ready after one has come goes to it. {@link Job#status} says whether it came to that.
     */
    public SubmitOptions fallbackToLocal() {
        return new SubmitOptions(id, priority, true, failuresAllowed, tenant, deadline, plan, patience);
    }

    /**
     * Lets so many tasks fail for good while all that does not need them goes on. The job ends as failed when more do, or when
     * nothing is left that could run; what has succeeded by then has its values.
     */
    public SubmitOptions failuresAllowed(int tasks) {
        return new SubmitOptions(id, priority, mayRunLocally, tasks, tenant, deadline, plan, patience);
    }

    /**
     * For whom the job runs. When there is not enough for all, each tenant gets its share by its weight in
     * {@code sampo.planner.tenants}, and the jobs of one tenant share that evenly.
     */
    public SubmitOptions tenant(String name) {
        return new SubmitOptions(id, priority, mayRunLocally, failuresAllowed, name, deadline, plan, patience);
    }

    /**
     * When the result is wanted: of a tenant's jobs of one priority that with the nearest deadline goes first. It is a
     * wish: nothing happens to a job that is late.
     */
    public SubmitOptions deadline(Instant wantedBy) {
        return new SubmitOptions(
                id, priority, mayRunLocally, failuresAllowed, tenant, Optional.of(wantedBy), plan, patience);
    }

    /**
     * Looks for a good timetable during so long, at most, before the job begins, and keeps the job to it: for graphs of which it is
     * known how long tasks run, because they say {@code expected(..)} or because they ran before. When tasks run for longer
     * or shorter, what remains is planned again; when they do so by far, or when other jobs come, it goes on as any job does.
     * One second is plenty for a hundred tasks. {@link Job#explain} says what the timetable has in mind.
     */
    public SubmitOptions plan(Duration budget) {
        return new SubmitOptions(id, priority, mayRunLocally, failuresAllowed, tenant, deadline, budget, patience);
    }

    /** Lets any number of tasks fail: see {@link #failuresAllowed(int)}. */
    public SubmitOptions keepGoing() {
        return failuresAllowed(Integer.MAX_VALUE);
    }

    /**
     * Submits again and again, for so long at most, while as much is unfinished, in all or of the tenant, as
     * {@code sampo.planner} allows. Without it a submit then ends at once with {@link SampoException.Busy}.
     */
    public SubmitOptions waitWhenBusy(Duration atMost) {
        return new SubmitOptions(id, priority, mayRunLocally, failuresAllowed, tenant, deadline, plan, atMost);
    }
}

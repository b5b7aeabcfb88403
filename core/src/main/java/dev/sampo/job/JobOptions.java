package dev.sampo.job;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client asks for a whole job. {@code priority} is added to that of each task.
 *
 * @param fallback the node it is submitted from, if it is to run there when no worker is there
 * @param failuresAllowed how many tasks may fail for good while all that does not need them goes on
 * @param tenant for whom it runs; tenants share what there is
 * @param origin the job it is a fork of
 * @param deadline wall-clock milliseconds by which it is wanted; {@link #WHENEVER} when that does not matter
 * @param planMillis for how long to look for a timetable that it is then kept to; 0 for not at all
 */
public record JobOptions(
        int priority,
        Optional<NodeId> fallback,
        int failuresAllowed,
        String tenant,
        long deadline,
        Optional<Origin> origin,
        long planMillis) {
    /** Of those who did not say for whom they run. */
    public static final String NO_TENANT = "default";

    public static final int PRIORITY_MAX = 1_000_000;

    public static final long PLAN_MILLIS_MAX = 3_600_000;

    public static final long WHENEVER = Long.MAX_VALUE;

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public static final JobOptions DEFAULTS =
            new JobOptions(0, Optional.empty(), 0, NO_TENANT, WHENEVER, Optional.empty(), 0);

    public JobOptions {
        if (Math.abs((long) priority) > PRIORITY_MAX) {
            throw new IllegalArgumentException(
                    "priority=" + priority + " must be between -" + PRIORITY_MAX + " and " + PRIORITY_MAX);
        }
        if (failuresAllowed < 0) {
            throw new IllegalArgumentException("failuresAllowed=" + failuresAllowed + " must not be negative");
        }
        if (!TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException(
                    "\"" + tenant + "\" is no name of a tenant; give 1 to 64 letters, digits,"
                            + " '.', '_' or '-' that begin with a letter or digit");
        }
        if (deadline < 0) {
            throw new IllegalArgumentException("deadline=" + deadline + " is before 1970");
        }
        if (planMillis < 0 || planMillis > PLAN_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "a timetable is looked for during 0 to " + PLAN_MILLIS_MAX + " ms, not " + planMillis + " ms");
        }
    }

    public JobOptions priority(int higherGoesFirst) {
        return new JobOptions(higherGoesFirst, fallback, failuresAllowed, tenant, deadline, origin, planMillis);
    }

    public JobOptions fallback(NodeId submitter) {
        return new JobOptions(priority, Optional.of(submitter), failuresAllowed, tenant, deadline, origin, planMillis);
    }

    public JobOptions failuresAllowed(int tasks) {
        return new JobOptions(priority, fallback, tasks, tenant, deadline, origin, planMillis);
    }

    public JobOptions tenant(String name) {
        return new JobOptions(priority, fallback, failuresAllowed, name, deadline, origin, planMillis);
    }

    public JobOptions deadline(long wantedBy) {
        return new JobOptions(priority, fallback, failuresAllowed, tenant, wantedBy, origin, planMillis);
    }

    /** Of another job: it takes what is the same from there. */
    public JobOptions origin(Origin fork) {
        return new JobOptions(priority, fallback, failuresAllowed, tenant, deadline, Optional.of(fork), planMillis);
    }

    public JobOptions plan(long budgetMillis) {
        return new JobOptions(priority, fallback, failuresAllowed, tenant, deadline, origin, budgetMillis);
    }

    public boolean isPlanned() {
        return planMillis > 0;
    }
}

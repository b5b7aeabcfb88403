package dev.sampo.tenant;

import dev.sampo.resource.Quota;

/**
 * What a tenant is entitled to.
 *
 * @param weight how much it counts for when there is not enough for all
 * @param quota what its tasks may hold at once, even when there is more
 * @param openJobsMax how many unfinished jobs are accepted of it, by all partitions together
 * @param openTasksMax how many tasks those may have together
 */
public record TenantSettings(int weight, Quota quota, int openJobsMax, int openTasksMax) {
    public static final int WEIGHT_MAX = 1_000;
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    public static final TenantSettings USUAL = new TenantSettings(1, Quota.NONE);

    public TenantSettings(int weight, Quota quota) {
        this(weight, quota, NO_LIMIT, NO_LIMIT);
    }

    public TenantSettings {
        if (openJobsMax < 1 || openTasksMax < 1) {
            throw new IllegalArgumentException("open-jobs-max=" + openJobsMax + " and open-tasks-max=" + openTasksMax
                    + " must be positive; leave out what is not to be limited");
        }
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("weight=" + weight + " must be from 1 to " + WEIGHT_MAX);
        }
    }
}

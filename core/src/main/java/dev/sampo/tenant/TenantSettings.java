package dev.sampo.tenant;

import dev.sampo.resource.Quota;

/**
 * What a tenant is entitled to.
 *
 * @param weight how much it counts for when there is not enough for all
 * @param quota what its tasks may hold at once, even when there is more
 */
public record TenantSettings(int weight, Quota quota) {
    public static final int WEIGHT_MAX = 1_000;

    public static final TenantSettings USUAL = new TenantSettings(1, Quota.NONE);

    public TenantSettings {
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("weight=" + weight + " must be from 1 to " + WEIGHT_MAX);
        }
    }
}

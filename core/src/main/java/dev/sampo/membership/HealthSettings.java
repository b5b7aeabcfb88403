package dev.sampo.membership;

/**
 * When a node's status changes.
 *
 * @param beatMillis how often a node that is well is heard of
 * @param degradedAfter so many beats missing in a row, and it is degraded
 * @param offlineAfter so many, and it is offline
 * @param healthyAfter so many beats in a row, one for each interval, and it is healthy again
 */
public record HealthSettings(long beatMillis, int degradedAfter, int offlineAfter, int healthyAfter) {
    public static final HealthSettings DEFAULTS = new HealthSettings(1_000, 3, 8, 3);

    public HealthSettings {
        if (beatMillis < 1 || degradedAfter < 1 || offlineAfter <= degradedAfter || healthyAfter < 1) {
            throw new IllegalArgumentException("a beat takes at least 1 ms, a node is degraded after at least 1 missing"
                    + " beat, offline after more, and healthy after at least 1; not " + beatMillis + " ms, "
                    + degradedAfter + ", " + offlineAfter + ", " + healthyAfter);
        }
    }
}

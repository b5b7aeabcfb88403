package dev.sampo.resilience;

/**
 * When a second attempt is made at a task that takes long.
 *
 * @param afterMillis not before the first has run for so long, however short its kind is
 * @param share so much of the cluster copies hold together at most, and so many of a job's tasks have one; but one always may
 */
public record CopySettings(long afterMillis, double share) {
    public static final CopySettings DEFAULTS = new CopySettings(1_000, 0.1);

    public CopySettings {
        if (afterMillis < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("copies after=" + afterMillis + " ms with share-max=" + share
                    + " are out of bounds: the time is positive, the share lies between 0 and 1");
        }
    }
}

package dev.sampo.worker;

import dev.sampo.link.LinkSettings;

/**
 * How a node works.
 *
 * @param graceMillis how long a body may take to stop after it was interrupted; then its thread is given up
 * @param passedOverMax how many smaller tasks may start before a larger one at the head of its queue; then all wait for it
 * @param adopts whether it takes up successors of what ran here by itself; no node does that steps in for missing
 *     workers, since one may have come meanwhile
 * @param adoptAfterMicros it does that only after an attempt that ran no longer, and only with tasks not expected to: to wait
 *     for the partition's choice then costs more than it gains
 */
public record WorkerSettings(
        long graceMillis, int passedOverMax, boolean adopts, long adoptAfterMicros, LinkSettings link) {

    public static final WorkerSettings DEFAULTS =
            new WorkerSettings(5_000, 50, true, Long.MAX_VALUE, LinkSettings.DEFAULTS);
}

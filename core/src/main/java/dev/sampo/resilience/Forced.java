package dev.sampo.resilience;

import java.time.Instant;

/**
 * What somebody has decided of a breaker, whatever it finds out itself.
 *
 * @param by the node through which it was said
 * @param why in the words of whoever said it; may be empty
 */
public record Forced(To to, String by, String why, long at) {
    private static final int WHY_MAX = 500;

    /** What is decided. */
    public enum To {
        /** No calls, whatever else there is. */
        OPEN,
        /** As many calls as one likes, however they go. */
        CLOSED,
        /** Nothing: the breaker is as it was at first, and finds out for itself. */
        NONE
    }

    public Forced {
        why = why.length() <= WHY_MAX ? why : why.substring(0, WHY_MAX);
    }

    @Override
    public String toString() {
        return "forced " + (to == To.OPEN ? "open" : "closed") + " through " + by + " at " + Instant.ofEpochMilli(at)
                + (why.isEmpty() ? "" : ": " + why);
    }
}

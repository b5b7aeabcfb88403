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
    private static final int BY_MAX = 256;

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
        by = by.length() <= BY_MAX ? by : by.substring(0, BY_MAX);
        why = why.length() <= WHY_MAX ? why : why.substring(0, WHY_MAX);
    }

    /** Whoever says it again, later, says nothing new. */
    public boolean saysTheSameAs(Forced other) {
        return to == other.to && by.equals(other.by) && why.equals(other.why);
    }

    @Override
    public String toString() {
        return "forced " + (to == To.OPEN ? "open" : "closed") + " through " + by + " at " + Instant.ofEpochMilli(at)
                + (why.isEmpty() ? "" : ": " + why);
    }
}

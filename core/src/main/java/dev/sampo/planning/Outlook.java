package dev.sampo.planning;

/**
 * When a job will be done at the earliest, as far as durations are known: if every task takes what its maker expects, or what such
 * tasks took before. Relative to the moment of asking, since planners have no clock that means anything to others.
 *
 * @param millis from then on at least; {@link #UNKNOWN} when nothing is known of any task that is left
 * @param left tasks that are not done
 * @param unknown how many of those nothing is known of; they count as if they took no time
 * @param because what it is that takes so long
 */
public record Outlook(long millis, int left, int unknown, String because) {
    public static final long UNKNOWN = -1;

    public boolean isKnown() {
        return millis != UNKNOWN;
    }

    @Override
    public String toString() {
        if (left == 0) {
            return "nothing is left to do";
        }
        if (!isKnown()) {
            return "when it will be done is unknown yet: "
                    + (left == 1 ? "the task that is left" : "none of the " + left + " tasks left") + " is of "
                    + (left == 1 ? "no" : "a") + " kind that has run before";
        }
        return "not before " + Span.of(millis) + " from now: " + because
                + (unknown == 0
                        ? ""
                        : left == 1
                                ? "; of the task that is left nothing is known"
                                : "; of " + unknown + " of the " + left + " tasks left nothing is known");
    }
}

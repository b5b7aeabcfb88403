package dev.sampo.planning;

/**
 * How long tasks run of late, those that run now included: what all have run for, by how many have been begun. What never ends counts
 * for no more than as if it had been begun when it was asked, so that a task that many have passed has waited too long however long others run.
 */
final class Pace {
    /** A task has waited too long when it has for so many times as long as others run: so often may all that run have been others. */
    static final int ROUNDS = 20;
    /** What is remembered: as many as run now, so many times over, and no fewer than {@link #MEMORY_MIN}. */
    private static final int MEMORY_ROUNDS = 4;

    private static final int MEMORY_MIN = 64;

    private int running;
    private double begun;
    /** How long these have run so far, until {@link #asOf}. */
    private double ranMillis;

    private long asOf;
    /** When the first of all was. */
    private long begunAt = Long.MAX_VALUE;

    /** So many more run from now on, or fewer. */
    void change(int more, long now) {
        ranMillis = ranMillis(now);
        asOf = now;
        running += more;
        if (more > 0) {
            begun += more;
            begunAt = Math.min(begunAt, now);
            if (begun > Math.max(MEMORY_MIN, 2.0 * MEMORY_ROUNDS * running)) {
                begun /= 2;
                ranMillis /= 2;
            }
        }
    }

    private double ranMillis(long now) {
        return ranMillis + (double) running * (now - asOf);
    }

    /**
     * Those that have waited since then, or longer, have waited too long; nobody has who has not been passed for so long.
     *
     * @param leastMillis what is not too long, however short others run
     */
    long overdueFrom(long now, long leastMillis) {
        if (begunAt == Long.MAX_VALUE) {
            return Long.MIN_VALUE;
        }
        long from = now - Math.max(leastMillis, (long) (ROUNDS * ranMillis(now) / begun));
        return begunAt <= from ? from : Long.MIN_VALUE;
    }
}

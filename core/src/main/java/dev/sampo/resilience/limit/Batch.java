package dev.sampo.resilience.limit;

/**
 * Permits that a node was given. They are to be used before a time; those of a leaky bucket each before its own, and none before
 * its moment has come.
 *
 * <pre>
 *   owner's moments     o         o         o
 *   one may be used   ...├───┤.....├───┤.....├───┤
 *   on the node          due until
 * </pre>
 */
final class Batch {
    /** Null for permits that may be used in any order. */
    private final Rate pace;

    private final long due;
    private final long until;
    private long passed;
    private long left;

    private Batch(Rate pace, long due, long until, long left) {
        this.pace = pace;
        this.due = due;
        this.until = until;
        this.left = left;
    }

    static Batch of(long permits, long until) {
        return new Batch(null, Long.MIN_VALUE, until, permits);
    }

    /** @param due when the first may be used; the others follow at the pace */
    static Batch paced(long permits, Rate pace, long due, long until) {
        return new Batch(pace, due, until, permits);
    }

    long left() {
        return left;
    }

    /** When the next may be used. */
    long due() {
        return pace == null || passed == 0 ? due : due + pace.spanOf(passed) + 1;
    }

    void use(long permits) {
        passed += permits;
        left -= permits;
    }

    /** @return how many are void by now */
    long expire(long now) {
        if (now < until) {
            return 0;
        }
        long over = pace == null ? left : Math.min(left, Math.max(0, pace.in(now - until + 1) - passed));
        use(over);
        return over;
    }
}

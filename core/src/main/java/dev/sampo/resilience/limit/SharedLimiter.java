package dev.sampo.resilience.limit;

import java.time.Duration;

/**
 * A limit as its owner keeps it, for all nodes. Of a leaky bucket it gives moments in advance, and says when they come: so that
 * none goes by while word of it travels.
 *
 * <pre>
 *   moments  ....o....o....o....o....o....o....o....o
 *   node          ask ──┐            ├── uses them ──
 *   owner               └─ 2, in d ──┘
 * </pre>
 */
public final class SharedLimiter {
    /** So far ahead moments are given: what a node that is lost takes with it, and what the next owner leaves out. */
    static final long AHEAD = Duration.ofMillis(200).toNanos();

    private final KeyedLimiter limiter;
    private final boolean isPaced;

    /**
     * What a node is told.
     *
     * @param permits 0 for none
     * @param nanos how long it is to the first of them; of none, when to ask again
     */
    public record Share(long permits, long nanos) {}

    SharedLimiter(KeyedLimiter limiter, boolean isPaced) {
        this.limiter = limiter;
        this.isPaced = isPaced;
    }

    /** One that takes over from another of which nothing is known: all that could be given may have been. */
    public static SharedLimiter takenOver(LimitSettings declared, long now) {
        boolean isPaced = declared.isPaced();
        return new SharedLimiter(KeyedLimiter.exhausted(declared.owned(), now, isPaced ? now + AHEAD : now), isPaced);
    }

    /** Gives at most so many, and none where there are fewer than the least. */
    public Share ask(String key, long least, long most, long now) {
        KeyedLimiter.Taken taken =
                isPaced ? limiter.reserveUpTo(key, least, most, AHEAD, now) : limiter.askUpTo(key, least, most, now);
        return taken.admission() instanceof Admission.NotBefore notBefore
                ? new Share(0, notBefore.nanos() - now)
                : new Share(taken.taken(), Math.max(0, taken.at() - now));
    }
}

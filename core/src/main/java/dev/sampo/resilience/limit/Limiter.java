package dev.sampo.resilience.limit;

/**
 * Decides how often something may be done. Exact: counts are whole numbers. The times it is given should not go back; if
 * they do, it goes on from the latest it has seen, so that nothing is admitted twice for the same time.
 */
public abstract sealed class Limiter permits Bucket, SlidingWindow, FixedWindow {
    private final LimitSettings settings;
    private long latest;

    Limiter(LimitSettings settings, long now) {
        this.settings = settings;
        this.latest = now;
    }

    /** One that was never asked. */
    public static Limiter rested(LimitSettings settings, long now) {
        return switch (settings.algorithm()) {
            case TOKEN_BUCKET, LEAKY_BUCKET -> new Bucket(settings, now);
            case SLIDING_WINDOW -> new SlidingWindow(settings, now);
            case FIXED_WINDOW -> new FixedWindow(settings, now);
        };
    }

    /** One that has just given all it had: for who does not know what was taken before. */
    public static Limiter exhausted(LimitSettings settings, long now) {
        Limiter limiter = rested(settings, now);
        limiter.take(settings.atOnceMax(), now);
        return limiter;
    }

    /** Takes the permits if they may be had now; all of them or none. */
    public final Admission ask(long permits, long now) {
        if (permits < 1) {
            throw new IllegalArgumentException(
                    "limit \"" + settings.name() + "\" was asked for " + permits + " permits; ask for at least 1");
        }
        if (permits > settings.atOnceMax()) {
            return new Admission.Never(settings.atOnceMax());
        }
        moveTo(now);
        if (permits <= free()) {
            take(permits, latest);
            return Admission.Admitted.NOW;
        }
        return new Admission.NotBefore(freeAt(permits, latest));
    }

    /** How many would be admitted now, at once. */
    public final long free(long now) {
        moveTo(now);
        return free();
    }

    /** From when on it differs in nothing from one that was never asked, unless it is asked before. */
    public final long restedAt() {
        return restedAt(latest);
    }

    private void moveTo(long now) {
        if (now > latest) {
            passed(latest, now);
            latest = now;
        }
    }

    /** Time goes by; never backwards. */
    abstract void passed(long from, long to);

    abstract long free();

    /** Called with no more than is free. */
    abstract void take(long permits, long now);

    /** When so many will be free; called with more than is, and no more than can ever be. */
    abstract long freeAt(long permits, long now);

    abstract long restedAt(long now);

    /** The end of time instead of a time before now. */
    static long later(long now, long span) {
        long at = now + span;
        return span >= 0 && at < now ? Long.MAX_VALUE : at;
    }
}

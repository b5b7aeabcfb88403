package com.google.common.util.concurrent;

/** Guava's limiter with the time as an argument; its way to do so is hidden in its package. */
public final class GuavaUnderOurClock {
    private static final long MICRO = 1_000;

    private final RateLimiter limiter;
    private final long start;
    private long micros;

    public GuavaUnderOurClock(double permitsPerSecond, long start) {
        this.start = start;
        this.limiter = RateLimiter.create(permitsPerSecond, new RateLimiter.SleepingStopwatch() {
            @Override
            protected long readMicros() {
                return micros;
            }

            @Override
            protected void sleepMicrosUninterruptibly(long wait) {
                if (wait > 0) {
                    throw new AssertionError("it waits although it was not to");
                }
            }
        });
    }

    /** @return when to ask again; now if one was taken */
    public long ask(long now) {
        micros = (now - start) / MICRO;
        if (limiter.tryAcquire()) {
            return now;
        }
        return Math.max(now + 1, start + MICRO * limiter.queryEarliestAvailable(micros));
    }
}

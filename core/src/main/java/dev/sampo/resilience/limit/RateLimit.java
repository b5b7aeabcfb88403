package dev.sampo.resilience.limit;

import java.time.Duration;

/**
 * A limit that the configuration declares, as code uses it: ask before you do what is limited. Who came first is served
 * first. What is taken is not given back.
 */
public interface RateLimit {

    String name();

    /** The same limit for one of many, such as a tenant: each key has its own permits. */
    RateLimit of(String key);

    /** Waits for a permit, as long as it takes, or until it is interrupted. */
    default void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Waits for so many permits at once, as long as it takes, or until it is interrupted.
     *
     * @throws LimitRefused when it never gives so many at once, or too many wait already
     */
    void acquire(long permits) throws InterruptedException;

    /**
     * Waits no longer than that.
     *
     * @return whether the permits were taken
     * @throws LimitRefused when it never gives so many at once, or too many wait already
     */
    boolean tryAcquire(long permits, Duration within) throws InterruptedException;
}

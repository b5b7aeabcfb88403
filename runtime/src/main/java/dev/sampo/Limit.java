package dev.sampo;

import dev.sampo.actors.limit.NodeLimit;
import dev.sampo.resilience.limit.LimitRefused;
import dev.sampo.resilience.limit.RateLimit;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A limit outside of bodies: also for those who must not block. */
public final class Limit implements RateLimit {
    private final NodeLimit limit;
    private final String key;

    Limit(NodeLimit limit, String key) {
        this.limit = limit;
        this.key = key;
    }

    @Override
    public String name() {
        return limit.name();
    }

    @Override
    public Limit of(String other) {
        return new Limit(limit, other);
    }

    @Override
    public void acquire(long permits) throws InterruptedException {
        limit.of(key).acquire(permits);
    }

    @Override
    public boolean tryAcquire(long permits, Duration within) throws InterruptedException {
        return limit.of(key).tryAcquire(permits, within);
    }

    /**
     * Completes with whether the permits were taken in time, without blocking anybody.
     *
     * @throws LimitRefused when it never gives so many at once, or too many wait already
     */
    public CompletionStage<Boolean> acquireAsync(long permits, Duration within) {
        return limit.ask(key, permits, within).whenCompleteAsync((taken, failure) -> {});
    }
}

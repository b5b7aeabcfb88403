package dev.sampo.actors.body;

import dev.sampo.resilience.limit.RateLimit;
import java.time.Duration;

/** A limit as a body sees it: as long as it waits for permits, this is what the body says of itself. */
record AwaitedLimit(RateLimit limit, RunningBody body) implements RateLimit {

    private interface Wait {
        boolean isOver() throws InterruptedException;
    }

    @Override
    public String name() {
        return limit.name();
    }

    @Override
    public RateLimit of(String key) {
        return new AwaitedLimit(limit.of(key), body);
    }

    @Override
    public void acquire(long permits) throws InterruptedException {
        saying(permits, () -> {
            limit.acquire(permits);
            return true;
        });
    }

    @Override
    public boolean tryAcquire(long permits, Duration within) throws InterruptedException {
        return saying(permits, () -> limit.tryAcquire(permits, within));
    }

    /** What is waited for, but for the limit. */
    static String what(long permits) {
        return (permits == 1 ? "a permit" : permits + " permits") + " of ";
    }

    private boolean saying(long permits, Wait wait) throws InterruptedException {
        String before = body.note();
        body.says("waits for " + what(permits) + limit);
        try {
            return wait.isOver();
        } finally {
            body.says(before);
        }
    }

    @Override
    public String toString() {
        return limit.toString();
    }
}

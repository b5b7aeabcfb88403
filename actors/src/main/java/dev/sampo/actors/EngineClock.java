package dev.sampo.actors;

/** Wall-clock milliseconds that never go back: the time of day at start plus what has elapsed since. */
public final class EngineClock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    public long millis() {
        return startMillis + (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }
}

package dev.sampo.resilience.limit;

/**
 * Whole permits, and a part of the next one counted in parts of which the rate yields a whole number each nanosecond: so
 * nothing is rounded. A leaky bucket is one that gives only when it is full again, so that nothing gathers in it.
 *
 * <pre>
 *   rate 3 permits in 10 ns:  every ns yields 3 parts, 10 parts are a permit
 *   now      0    1    2    3    4
 *   whole    0    0    0    0    1
 *   parts    0    3    6    9    2
 * </pre>
 */
final class Bucket extends Limiter {
    /** Parts that come with each nanosecond. */
    private final long gain;
    /** Parts that make a permit. */
    private final long size;

    private final long burst;
    private final boolean isLeaky;
    private long whole;
    private long parts;

    Bucket(LimitSettings settings, long now) {
        super(settings, now);
        Rate rate = settings.rate().reduced();
        this.gain = rate.permits();
        this.size = rate.nanos();
        this.burst = settings.burst();
        this.isLeaky = settings.algorithm() == Algorithm.LEAKY_BUCKET;
        this.whole = burst;
    }

    @Override
    void passed(long from, long to) {
        long elapsed = to - from;
        if (elapsed < 0 || elapsed / size > (burst - whole) / gain) {
            fill();
            return;
        }
        long gained = parts + elapsed % size * gain;
        whole += elapsed / size * gain + gained / size;
        parts = gained % size;
        if (whole >= burst) {
            fill();
        }
    }

    private void fill() {
        whole = burst;
        parts = 0;
    }

    @Override
    long free() {
        return isLeaky && whole < burst ? 0 : whole;
    }

    @Override
    void take(long permits, long now) {
        whole -= permits;
    }

    @Override
    long freeAt(long permits, long now) {
        return wholeAt(isLeaky ? burst : permits, now);
    }

    @Override
    long restedAt(long now) {
        return wholeAt(burst, now);
    }

    private long wholeAt(long permits, long now) {
        long missing = permits - whole;
        if (missing <= 0) {
            return now;
        }
        long rounds = missing / gain;
        if (rounds >= Long.MAX_VALUE / size) {
            return Long.MAX_VALUE;
        }
        long rest = missing % gain * size - parts;
        return later(now, rounds * size - Math.floorDiv(-rest, gain));
    }
}

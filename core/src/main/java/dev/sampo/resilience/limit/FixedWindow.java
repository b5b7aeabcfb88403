package dev.sampo.resilience.limit;

/** Counts in periods that follow each other from the zero of its clock on. */
final class FixedWindow extends Limiter {
    private final long permits;
    private final long period;
    private long used;

    FixedWindow(LimitSettings settings, long now) {
        super(settings, now);
        this.permits = settings.rate().permits();
        this.period = settings.rate().nanos();
    }

    @Override
    void passed(long from, long to) {
        if (Math.floorDiv(from, period) != Math.floorDiv(to, period)) {
            used = 0;
        }
    }

    @Override
    long free() {
        return permits - used;
    }

    @Override
    void take(long count, long now) {
        used += count;
    }

    @Override
    long freeAt(long count, long now) {
        return later(now, period - Math.floorMod(now, period));
    }

    @Override
    long restedAt(long now) {
        return used == 0 ? now : freeAt(1, now);
    }
}

package dev.sampo.resilience.limit;

import java.util.ArrayDeque;

/**
 * Remembers what was admitted in the last period. What was admitted within a 256th of it is remembered as one group, that
 * ends with its last: so the memory is bounded whatever the rate, nothing is forgotten early, and what that costs of the
 * rate is below half a percent.
 */
final class SlidingWindow extends Limiter {
    private static final int GROUPS = 256;

    private final long permits;
    private final long period;
    private final ArrayDeque<Group> groups = new ArrayDeque<>(4);
    private long used;

    private static final class Group {
        private final long first;
        private long last;
        private long count;

        Group(long first) {
            this.first = first;
        }
    }

    SlidingWindow(LimitSettings settings, long now) {
        super(settings, now);
        this.permits = settings.rate().permits();
        this.period = settings.rate().nanos();
    }

    @Override
    void passed(long from, long to) {
        while (!groups.isEmpty() && later(groups.peekFirst().last, period) <= to) {
            used -= groups.pollFirst().count;
        }
    }

    @Override
    long free() {
        return permits - used;
    }

    @Override
    void take(long count, long now) {
        Group group = groups.peekLast();
        if (group == null || now - group.first > period / GROUPS) {
            group = new Group(now);
            groups.addLast(group);
        }
        group.last = now;
        group.count += count;
        used += count;
    }

    @Override
    long freeAt(long count, long now) {
        long freed = permits - used;
        for (Group group : groups) {
            freed += group.count;
            if (freed >= count) {
                return later(group.last, period);
            }
        }
        throw new AssertionError(count + " of " + permits + " are never free");
    }

    @Override
    long restedAt(long now) {
        return groups.isEmpty() ? now : later(groups.peekLast().last, period);
    }
}

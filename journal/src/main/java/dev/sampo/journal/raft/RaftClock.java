package dev.sampo.journal.raft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock that MicroRaft measures silence with. It runs faster than real time by as much as makes the ten seconds that
 * MicroRaft is told to wait last as long as the settings say, since MicroRaft counts whole seconds only. It can be set forward,
 * which makes whoever was heard of last silent for too long: how a leader is given up that is known to be gone.
 */
final class RaftClock extends Clock {

    static final int LEADER_SECONDS = 10;

    private final double rate;
    private final long start = System.nanoTime();
    private volatile long ahead;

    RaftClock(Duration leaderTimeout) {
        this.rate = Duration.ofSeconds(LEADER_SECONDS).toNanos() / (double) leaderTimeout.toNanos();
    }

    /** Everybody not heard of from now on counts as silent for too long. */
    void expire() {
        ahead += Duration.ofSeconds(LEADER_SECONDS).toMillis();
    }

    @Override
    public long millis() {
        // Not from zero, which MicroRaft takes for "never".
        return Duration.ofDays(1).toMillis() + (long) ((System.nanoTime() - start) * rate / 1e6) + ahead;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

package dev.sampo.sim.check;

import dev.sampo.job.JobId;
import java.util.HashMap;
import java.util.Map;

/** Jobs of which nothing is to start any more, because somebody was told so. */
final class Stopped {
    /** Longer than any order takes once faults are over. */
    private static final long GRACE = 5_000;

    private final Map<JobId, Long> since = new HashMap<>();
    private long healedAt = Long.MAX_VALUE;

    void acknowledged(JobId job, long at) {
        since.putIfAbsent(job, at);
    }

    void goesOn(JobId job) {
        since.remove(job);
    }

    void healed(long at) {
        healedAt = at;
    }

    /** Nothing of such a job starts on a node that may hear of it, beyond the time an order takes to arrive. */
    void check(Start start, Witness witness) {
        JobId job = start.run().attempt().job();
        Long told = since.get(job);
        if (told != null && healedAt != Long.MAX_VALUE && start.at() > Math.max(told, healedAt) + GRACE) {
            throw witness.violated(
                    job, start.run().attempt().task(), "started at " + start.at() + ", not to since " + told);
        }
    }
}

package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.planning.Answer;
import java.util.HashMap;
import java.util.Map;

/**
 * Once a cancel is acknowledged the partition allows no new attempt of the job and writes no later result, and a node
 * that may hear of it starts none beyond the time an order takes to arrive.
 */
final class CancelIsFinal extends Witness {
    /** Longer than any order takes once faults are over. */
    private static final long GRACE = 5_000;

    private final JournalPicture[] journals;
    private final Map<JobId, Long> acknowledged = new HashMap<>();
    private long healedAt = Long.MAX_VALUE;

    CancelIsFinal(JournalPicture[] journals) {
        this.journals = journals;
    }

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        if (answer instanceof Answer.Cancelling cancelling) {
            acknowledged.putIfAbsent(cancelling.job(), at);
        }
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (job != null
                && journals[partition].isDurable(job.cancelledAt)
                && fact instanceof JobEvent.TaskSucceeded success) {
            throw violated(success.job(), success.task(), success + " was written after the cancel was durable");
        }
    }

    @Override
    void healed(long at) {
        healedAt = at;
    }

    @Override
    void started(Start start) {
        JobId job = start.run().attempt().job();
        Long since = acknowledged.get(job);
        if (since != null && healedAt != Long.MAX_VALUE && start.at() > Math.max(since, healedAt) + GRACE) {
            throw violated(
                    job, start.run().attempt().task(), "started at " + start.at() + ", cancelled since " + since);
        }
    }
}

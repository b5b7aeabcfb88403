package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.planning.Answer;

/**
 * Once a cancel is acknowledged the partition allows no new attempt of the job and writes no later result, and a node
 * that may hear of it starts none beyond the time an order takes to arrive.
 */
final class CancelIsFinal extends Witness {
    private final JournalPicture[] journals;
    private final Stopped stopped = new Stopped();

    CancelIsFinal(JournalPicture[] journals) {
        this.journals = journals;
    }

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        if (answer instanceof Answer.Cancelling cancelling) {
            stopped.acknowledged(cancelling.job(), at);
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
        stopped.healed(at);
    }

    @Override
    void started(Start start) {
        stopped.check(start, this);
    }
}

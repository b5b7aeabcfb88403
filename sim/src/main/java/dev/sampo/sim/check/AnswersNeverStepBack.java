package dev.sampo.sim.check;

import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.Answer;
import java.util.HashMap;
import java.util.Map;

/**
 * A job once accepted stays known, and a final state once told never changes, whoever answers: what was told before an
 * answer was decided, by any process, that answer must know.
 */
final class AnswersNeverStepBack extends Witness {
    private record End(JobStatus status, long at) {}

    private final Map<JobId, Long> accepted = new HashMap<>();
    private final Map<JobId, End> ends = new HashMap<>();

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        if (answer instanceof Answer.Accepted known) {
            accepted.putIfAbsent(known.job(), at);
        } else if (answer instanceof Answer.NoSuchJob unknown
                && accepted.getOrDefault(unknown.job(), Long.MAX_VALUE) < decidedAt) {
            throw violated(unknown.job(), Violation.NO_TASK, "an accepted job is unknown now");
        } else if (answer instanceof Answer.JobOver over) {
            end(over.job(), over.status(), decidedAt, at);
        } else if (answer instanceof Answer.Status status) {
            end(status.summary().job(), status.summary().status(), decidedAt, at);
        }
    }

    private void end(JobId job, JobStatus status, long decidedAt, long at) {
        End before = ends.get(job);
        boolean isLater = before != null && (before.at() < decidedAt || status.isFinal());
        if (isLater && before.status() != status) {
            throw violated(job, Violation.NO_TASK, "it was " + before.status() + " and is " + status + " now");
        }
        if (status.isFinal() && before == null) {
            ends.put(job, new End(status, at));
        }
    }
}

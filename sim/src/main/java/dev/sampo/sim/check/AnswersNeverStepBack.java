package dev.sampo.sim.check;

import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A job once accepted stays known, and a final state once told never changes. Answers of a process that has been
 * replaced without knowing it are exempt: it reads its own past, which the promise about reads does not cover.
 */
final class AnswersNeverStepBack extends Witness {
    private final Set<JobId> accepted = new HashSet<>();
    private final Map<JobId, JobStatus> ends = new HashMap<>();

    @Override
    void answered(int partition, boolean isCurrent, long at, Answer answer) {
        if (answer instanceof Answer.Accepted known) {
            accepted.add(known.job());
        } else if (answer instanceof Answer.NoSuchJob unknown && isCurrent && accepted.contains(unknown.job())) {
            throw violated(unknown.job(), Violation.NO_TASK, "an accepted job is unknown now");
        } else if (answer instanceof Answer.JobOver over) {
            end(over.job(), over.status(), isCurrent);
        } else if (answer instanceof Answer.Status status) {
            end(status.summary().job(), status.summary().status(), isCurrent);
        }
    }

    private void end(JobId job, JobStatus status, boolean isCurrent) {
        JobStatus before = ends.get(job);
        if (before != null && before != status && (isCurrent || status.isFinal())) {
            throw violated(job, Violation.NO_TASK, "it was " + before + " and is " + status + " now");
        }
        if (status.isFinal()) {
            ends.put(job, status);
        }
    }
}

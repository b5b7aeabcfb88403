package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobEvent.AttemptFailed;
import dev.sampo.job.JobEvent.AttemptLost;
import dev.sampo.job.JobEvent.TaskSucceeded;

/** One success per task unless its value was lost in between, nothing after a failure for good, nothing after the end. */
final class FinalStatesNeverChange extends Witness {

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (!(fact instanceof JobEvent event)) {
            return;
        }
        if (job == null) {
            if (!(fact instanceof JobEvent.JobAccepted)) {
                throw violated(event.job(), Violation.NO_TASK, event + " for a job that was never accepted");
            }
            return;
        }
        if (fact instanceof JobEvent.JobAccepted && job.forgottenAt == JobPicture.Task.NEVER) {
            throw violated(event.job(), Violation.NO_TASK, "the job was accepted twice");
        }
        boolean mayFollow = fact instanceof JobEvent.JobForgotten || fact instanceof JobEvent.ValueMoved;
        if (job.endedAt != JobPicture.Task.NEVER && !mayFollow) {
            throw violated(event.job(), taskOf(event), event + " after the job had ended as " + job.status);
        }
        JobPicture.Task task = taskOf(event) == Violation.NO_TASK ? null : job.known(taskOf(event));
        if (task != null && task.succeededAt != JobPicture.Task.NEVER) {
            throw violated(event.job(), taskOf(event), event + " after the task had succeeded");
        }
        if (task != null && task.isFailed) {
            throw violated(event.job(), taskOf(event), event + " after the task had failed for good");
        }
    }

    private static int taskOf(JobEvent event) {
        if (event instanceof TaskSucceeded success) {
            return success.task();
        }
        if (event instanceof AttemptFailed failed) {
            return failed.task();
        }
        return event instanceof AttemptLost lost ? lost.task() : Violation.NO_TASK;
    }
}

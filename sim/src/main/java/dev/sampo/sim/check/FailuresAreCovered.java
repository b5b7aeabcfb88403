package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Blueprint.Kind;
import dev.sampo.dag.Need;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.check.Endings.Ending;

/**
 * A task has run only when all it waits for had ended, and without only what will never come; a stand-in only when the task it
 * stands in for could not; and a job fails only if something it is for will never come.
 */
final class FailuresAreCovered extends Witness {
    private final Makings makings;
    private final Tally tally;

    FailuresAreCovered(Makings makings, Tally tally) {
        this.makings = makings;
        this.tally = tally;
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof JobEvent.TaskSucceeded success && success.task() < job.blueprint.size()) {
            checkStandIn(success, success.task(), job);
            checkAllHadEnded(success, job);
            checkLacks(success, job);
        } else if (fact instanceof JobEvent.TaskSucceeded success) {
            noteElement(success);
        } else if (fact instanceof JobEvent.AttemptFailed failed && failed.task() < job.blueprint.size()) {
            checkStandIn(failed, failed.task(), job);
            boolean isStandIn = job.blueprint.standsInFor(failed.task()) != Blueprint.NO_TASK;
            boolean isOver = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY;
            tally.hit(Sometimes.STAND_IN_FAILED, isStandIn && isOver);
        } else if (fact instanceof JobEvent.JobEnded ended) {
            checkEnd(ended, job);
        }
    }

    private void checkStandIn(JobEvent event, int task, JobPicture job) {
        int main = job.blueprint.standsInFor(task);
        if (main != Blueprint.NO_TASK) {
            tally.hit(Sometimes.STOOD_IN, event instanceof JobEvent.TaskSucceeded);
            if (!Endings.of(job).mayCall(main)) {
                throw violated(
                        event.job(), task, event + ", but task " + main + ", for which it stands in, has not failed");
            }
        }
    }

    private void checkAllHadEnded(JobEvent.TaskSucceeded success, JobPicture job) {
        var endings = Endings.of(job);
        int task = success.task();
        for (int i = 0; i < job.blueprint.inputCount(task) + job.blueprint.afterCount(task); i++) {
            int before = endings.before(task, i);
            Ending ending = endings.ended(before);
            boolean isGone = ending == Ending.WITHOUT_VALUE && endings.need(task, i) == Need.VALUE;
            if ((ending == Ending.OPEN || isGone) && !endings.wasLost(before)) {
                throw violated(success.job(), task, success + ", but task " + before + " is " + ending);
            }
        }
    }

    /** As far as only tasks with one value are before what is missing. */
    private void checkLacks(JobEvent.TaskSucceeded success, JobPicture job) {
        var making = makings.of(success.value());
        int task = success.task();
        for (int i = 0; making != null && i < job.blueprint.inputCount(task); i++) {
            int input = job.blueprint.input(task, i);
            if (job.blueprint.kind(input) != Kind.TASK) {
                noteElement(success);
                return;
            }
            if (making.consumed()[i] == Stamp.NONE) {
                JobPicture.Task told = job.known(input);
                tally.hit(Sometimes.RAN_WITHOUT_OPTIONAL_INPUT);
                tally.hit(Sometimes.RAN_WITHOUT_SKIPPED_INPUT, told == null || !told.isFailed);
                Ending ending = Endings.of(job).ended(input);
                if (ending == Ending.OPEN || ending == Ending.WITH_VALUE) {
                    throw violated(
                            success.job(), task, success + " was made without task " + input + ", which is " + ending);
                }
            }
        }
    }

    private void noteElement(JobEvent.TaskSucceeded success) {
        var making = makings.of(success.value());
        boolean anyLacks = false;
        for (int i = 0; making != null && i < making.consumed().length; i++) {
            anyLacks |= making.consumed()[i] == Stamp.NONE;
        }
        tally.hit(Sometimes.RAN_WITHOUT_AN_ELEMENT, anyLacks);
    }

    private void checkEnd(JobEvent.JobEnded ended, JobPicture job) {
        var endings = Endings.of(job);
        Blueprint graph = job.blueprint;
        boolean anyFailed = job.tasks.values().stream().anyMatch(task -> task.isFailed);
        if (ended.status() == JobStatus.SUCCEEDED) {
            tally.hit(Sometimes.FAILURE_COVERED, anyFailed);
            for (int task = 0; task < graph.size(); task++) {
                boolean isStandIn = graph.standsInFor(task) != Blueprint.NO_TASK;
                tally.hit(Sometimes.STAND_IN_NOT_NEEDED, isStandIn && job.known(task) == null);
                if (graph.successorCount(task) == 0 && !isStandIn && endings.ended(task) == Ending.WITHOUT_VALUE) {
                    throw violated(ended.job(), task, "the job succeeded, and this task, which it is for, has not");
                }
            }
        }
        boolean isElsewhere = job.tasks.entrySet().stream()
                .anyMatch(task -> task.getKey() >= graph.size() && task.getValue().isFailed);
        if (ended.status() == JobStatus.FAILED && !isElsewhere && !endings.mayLackAnEnd()) {
            throw violated(ended.job(), Violation.NO_TASK, "it failed, but all that it is for has been made or may be");
        }
    }
}

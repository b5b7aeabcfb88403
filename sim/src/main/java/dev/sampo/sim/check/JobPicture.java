package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the written facts say about one job, kept apart from the ledger's own account of it. */
final class JobPicture {

    /** What they say about one task. */
    static final class Task {
        static final int NEVER = -1;

        /** Position of the success that stands; {@link #NEVER} without one. */
        int succeededAt = NEVER;

        /** Every value the task ever had in this journal, and when. */
        final List<Value> values = new ArrayList<>();

        final List<Integer> valuesAt = new ArrayList<>();
        int failures;
        int losses;
        int deaths;
        int votes;
        int valueLosses;
        int lastNumber;
        boolean isFailed;
        int failedAt = NEVER;
        boolean isGrown;
        /** Whether the job that this one is a fork of has no value of it, which nobody who runs needs. */
        boolean isInheritedWithout;
        /** Whether its value is that of another job, whose node may have dropped it. */
        boolean isInherited;

        /** Wall-clock time of the first failure since the last success; {@link #NEVER} without one. */
        long firstFailedAt = NEVER;

        long lastWait;

        /** When it may be tried again, by its last failure since. */
        long retryAt = NEVER;

        void failed(JobEvent.AttemptFailed failed) {
            firstFailedAt = firstFailedAt == NEVER ? failed.at() : firstFailedAt;
            if (failed.retryAt() != JobEvent.AttemptFailed.NO_RETRY) {
                lastWait = failed.retryAt() - failed.at();
                retryAt = failed.retryAt();
            }
        }

        void begunAnew() {
            firstFailedAt = NEVER;
            lastWait = 0;
            retryAt = NEVER;
        }

        void moved(NodeId to) {
            int last = values.size() - 1;
            if (last >= 0 && values.get(last) instanceof Value.Stored stored) {
                values.set(last, stored.keptBy(to));
            }
        }
    }

    final Blueprint blueprint;
    final int failuresAllowed;
    final String tenant;
    final List<Integer> eventsAt = new ArrayList<>();
    final Map<Integer, Task> tasks = new HashMap<>();
    int cancelledAt = Task.NEVER;
    int endedAt = Task.NEVER;
    JobStatus status = JobStatus.RUNNING;
    int forgottenAt = Task.NEVER;

    JobPicture(JobEvent.JobAccepted accepted) {
        blueprint = accepted.blueprint();
        failuresAllowed = accepted.options().failuresAllowed();
        tenant = accepted.options().tenant();
    }

    Task task(int number) {
        return tasks.computeIfAbsent(number, added -> new Task());
    }

    /** The task if anything has been written about it. */
    Task known(int number) {
        return tasks.get(number);
    }

    void add(JobEvent event, int position) {
        eventsAt.add(position);
        if (event instanceof JobEvent.TaskSucceeded success) {
            Task task = task(success.task());
            task.succeededAt = position;
            task.begunAnew();
            task.isInherited = false;
            task.values.add(success.value());
            task.valuesAt.add(position);
            task.lastNumber = Math.max(task.lastNumber, success.number());
        } else if (event instanceof JobEvent.TaskInherited inherited
                && inherited.value().isAbsent()) {
            task(inherited.task()).isInheritedWithout = true;
        } else if (event instanceof JobEvent.TaskInherited inherited) {
            Task task = task(inherited.task());
            task.succeededAt = position;
            task.isInherited = true;
            task.values.add(inherited.value());
            task.valuesAt.add(position);
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            Task task = task(failed.task());
            task.failures++;
            task.lastNumber = Math.max(task.lastNumber, failed.number());
            task.isFailed = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY;
            task.failedAt = position;
            task.failed(failed);
        } else if (event instanceof JobEvent.AttemptLost lost) {
            Task task = task(lost.task());
            task.losses++;
            task.lastNumber = Math.max(task.lastNumber, lost.number());
        } else if (event instanceof JobEvent.AttemptVoted voted) {
            Task task = task(voted.task());
            task.votes++;
            task.lastNumber = Math.max(task.lastNumber, voted.number());
        } else if (event instanceof JobEvent.NodeDied died) {
            task(died.task()).deaths++;
        } else if (event instanceof JobEvent.ValueLost lost) {
            Task task = task(lost.task());
            task.succeededAt = Task.NEVER;
            task.valueLosses++;
        } else if (event instanceof JobEvent.ValueMoved moved) {
            task(moved.task()).moved(moved.node());
        } else if (event instanceof JobEvent.TasksAdded added) {
            task(added.parent()).isGrown = true;
            if (added.result() != Outcome.Growth.NO_RESULT) {
                task(added.parent()).begunAnew();
            }
        } else if (event instanceof JobEvent.CancelRequested) {
            cancelledAt = position;
        } else if (event instanceof JobEvent.JobEnded ended) {
            endedAt = position;
            status = ended.status();
        } else if (event instanceof JobEvent.JobForgotten) {
            forgottenAt = position;
        }
    }
}

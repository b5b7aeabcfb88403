package dev.sampo.sim.check;

import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import dev.sampo.sim.body.Stamp;
import java.util.List;

/** Nobody hears what is not durable: whatever an answer says must already stand in the safe part of the journal. */
final class AnswersAreDurable extends Witness {
    private final JournalPicture[] journals;

    AnswersAreDurable(JournalPicture[] journals) {
        this.journals = journals;
    }

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        JournalPicture journal = journals[partition];
        if (answer instanceof Answer.Accepted accepted) {
            require(
                    journal.job(accepted.job()) != null
                            && journal.isDurable(
                                    journal.job(accepted.job()).eventsAt.get(0)),
                    accepted.job(),
                    answer);
        } else if (answer instanceof Answer.Cancelling cancelling) {
            JobPicture job = journal.job(cancelling.job());
            require(
                    job != null && (journal.isDurable(job.cancelledAt) || journal.isDurable(job.endedAt)),
                    cancelling.job(),
                    answer);
        } else if (answer instanceof Answer.Status status
                && status.summary().status().isFinal()) {
            requireEnd(journal, status.summary().job(), status.summary().status(), answer);
        } else if (answer instanceof Answer.JobOver over) {
            requireEnd(journal, over.job(), over.status(), answer);
        } else if (answer instanceof Answer.TaskValue value) {
            require(hasValue(journal, value.job(), value.value()), value.job(), answer);
        } else if (answer instanceof Answer.Values values) {
            for (Value value : values.values()) {
                require(value.isAbsent() || hasValue(journal, values.job(), value), values.job(), answer);
            }
        } else if (answer instanceof Answer.TaskFailed failed) {
            require(hasFailure(journal, failed.job()), failed.job(), answer);
        } else if (answer instanceof Answer.Events events) {
            requireEvents(journal, events);
        }
    }

    private void requireEnd(JournalPicture journal, JobId id, JobStatus status, Answer answer) {
        JobPicture job = journal.job(id);
        require(job != null && journal.isDurable(job.endedAt) && job.status == status, id, answer);
    }

    private static boolean hasValue(JournalPicture journal, JobId id, Value value) {
        JobPicture job = journal.job(id);
        if (job == null) {
            return false;
        }
        for (JobPicture.Task task : job.tasks.values()) {
            for (int i = 0; i < task.values.size(); i++) {
                if (journal.isDurable(task.valuesAt.get(i)) && Stamp.of(task.values.get(i)) == Stamp.of(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasFailure(JournalPicture journal, JobId id) {
        JobPicture job = journal.job(id);
        for (JobPicture.Task task : job == null ? List.<JobPicture.Task>of() : job.tasks.values()) {
            if (task.isInheritedWithout || task.isFailed && journal.isDurable(task.failedAt)) {
                return true;
            }
        }
        return false;
    }

    private void requireEvents(JournalPicture journal, Answer.Events answer) {
        JobPicture job = journal.job(answer.job());
        for (int i = 0; i < answer.events().size(); i++) {
            int sequence = (int) answer.fromSequence() + i;
            JobEvent event = answer.events().get(i);
            require(
                    job != null
                            && sequence < job.eventsAt.size()
                            && journal.isDurable(job.eventsAt.get(sequence))
                            && journal.written().get(job.eventsAt.get(sequence)).getClass() == event.getClass(),
                    answer.job(),
                    answer);
        }
    }

    private void require(boolean isDurable, JobId job, Answer answer) {
        if (!isDurable) {
            throw violated(job, Violation.NO_TASK, answer + " was given, but the journal does not (yet) say so");
        }
    }
}

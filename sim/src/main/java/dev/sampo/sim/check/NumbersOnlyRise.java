package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;

/** The tries at a task are counted upwards, and terms only ever rise. */
final class NumbersOnlyRise extends Witness {
    private final long[] terms;

    NumbersOnlyRise(int partitions) {
        terms = new long[partitions];
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof Fact.TermBegun begun) {
            if (begun.term() <= terms[partition]) {
                throw violated("term " + begun.term() + " follows term " + terms[partition]);
            }
            terms[partition] = begun.term();
        } else if (fact instanceof JobEvent.AttemptFailed failed && job != null) {
            check(failed, failed.task(), failed.number(), job);
        } else if (fact instanceof JobEvent.AttemptLost lost && job != null) {
            check(lost, lost.task(), lost.number(), job);
        }
    }

    /** A term whose first fact was lost never spoke to anybody; its number may be used again. */
    @Override
    void cut(int partition, JournalPicture journal) {
        terms[partition] = 0;
        for (Fact fact : journal.written()) {
            if (fact instanceof Fact.TermBegun begun) {
                terms[partition] = begun.term();
            }
        }
    }

    private void check(JobEvent event, int number, int attempt, JobPicture job) {
        JobPicture.Task task = job.known(number);
        if (task != null && attempt <= task.lastNumber) {
            throw violated(event.job(), number, event + ", but attempt " + task.lastNumber + " has ended before");
        }
    }
}

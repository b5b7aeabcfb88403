package dev.sampo.harness.soak;

import dev.sampo.Job;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.Recorder;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.planning.JobSummary;

/** Writes into the history what the cluster says of jobs, when its journal is where we cannot look. */
final class JobFacts {
    private static final String JOURNAL = "journal";

    private final Recorder recorder;
    private final boolean wanted;
    private long count;

    /** @param wanted whether to do so at all */
    JobFacts(Recorder recorder, boolean wanted) {
        this.recorder = recorder;
        this.wanted = wanted;
    }

    /** A job that has not ended has no end to its events; that it is there is all that can be said. */
    synchronized void record(Job job, JobSummary summary) {
        if (!wanted) {
            return;
        }
        String id = summary.job().value();
        add(What.SUBMITTED, id, id, null, null, null, null);
        if (!summary.status().isFinal()) {
            return;
        }
        var ledger = new Ledger();
        job.events().forEach(event -> {
            ledger.apply(event, JobLedger.Changes.IGNORED);
            JobLedger known = ledger.job(event.job());
            if (event instanceof JobEvent.TaskSucceeded done) {
                add(What.DONE, null, id, known.nameOf(done.task()), done.node().value(), done.number(), null);
            } else if (event instanceof JobEvent.AttemptFailed failed) {
                add(
                        What.FAILED,
                        null,
                        id,
                        known.nameOf(failed.task()),
                        failed.node().value(),
                        failed.number(),
                        failed.failure().kind() + ": " + failed.failure().message());
            } else if (event instanceof JobEvent.ValueLost lost) {
                add(What.VALUE_LOST, null, id, known.nameOf(lost.task()), null, null, null);
            } else if (event instanceof JobEvent.JobEnded ended) {
                add(What.ENDED, null, id, null, null, null, ended.status().name());
            }
        });
    }

    /** A job that nobody of the soak has submitted. */
    synchronized void recordUnknown(JobSummary summary) {
        String id = summary.job().value();
        add(What.SUBMITTED, id, id, null, null, null, null);
    }

    private void add(What what, String key, String job, String task, String node, Integer attempt, String status) {
        recorder.record(
                new Stored(System.nanoTime(), JOURNAL, ++count, what, null, key, job, task, node, attempt, status));
    }
}

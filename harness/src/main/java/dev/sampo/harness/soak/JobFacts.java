package dev.sampo.harness.soak;

import dev.sampo.Job;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Recorder;
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

    synchronized void record(Job job, JobSummary summary) {
        if (!wanted) {
            return;
        }
        if (!summary.status().isFinal()) {
            recordUnknown(summary);
            return;
        }
        var ledger = new Ledger();
        job.events().forEach(event -> {
            ledger.apply(event, JobLedger.Changes.IGNORED);
            StoredFacts.told(JOURNAL, ++count, event, ledger.job(event.job()))
                    .map(Stored::withoutFence)
                    .ifPresent(recorder::record);
        });
    }

    /** All that can be said is that it is there: it has not ended, or nobody of the soak has submitted it. */
    synchronized void recordUnknown(JobSummary summary) {
        recorder.record(StoredFacts.submitted(JOURNAL, ++count, summary.job().value()));
    }
}

package dev.sampo.cli.journal;

import dev.sampo.bytes.MalformedBytes;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.journal.JournalFiles;
import dev.sampo.journal.JournalFiles.Entity;
import dev.sampo.journal.JournalFiles.Event;
import dev.sampo.journal.JournalFiles.Snapshot;
import dev.sampo.wire.Facts;
import dev.sampo.wire.FactsSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One partition read back as its scheduler would: the newest good snapshot, then the events since. What would keep the
 * scheduler from starting is refused here, too.
 */
final class StoredPartition {
    private static final FactsSerializer SERIALIZER = new FactsSerializer();

    private final Ledger ledger;

    private StoredPartition(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param each hears every event of a job that is still there, in order, and the job it belongs to */
    static StoredPartition read(JournalFiles files, Entity entity, BiConsumer<JobLedger, JobEvent> each)
            throws IOException {
        Ledger ledger = begin(files, entity);
        for (JobLedger job : ledger.jobs()) {
            for (int i = 0; i < job.eventCount(); i++) {
                each.accept(job, job.event(i));
            }
        }
        try {
            files.replay(entity.persistenceId(), event -> facts(event).ifPresent(batch -> fold(ledger, batch, each)));
        } catch (IllegalStateException hole) {
            throw new Refusals.Refused(ExitCode.DAMAGED, "JOURNAL_CORRUPT " + hole.getMessage());
        }
        return new StoredPartition(ledger);
    }

    private static Ledger begin(JournalFiles files, Entity entity) throws IOException {
        for (Snapshot snapshot : files.snapshots()) {
            boolean fits = snapshot.persistenceId().equals(entity.persistenceId())
                    && snapshot.sequenceNr() >= entity.deletedTo();
            Optional<Facts> checkpoint = fits ? facts(files.state(snapshot)) : Optional.empty();
            if (checkpoint.isPresent()) {
                return Ledger.restore(checkpoint.get().facts(), checkpoint.get().upTo());
            }
        }
        if (entity.deletedTo() > 0) {
            throw new Refusals.Refused(
                    ExitCode.DAMAGED,
                    "SNAPSHOT_CORRUPT the events of " + entity.persistenceId() + " up to " + entity.deletedTo()
                            + " are deleted, and no good snapshot stands for them" + damaged(files));
        }
        return new Ledger();
    }

    private static String damaged(JournalFiles files) {
        var text = new StringBuilder();
        for (Snapshot snapshot : files.snapshots()) {
            snapshot.damage().ifPresent(damage -> text.append("; file=")
                    .append(snapshot.file())
                    .append(" offset=0 ")
                    .append(damage));
        }
        return text.toString();
    }

    /** What a persistent event holds; empty when it was written by another program than Sampo. */
    static Optional<Facts> facts(Event event) {
        if (event.serializer() != SERIALIZER.identifier()) {
            return Optional.empty();
        }
        try {
            return Optional.of((Facts) SERIALIZER.fromBinary(event.payload(), event.manifest()));
        } catch (MalformedBytes unknown) {
            throw new Refusals.Refused(
                    ExitCode.DAMAGED,
                    "JOURNAL_FORMAT event " + event.sequenceNr()
                            + " has the right checksum, but this version of Sampo cannot" + " read it ("
                            + unknown.getMessage() + "): use the version that wrote it");
        }
    }

    private static void fold(Ledger ledger, Facts batch, BiConsumer<JobLedger, JobEvent> each) {
        long first = batch.upTo() - batch.facts().size() + 1;
        for (int i = 0; i < batch.facts().size(); i++) {
            Fact fact = batch.facts().get(i);
            boolean isNew = first + i > ledger.factCount();
            JobLedger before = fact instanceof JobEvent event ? ledger.job(event.job()) : null;
            ledger.replay(List.of(fact), first + i);
            if (isNew && fact instanceof JobEvent event) {
                JobLedger job = before != null ? before : ledger.job(event.job());
                if (job != null) {
                    each.accept(job, event);
                }
            }
        }
    }

    long term() {
        return ledger.term();
    }

    long facts() {
        return ledger.factCount();
    }

    Map<JobStatus, Integer> jobsByStatus() {
        var counts = new EnumMap<JobStatus, Integer>(JobStatus.class);
        ledger.jobs().forEach(job -> counts.merge(job.status(), 1, Integer::sum));
        return counts;
    }

    List<JobId> jobs() {
        return new ArrayList<>(ledger.jobs().stream().map(JobLedger::id).toList());
    }
}

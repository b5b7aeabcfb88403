package dev.sampo.harness.soak;

import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.Recorder;
import dev.sampo.harness.history.Violation;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.journal.JournalFiles;
import dev.sampo.journal.JournalFiles.Entity;
import dev.sampo.journal.log.CorruptLog;
import dev.sampo.wire.Facts;
import dev.sampo.wire.FactsSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts as they lie in the nodes' directories when all is over, every one of them: a scheduler that reads them would pass
 * over what must not be there, such as a second outcome.
 */
final class StoredFacts {
    private static final List<String> HOMES = List.of("journal", "replicated/streams");

    private final Recorder recorder;
    private final List<Violation> violations = new ArrayList<>();

    private StoredFacts(Recorder recorder) {
        this.recorder = recorder;
    }

    private record Copy(JournalFiles files, Entity entity) {}

    /** Gives what is wrong with the files themselves. Of several copies of a partition the longest is told. */
    static List<Violation> record(List<Path> dataDirectories, Recorder recorder) throws IOException {
        var facts = new StoredFacts(recorder);
        Map<String, Copy> longest = new HashMap<>();
        for (Path data : dataDirectories) {
            for (JournalFiles files : facts.open(data)) {
                for (Entity entity : files.entities()) {
                    longest.merge(
                            entity.persistenceId(),
                            new Copy(files, entity),
                            (one, other) ->
                                    one.entity().highest() >= other.entity().highest() ? one : other);
                }
            }
        }
        for (Copy copy : longest.values()) {
            facts.tell(copy);
        }
        return facts.violations;
    }

    private List<JournalFiles> open(Path data) throws IOException {
        var found = new ArrayList<JournalFiles>();
        for (String home : HOMES) {
            Path directory = data.resolve(home);
            if (Files.isDirectory(directory)) {
                try {
                    found.add(JournalFiles.read(directory));
                } catch (CorruptLog damaged) {
                    violations.add(new Violation("P14", damaged.getMessage()));
                }
            }
        }
        return found;
    }

    private void tell(Copy copy) throws IOException {
        var serializer = new FactsSerializer();
        var ledger = new Ledger();
        try {
            copy.files().replay(copy.entity().persistenceId(), event -> {
                if (event.serializer() == serializer.identifier()) {
                    var batch = (Facts) serializer.fromBinary(event.payload(), event.manifest());
                    tell(copy.entity().persistenceId(), batch, ledger);
                }
            });
        } catch (IllegalStateException hole) {
            violations.add(new Violation("P14", hole.getMessage()));
        }
    }

    private void tell(String partition, Facts batch, Ledger ledger) {
        long at = batch.upTo() - batch.facts().size();
        for (Fact fact : batch.facts()) {
            at++;
            ledger.replay(List.of(fact), at);
            if (fact instanceof Fact.TermBegun begun) {
                recorder.record(stored(partition, at, What.TERM, begun.term(), null, null, null));
            } else if (fact instanceof JobEvent event) {
                told(partition, at, event, ledger.job(event.job())).ifPresent(recorder::record);
            }
        }
    }

    /** How a history tells of it, if at all. */
    static Optional<Stored> told(String partition, long at, JobEvent event, JobLedger job) {
        String id = event.job().value();
        if (event instanceof JobEvent.JobAccepted) {
            return Optional.of(submitted(partition, at, id));
        } else if (event instanceof JobEvent.TaskSucceeded done) {
            return Optional.of(new Stored(
                    System.nanoTime(),
                    partition,
                    at,
                    What.DONE,
                    done.fence().term(),
                    done.fence().serial(),
                    null,
                    id,
                    job.nameOf(done.task()),
                    done.node().value(),
                    done.number(),
                    null));
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            return Optional.of(new Stored(
                    System.nanoTime(),
                    partition,
                    at,
                    What.FAILED,
                    null,
                    null,
                    null,
                    id,
                    job.nameOf(failed.task()),
                    failed.node().value(),
                    failed.number(),
                    failed.failure().kind() + ": " + failed.failure().message()));
        } else if (event instanceof JobEvent.ValueLost lost) {
            return Optional.of(stored(partition, at, What.VALUE_LOST, null, id, job.nameOf(lost.task()), null));
        } else if (event instanceof JobEvent.JobEnded ended) {
            return Optional.of(stored(
                    partition, at, What.ENDED, null, id, null, ended.status().name()));
        }
        return Optional.empty();
    }

    static Stored submitted(String partition, long at, String job) {
        return new Stored(
                System.nanoTime(), partition, at, What.SUBMITTED, null, null, job, job, null, null, null, null);
    }

    private static Stored stored(
            String partition, long at, What what, Long term, String job, String task, String status) {
        return new Stored(System.nanoTime(), partition, at, what, term, null, null, job, task, null, null, status);
    }
}

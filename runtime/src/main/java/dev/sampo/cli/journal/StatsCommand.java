package dev.sampo.cli.journal;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.job.JobStatus;
import dev.sampo.journal.JournalFiles;
import dev.sampo.journal.JournalFiles.Entity;
import dev.sampo.journal.JournalFiles.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what is in a journal. */
@picocli.CommandLine.Command(
        name = "stats",
        description =
                "Count what is in the journal: segments, and for each partition its term, facts, jobs and snapshots.",
        footer = {"", "Example:", "  ./sampo journal stats ./data --output json"})
final class StatsCommand extends DataCommand {

    StatsCommand(Terminal terminal) {
        super(terminal);
    }

    record Partition(
            String id,
            long term,
            long facts,
            long deletedTo,
            long highest,
            long events,
            long records,
            int snapshots,
            long snapshotBytes,
            Map<String, Integer> jobs) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "  %-24s %6d %12d %10d %10d %9d  %s",
                    id,
                    term,
                    facts,
                    events,
                    highest,
                    snapshots,
                    jobs.isEmpty() ? "no jobs" : jobs);
        }
    }

    record Report(String directory, String heldBy, int segments, long logBytes, List<Partition> partitions) {

        String text() {
            var text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%s: %d segments, %,d bytes%n%n  %-24s %6s %12s %10s %10s %9s  %s",
                    directory,
                    segments,
                    logBytes,
                    "partition",
                    "term",
                    "facts",
                    "events",
                    "highest",
                    "snapshots",
                    "jobs"));
            partitions.forEach(partition -> text.append('\n').append(partition.line()));
            return text.toString();
        }
    }

    @Override
    protected ExitCode run() throws IOException {
        JournalFiles files = open();
        List<Snapshot> snapshots = files.snapshots();
        var partitions = new ArrayList<Partition>();
        for (Entity entity : files.entities()) {
            StoredPartition stored = StoredPartition.read(files, entity, (job, event) -> {});
            List<Snapshot> own = snapshots.stream()
                    .filter(snapshot -> snapshot.persistenceId().equals(entity.persistenceId()))
                    .toList();
            partitions.add(new Partition(
                    entity.persistenceId(),
                    stored.term(),
                    stored.facts(),
                    entity.deletedTo(),
                    entity.highest(),
                    entity.events(),
                    entity.records(),
                    own.size(),
                    own.stream().mapToLong(Snapshot::bytes).sum(),
                    named(stored.jobsByStatus())));
        }
        var report = new Report(
                directory().toString(), files.holder().orElse(""), files.segmentCount(), files.logBytes(), partitions);
        answer(report, report.text());
        return ExitCode.OK;
    }

    private static Map<String, Integer> named(Map<JobStatus, Integer> jobs) {
        var named = new TreeMap<String, Integer>();
        jobs.forEach((status, count) -> named.put(status.name().toLowerCase(Locale.ROOT), count));
        return named;
    }
}

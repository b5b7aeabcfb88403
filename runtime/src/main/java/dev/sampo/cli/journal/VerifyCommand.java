package dev.sampo.cli.journal;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.journal.JournalFiles;
import dev.sampo.journal.JournalFiles.Entity;
import dev.sampo.journal.log.LogInspection.Torn;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Reads all of a journal and says whether a node could go on from it. */
@picocli.CommandLine.Command(
        name = "verify",
        description = {
            "Check every checksum of the journal and replay every partition, as a node does that starts on it.",
            "A torn tail is what a crash leaves, and no loss; anything else that is wrong ends with exit code 65."
        },
        footer = {"", "Example:", "  ./sampo journal verify ./data"})
final class VerifyCommand extends DataCommand {

    VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    record Report(
            String directory,
            String heldBy,
            int segments,
            long logBytes,
            long events,
            int snapshots,
            List<String> damagedSnapshots,
            String tornFile,
            long tornOffset,
            long tornBytes) {

        String text() {
            var text = new StringBuilder();
            text.append(String.format(
                    Locale.ROOT,
                    "%s is whole: %,d events in %d segments (%,d bytes), %d snapshots",
                    directory,
                    events,
                    segments,
                    logBytes,
                    snapshots));
            if (tornBytes > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n  the last %,d bytes are torn, as a crash leaves them: file=%s offset=%d",
                        tornBytes,
                        tornFile,
                        tornOffset));
            }
            damagedSnapshots.forEach(
                    file -> text.append("\n  damaged, but an older one and the events since stand for it: ")
                            .append(file));
            return text.toString();
        }
    }

    @Override
    protected ExitCode run() throws IOException {
        JournalFiles files = open();
        long events = 0;
        for (Entity entity : files.entities()) {
            StoredPartition.read(files, entity, (job, event) -> {});
            events += entity.events();
        }
        var snapshots = files.snapshots();
        var torn = files.torn();
        var report = new Report(
                directory().toString(),
                files.holder().orElse(""),
                files.segmentCount(),
                files.logBytes(),
                events,
                snapshots.size(),
                snapshots.stream()
                        .filter(snapshot -> snapshot.damage().isPresent())
                        .map(snapshot -> snapshot.file().toString())
                        .toList(),
                torn.map(Torn::file).map(Object::toString).orElse(""),
                torn.map(Torn::offset).orElse(0L),
                torn.map(Torn::bytes).orElse(0L));
        answer(report, report.text());
        return ExitCode.OK;
    }
}

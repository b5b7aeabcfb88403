package dev.sampo.cli.journal;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.journal.JournalFiles;
import dev.sampo.journal.JournalFiles.Entity;
import dev.sampo.story.Chronicle;
import dev.sampo.story.Export;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Tells the story of one job. */
@picocli.CommandLine.Command(
        name = "export",
        description = "Tell what happened to one job, event by event, in the order in which it was written down.",
        footer = {
            "",
            "Examples:",
            "  ./sampo journal export --job word-count-1 ./data --output json",
            "  ./sampo journal export --job word-count-1 ./data --format html > report.html"
        })
final class ExportCommand extends DataCommand {
    private static final int NAMED_MAX = 20;

    @Option(names = "--job", required = true, paramLabel = "ID", description = "Which job.")
    private String id;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Write it as ./sampo export does: dot, mermaid, json, csv, trace or html.")
    private String format;

    ExportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws IOException {
        JobId wanted = wanted();
        Optional<Export> export = export();
        JournalFiles files = open();
        var others = new ArrayList<JobId>();
        for (Entity entity : files.entities()) {
            var job = new AtomicReference<JobLedger>();
            List<JobEvent> events = new ArrayList<>();
            StoredPartition partition = StoredPartition.read(files, entity, (ledger, event) -> {
                if (event.job().equals(wanted)) {
                    job.set(ledger);
                    events.add(event);
                }
            });
            if (job.get() != null) {
                if (export.isPresent()) {
                    write(export.get(), job.get());
                    return ExitCode.OK;
                }
                JobStory story = JobStory.of(entity.persistenceId(), job.get(), events);
                answer(story, story.text());
                return ExitCode.OK;
            }
            others.addAll(partition.jobs());
        }
        throw new Refusals.Refused(
                ExitCode.NO, "there is no job " + wanted + " in " + directory() + "; there are " + some(others));
    }

    private Optional<Export> export() {
        try {
            return Optional.ofNullable(format).map(Export::named);
        } catch (IllegalArgumentException unknown) {
            throw new Refusals.Refused(ExitCode.USAGE, "--" + unknown.getMessage());
        }
    }

    private void write(Export export, JobLedger job) {
        export.of(Chronicle.of(job, System.currentTimeMillis()))
                .forEach(terminal().out()::print);
        terminal().out().flush();
    }

    private JobId wanted() {
        try {
            return new JobId(id);
        } catch (IllegalArgumentException wrong) {
            throw new Refusals.Refused(ExitCode.USAGE, "--job: " + wrong.getMessage());
        }
    }

    private static String some(List<JobId> jobs) {
        String named = jobs.stream().limit(NAMED_MAX).map(JobId::value).collect(Collectors.joining(", "));
        return jobs.size() + (jobs.isEmpty() ? "" : ": " + named) + (jobs.size() > NAMED_MAX ? ", ..." : "");
    }
}

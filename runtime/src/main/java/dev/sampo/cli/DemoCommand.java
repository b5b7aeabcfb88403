package dev.sampo.cli;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.cli.DemoText.Findings;
import dev.sampo.planning.JobSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Option;

/** Runs a graph of a few hundred tasks through the whole path and checks the result against a direct computation. */
@picocli.CommandLine.Command(
        name = "demo",
        description = {
            "Run a graph of a few hundred tasks through facade, scheduler, worker and journal, and check what comes out.",
            "Everything happens in this one process; no port is opened."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo demo",
            "  ./sampo demo --pages 2000",
            "  ./sampo demo --data ./demo-data --output json"
        })
final class DemoCommand extends Command {
    private static final int PAGES_MAX = 50_000;
    private static final int WORDS_MAX = 1_000_000;
    private static final long LOOK_EVERY_MILLIS = 100;

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many pages of text to count, two tasks each. Default: 200.")
    private int pageCount;

    @Option(
            names = "--words",
            paramLabel = "N",
            defaultValue = "10000",
            description = "About how many words a page has. Default: 10000.")
    private int wordsPerPage;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep the journal. Default: a temporary directory, removed at the end.")
    private Path data;

    DemoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws Exception {
        Refusals.unlessWithin("--pages", pageCount, PAGES_MAX);
        Refusals.unlessWithin("--words", wordsPerPage, WORDS_MAX);
        if (data != null) {
            return runIn(Files.createDirectories(data));
        }
        Path temporary = Files.createTempDirectory("sampo-demo-");
        try {
            return runIn(temporary);
        } finally {
            Directories.delete(temporary);
        }
    }

    private ExitCode runIn(Path directory) throws IOException, InterruptedException {
        DemoGraph graph = DemoGraph.of(pageCount, wordsPerPage);
        DemoReport report;
        try (Sampo sampo = Sampo.local(directory)) {
            long began = System.nanoTime();
            Job job = sampo.submit(graph.dag());
            watch(job);
            Findings found = job.await(graph.findings());
            double seconds = (System.nanoTime() - began) / 1e9;
            boolean correct = found.equals(Findings.directly(DemoText.pages(pageCount, wordsPerPage)));
            report = DemoReport.of(job.status(), correct, found, seconds, JobTally.of(job), directory, data == null);
        }
        answer(report, report.text());
        return report.correct() ? ExitCode.OK : ExitCode.NO;
    }

    private void watch(Job job) throws InterruptedException {
        var line = new ProgressLine(terminal(), System.nanoTime());
        var ended = job.ended().toCompletableFuture();
        while (!ended.isDone()) {
            line.show(progress(job.status()), System.nanoTime());
            try {
                ended.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                // Then the line is drawn anew.
            } catch (ExecutionException failed) {
                break;
            }
        }
        line.end();
    }

    private static String progress(JobSummary job) {
        return job.succeeded() + " of " + job.tasks() + " tasks done, " + job.assigned() + " on nodes";
    }
}

package dev.sampo.harness.demo;

import dev.sampo.cli.Command;
import dev.sampo.cli.Directories;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Subcommands;
import dev.sampo.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Runs a graph on three processes, kills two of them, and checks that nothing was lost. */
@picocli.CommandLine.Command(
        name = "demo",
        description = {
            "Run a graph on three processes of this machine, kill two of them with kill -9, and check that nothing was lost.",
            "A few hundred tasks. First one that works is killed, then the one that schedules; both are started again. The"
                    + " result is to be right, and no finished task is to run again.",
            "No database and no server: the three keep the journal among themselves. They listen on 127.0.0.1 only."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo demo",
            "  ./sampo demo --pages 500",
            "  ./sampo demo --data ./demo-data --output json"
        })
final class DemoCommand extends Command {
    private static final int PAGES_MIN = 20;
    private static final int PAGES_MAX = 20_000;
    private static final int WORDS_MAX = 1_000_000;
    private static final int READING_MAX = 60_000;

    /** Adds the command to {@code ./sampo}. */
    public static final class Found implements Subcommands {
        @Override
        public List<Entry> entries(Terminal terminal) {
            return List.of(Entry.of("demo", () -> new DemoCommand(terminal)));
        }
    }

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "150",
            description = "How many pages of text to count, two tasks each; at least 20. Default: 150.")
    private int pageCount;

    @Option(
            names = "--words",
            paramLabel = "N",
            defaultValue = "1000",
            description = "About how many words a page has. Default: 1000.")
    private int wordsPerPage;

    @Option(
            names = "--reading",
            paramLabel = "MS",
            defaultValue = "400",
            description = "How many milliseconds it takes to read a page. Default: 400.")
    private int readingMillis;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep what the nodes write. Default: a temporary directory, removed at the end.")
    private Path data;

    private DemoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws Exception {
        Refusals.unlessWithin("--pages", pageCount, PAGES_MAX);
        Refusals.unlessWithin("--words", wordsPerPage, WORDS_MAX);
        Refusals.unlessWithin("--reading", readingMillis, READING_MAX);
        if (data != null) {
            return runIn(Files.createDirectories(data).toAbsolutePath());
        }
        Path temporary = Files.createTempDirectory("sampo-demo-");
        try {
            return runIn(temporary);
        } finally {
            Directories.delete(temporary);
        }
    }

    private ExitCode runIn(Path directory) {
        var demo = new Demo(
                Math.max(PAGES_MIN, pageCount), wordsPerPage, Duration.ofMillis(readingMillis), directory, terminal());
        DemoReport report = demo.play();
        answer(report, report.text());
        boolean isGood = report.correct() && report.lost() == 0 && report.finishedRerun() == 0;
        return isGood ? ExitCode.OK : ExitCode.NO;
    }
}

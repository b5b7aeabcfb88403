package dev.sampo.cli.bench;

import dev.sampo.cli.Command;
import dev.sampo.cli.Directories;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.ProgressLine;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Measures what one node can do on this machine, on a node to throw away. */
@picocli.CommandLine.Command(
        name = "bench",
        description = {
            "Measure what one node does on this machine: tasks a second, a hop from task to task, submits, and the disk.",
            "On a node of its own, in this process, whose data is removed at the end. Whatever else the machine does at the"
                    + " time is measured along; nodes that run are not asked."
        },
        footer = {"", "Examples:", "  ./sampo bench", "  ./sampo bench --data /mnt/fast --output json"})
public final class BenchCommand extends Command {
    private static final int TASKS_MAX = 200_000;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many tasks each round runs; the chain has a tenth of it. Default: 20000.")
    private int tasks;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the node's journal in a new directory in there. Default: where temporary files are.")
    private Path data;

    public BenchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws Exception {
        Refusals.unlessWithin("--tasks", tasks, TASKS_MAX);
        Path directory = data == null
                ? Files.createTempDirectory("sampo-bench-")
                : Files.createTempDirectory(Files.createDirectories(data), "sampo-bench-");
        var line = new ProgressLine(terminal(), System.nanoTime());
        BenchReport report;
        try {
            report = Bench.run(directory, tasks, what -> line.show(what, System.nanoTime()));
        } finally {
            line.end();
            Directories.delete(directory);
        }
        answer(report, report.text());
        return ExitCode.OK;
    }
}

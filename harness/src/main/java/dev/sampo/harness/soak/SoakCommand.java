package dev.sampo.harness.soak;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.cli.Command;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.ProgressLine;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.harness.history.Entry.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Starts a cluster, works and hurts it for a while, and says whether all promises were kept. */
@picocli.CommandLine.Command(
        name = "soak",
        description = {
            "Work a cluster of real processes under random faults, and check afterwards that every promise was kept.",
            "Nodes are killed, paused, cut off and drained while jobs are submitted and cancelled; every call and every"
                    + " run of a task is recorded and judged."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo soak --minutes 1",
            "  ./sampo soak --minutes 20 --nodes 3 --seed 7 --output json"
        })
final class SoakCommand extends Command {
    private static final int MINUTES_MAX = 7 * 24 * 60;
    private static final int NODES_MAX = 9;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "1", description = "How long. Default: 1.")
    private double minutes;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many nodes, each a process. Default: 3.")
    private int nodes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What is drawn: the jobs, and the faults and their order. When they meet is not. Default: 1.")
    private long seed;

    @Option(
            names = "--faults",
            paramLabel = "KIND",
            split = ",",
            description = "What may be drawn: kill, pause, partition, cut, drain; those with two kinds need both."
                    + " Default: all.")
    private List<String> faults = List.of();

    @Option(
            names = "--journal",
            paramLabel = "HOME",
            defaultValue = "replicated",
            description = "Where the facts are kept: replicated, postgresql, or local with the first node alone."
                    + " Default: replicated.")
    private String journal;

    @Option(
            names = "--history",
            paramLabel = "DIR",
            description =
                    "Keep histories, data and output of the nodes here. Default: a temporary directory, removed when"
                            + " nothing was wrong.")
    private Path directory;

    SoakCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws IOException, InterruptedException {
        Refusals.unlessWithin("--minutes", (long) Math.ceil(minutes), MINUTES_MAX);
        Refusals.unlessWithin("--nodes", nodes, NODES_MAX);
        if (nodes < 3) {
            throw new Refusals.Refused(
                    ExitCode.USAGE,
                    "--nodes " + nodes + ": without a third node there is no majority when one is lost");
        }
        Config base = ConfigFactory.load();
        Path kept = directory == null
                ? Files.createTempDirectory("sampo-soak-")
                : Files.createDirectories(directory).toAbsolutePath();
        var settings = new SoakSettings(
                Duration.ofMillis(Math.round(minutes * 60_000)),
                nodes,
                seed,
                kinds(),
                journal,
                base.getConfig("sampo.journal").atPath("sampo.journal"),
                kept,
                directory != null);
        var line = new ProgressLine(terminal(), System.nanoTime());
        SoakReport report;
        try {
            report = Soak.run(settings, text -> line.show(text, System.nanoTime()));
        } catch (AssertionError failed) {
            throw new Refusals.Refused(
                    ExitCode.UNAVAILABLE, failed.getMessage() + "\nThe nodes' output is in " + kept + ".");
        } finally {
            line.end();
        }
        answer(report, report.text());
        return report.isClean() ? ExitCode.OK : ExitCode.NO;
    }

    private Set<Kind> kinds() {
        Map<String, Kind> known = SoakSettings.FAULTS.stream()
                .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));
        for (String name : faults) {
            if (!known.containsKey(name)) {
                throw new Refusals.Refused(
                        ExitCode.USAGE, "--faults " + name + ": there are kill, pause, partition, cut and drain");
            }
        }
        return faults.isEmpty()
                ? SoakSettings.FAULTS
                : faults.stream().map(known::get).collect(Collectors.toSet());
    }
}

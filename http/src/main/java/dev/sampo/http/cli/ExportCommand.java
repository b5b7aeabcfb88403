package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.story.Export;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Option;

/** Writes a job for other programs, or as a page to look at. */
abstract class ExportCommand extends OfJob {

    @Option(names = "--to", paramLabel = "FILE", description = "Write it there. Default: to standard output.")
    private Path file;

    ExportCommand(Terminal terminal) {
        super(terminal);
    }

    abstract String format();

    @Override
    ExitCode run(Remote remote) throws IOException {
        String path = path() + "/export?format=" + format();
        if (file == null) {
            remote.copy(path, terminal().out());
            terminal().out().flush();
            return ExitCode.OK;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            write(remote, path, file);
        } else {
            replace(remote, path, Files.exists(file) ? file.toRealPath() : file.toAbsolutePath());
        }
        return ExitCode.OK;
    }

    /** What was there stays until there is something whole to put in its place. */
    private static void replace(Remote remote, String path, Path whole) throws IOException {
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            write(remote, path, part);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(Remote remote, String path, Path to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
            remote.copy(path, out);
        }
    }

    /** For other programs. */
    @picocli.CommandLine.Command(
            name = "export",
            description = {
                "Write a job for other programs: its graph (dot, mermaid), its tasks and attempts (json, csv), its attempts along"
                        + " the time (trace, for chrome://tracing or Perfetto)."
            },
            footer = {
                "",
                "Examples:",
                "  ./sampo export word-count-1 --format dot | dot -Tsvg > graph.svg",
                "  ./sampo export word-count-1 --format trace --to trace.json"
            })
    static final class Data extends ExportCommand {
        @Option(
                names = "--format",
                required = true,
                paramLabel = "FORMAT",
                description = "dot, mermaid, json, csv, trace or html.")
        private String format;

        Data(Terminal terminal) {
            super(terminal);
        }

        @Override
        String format() {
            try {
                Export.named(format);
            } catch (IllegalArgumentException unknown) {
                throw new Refusals.Refused(ExitCode.USAGE, "--" + unknown.getMessage());
            }
            return format;
        }
    }

    /** For people. */
    @picocli.CommandLine.Command(
            name = "report",
            description = {
                "Write a page about a job that opens without a server: its graph, what ran when on which node, its critical path,"
                        + " what tasks waited for, how nodes were used, what went wrong."
            },
            footer = {"", "Example:", "  ./sampo report word-count-1 > report.html"})
    static final class Report extends ExportCommand {
        Report(Terminal terminal) {
            super(terminal);
        }

        @Override
        String format() {
            return "html";
        }
    }
}

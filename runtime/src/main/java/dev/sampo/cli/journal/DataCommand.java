package dev.sampo.cli.journal;

import dev.sampo.cli.Command;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** What the commands on a data directory have in common. */
abstract class DataCommand extends Command {

    private static final List<String> HOMES = List.of("journal", "replicated/streams", "streams");

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "A node's data directory, or the directory of the journal in it.")
    private Path data;

    DataCommand(Terminal terminal) {
        super(terminal);
    }

    /** Where a node keeps it, by home; or the directory itself. */
    final Path directory() throws IOException {
        for (String home : HOMES) {
            Path inside = data.resolve(home);
            if (Files.isDirectory(inside)) {
                return inside;
            }
        }
        if (!Files.exists(data)) {
            throw new NoSuchFileException(data.toString());
        }
        return data;
    }

    final JournalFiles open() throws IOException {
        JournalFiles files = JournalFiles.read(directory());
        if (files.segmentCount() == 0
                && files.snapshots().isEmpty()
                && directory().equals(data)) {
            throw new Refusals.Refused(
                    ExitCode.USAGE,
                    "there is no journal in " + data
                            + "; name a node's data directory, or the journal directory in it");
        }
        files.holder().ifPresent(process -> terminal()
                .err()
                .println("sampo: process " + process + " has this directory open; what follows is a moment of it"));
        return files;
    }
}

package dev.sampo.cli.journal;

import dev.sampo.cli.Command;
import dev.sampo.cli.Terminal;
import dev.sampo.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** What the commands on a data directory have in common. */
abstract class DataCommand extends Command {

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "A node's data directory, or the journal directory in it.")
    private Path data;

    DataCommand(Terminal terminal) {
        super(terminal);
    }

    final Path directory() throws IOException {
        Path inside = data.resolve("journal");
        Path journal = Files.isDirectory(inside) ? inside : data;
        if (!Files.exists(journal)) {
            throw new NoSuchFileException(journal.toString());
        }
        return journal;
    }

    final JournalFiles open() throws IOException {
        JournalFiles files = JournalFiles.read(directory());
        files.holder().ifPresent(process -> terminal()
                .err()
                .println("sampo: process " + process + " has this directory open; what follows is a moment of it"));
        return files;
    }
}

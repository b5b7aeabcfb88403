package dev.sampo.harness.soak;

import dev.sampo.cli.Subcommands;
import dev.sampo.cli.Terminal;
import java.util.List;
import picocli.CommandLine;

/** How the command line finds {@code soak}. */
public final class SoakSubcommand implements Subcommands {

    @Override
    public List<CommandLine> lines(Terminal terminal) {
        return List.of(new CommandLine(new SoakCommand(terminal)));
    }
}

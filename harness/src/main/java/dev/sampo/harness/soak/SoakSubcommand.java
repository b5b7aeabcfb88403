package dev.sampo.harness.soak;

import dev.sampo.cli.Command;
import dev.sampo.cli.Subcommand;
import dev.sampo.cli.Terminal;

/** How the command line finds {@code soak}. */
public final class SoakSubcommand implements Subcommand {

    @Override
    public Command command(Terminal terminal) {
        return new SoakCommand(terminal);
    }
}

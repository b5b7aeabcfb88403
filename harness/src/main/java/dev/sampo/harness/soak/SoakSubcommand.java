package dev.sampo.harness.soak;

import dev.sampo.cli.Subcommands;
import dev.sampo.cli.Terminal;
import java.util.List;

/** How the command line finds {@code soak}. */
public final class SoakSubcommand implements Subcommands {

    @Override
    public List<Entry> entries(Terminal terminal) {
        return List.of(Entry.of("soak", () -> new SoakCommand(terminal)));
    }
}

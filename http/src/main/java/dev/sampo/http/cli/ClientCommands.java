package dev.sampo.http.cli;

import dev.sampo.cli.Subcommands;
import dev.sampo.cli.Terminal;
import java.util.List;
import picocli.CommandLine;

/** Adds the commands that ask a running node to {@code ./sampo}. */
public final class ClientCommands implements Subcommands {

    @Override
    public List<CommandLine> lines(Terminal terminal) {
        return List.of(
                new CommandLine(new NodesCommand(terminal)),
                new CommandLine(new JobsCommand(terminal)),
                new CommandLine(new JobCommand(terminal)),
                new CommandLine(new ExplainCommand(terminal)),
                new CommandLine(new WaitCommand(terminal)),
                new CommandLine(new EventsCommand(terminal)),
                new CommandLine(new SteerCommands.Cancel(terminal)),
                new CommandLine(new SteerCommands.Pause(terminal)),
                new CommandLine(new SteerCommands.Resume(terminal)),
                new CommandLine(new SteerCommands.Rerun(terminal)),
                new CommandLine(new ChangeCommand(terminal)),
                new CommandLine(new DrainCommand(terminal)),
                NetworkCommand.line(terminal));
    }
}

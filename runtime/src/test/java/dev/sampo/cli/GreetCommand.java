package dev.sampo.cli;

import java.util.List;
import picocli.CommandLine;

/** What a module above this one would add to the command line. */
@picocli.CommandLine.Command(name = "greet", description = "Say hello.")
final class GreetCommand extends Command {

    private GreetCommand(Terminal terminal) {
        super(terminal);
    }

    /** How it is found. */
    public static final class Found implements Subcommands {
        @Override
        public List<CommandLine> lines(Terminal terminal) {
            return List.of(new CommandLine(new GreetCommand(terminal)));
        }
    }

    record Greeting(String hello) {}

    @Override
    protected ExitCode run() {
        answer(new Greeting("world"), "Hello, world!");
        return ExitCode.OK;
    }
}

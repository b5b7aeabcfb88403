package dev.sampo.cli;

import java.util.List;

/** What a module above this one would add to the command line. */
@picocli.CommandLine.Command(name = "greet", description = "Say hello.")
final class GreetCommand extends Command {

    private GreetCommand(Terminal terminal) {
        super(terminal);
    }

    /** How it is found. */
    public static final class Found implements Subcommands {
        @Override
        public List<Entry> entries(Terminal terminal) {
            return List.of(Entry.of("greet", () -> new GreetCommand(terminal)));
        }
    }

    record Greeting(String hello) {}

    @Override
    protected ExitCode run() {
        answer(new Greeting("world"), "Hello, world!");
        return ExitCode.OK;
    }
}

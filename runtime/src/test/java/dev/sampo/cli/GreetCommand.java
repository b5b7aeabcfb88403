package dev.sampo.cli;

/** What a module above this one would add to the command line. */
@picocli.CommandLine.Command(name = "greet", description = "Say hello.")
final class GreetCommand extends Command {

    private GreetCommand(Terminal terminal) {
        super(terminal);
    }

    /** How it is found. */
    public static final class Found implements Subcommand {
        @Override
        public Command command(Terminal terminal) {
            return new GreetCommand(terminal);
        }
    }

    record Greeting(String hello) {}

    @Override
    protected ExitCode run() {
        answer(new Greeting("world"), "Hello, world!");
        return ExitCode.OK;
    }
}

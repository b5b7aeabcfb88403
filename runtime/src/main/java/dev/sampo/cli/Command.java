package dev.sampo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have in common. A command returns its exit code and throws what {@link Faults} can put in words. */
public abstract class Command implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to answer: text (or table) for people, json for programs (one object). Default: text.")
    private Output output;

    @Option(names = "--debug", description = "Show stack traces and the log of what goes on inside, on stderr.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    protected Command(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public final Integer call() throws Exception {
        Logs.begin(debug, logForm());
        return run().number();
    }

    protected abstract ExitCode run() throws Exception;

    protected final Terminal terminal() {
        return terminal;
    }

    Logs.Form logForm() {
        return Logs.Form.TEXT;
    }

    final boolean isDebug() {
        return debug;
    }

    protected final boolean isJson() {
        return output == Output.JSON;
    }

    /** Answers with the object, or with the text of its string form. */
    protected final void answer(Record object, String text) {
        terminal.out().println(isJson() ? Json.write(object) : text);
        terminal.out().flush();
    }
}

package dev.sampo.cli.journal;

import dev.sampo.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to say about a data directory, without changing it. */
@CommandLine.Command(
        name = "journal",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Read the journal in a data directory: whether it is whole, what is in it, what happened to a job.",
            "Nothing in the directory is changed, and a node may be using it."
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ./sampo journal verify ./data",
            "  ./sampo journal stats ./data --output json",
            "  ./sampo journal export --job word-count-1 ./data"
        })
public final class JournalCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private JournalCommand() {}

    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new JournalCommand())
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new StatsCommand(terminal))
                .addSubcommand(new ExportCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? One of: verify, stats, export");
    }
}

package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The cluster's own directory of nodes: what is in it, and what is to be. */
@CommandLine.Command(
        name = "network",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "See and change the directory of nodes that the cluster keeps: the running one, nothing is kept here.",
            "A node comes into it by itself, when it is started: ./sampo node --join ADDRESS"
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ./sampo network status",
            "  ./sampo network links node-1",
            "  ./sampo network register node-1 --cpus 8 --memory 16GiB --label disk=nvme",
            "  ./sampo network touch node-1",
            "  ./sampo network set-status node-1 cordoned"
        })
final class NetworkCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private NetworkCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new NetworkCommand())
                .addSubcommand(new NetworkCommands.Status(terminal))
                .addSubcommand(new NetworkCommands.ListNodes(terminal))
                .addSubcommand(new NetworkCommands.Links(terminal))
                .addSubcommand(new NetworkCommands.Register(terminal))
                .addSubcommand(new NetworkCommands.Unregister(terminal))
                .addSubcommand(new NetworkCommands.Touch(terminal))
                .addSubcommand(new NetworkCommands.SetStatus(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of: " + String.join(", ", spec.subcommands().keySet()));
    }
}

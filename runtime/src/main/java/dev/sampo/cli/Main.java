package dev.sampo.cli;

import dev.sampo.cli.Subcommands.Entry;
import dev.sampo.cli.bench.BenchCommand;
import dev.sampo.cli.journal.JournalCommand;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line of Sampo; {@code ./sampo} starts it. */
@picocli.CommandLine.Command(
        name = "sampo",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Runs a graph of tasks, puts every task where its resources are, and loses nothing when a process dies.",
            ""
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ./sampo demo                      a few hundred tasks through the whole path",
            "  ./sampo node                      a node of a cluster; it says how to start the next",
            "  ./sampo run hello                 the smallest program there is",
            "  ./sampo simulate --seeds 1000     the scheduler under faults, in virtual time",
            "",
            "Exit codes: 0 yes, 1 no, 2 wrong usage, 65 data is damaged,",
            "69 something is missing, 70 internal error, 74 input or output",
            "failed, 75 try again, 76 removed from the cluster,",
            "78 bad configuration. See docs/cli.md."
        })
public final class Main implements Runnable {

    private static final List<String> IN_ORDER = List.of(
            "node",
            "run",
            "submit",
            "jobs",
            "job",
            "explain",
            "logs",
            "events",
            "wait",
            "cancel",
            "pause",
            "resume",
            "rerun",
            "fork",
            "page",
            "nodes",
            "network",
            "change",
            "drain",
            "breakers",
            "breaker",
            "report",
            "export",
            "journal",
            "simulate",
            "bench",
            "soak",
            "demo",
            "completion",
            "version");

    @Spec
    private CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /** Runs one command line and returns its exit code. */
    public static int run(Terminal terminal, String... args) {
        return commandLine(terminal, args).execute(args);
    }

    /** Of the command that is asked for; of all when it is none of them. */
    static CommandLine commandLine(Terminal terminal, String... args) {
        List<Entry> all = entries(terminal);
        List<Entry> asked = args.length == 0
                ? List.of()
                : all.stream().filter(entry -> entry.name().equals(args[0])).toList();
        var line = new CommandLine(new Main());
        (asked.isEmpty() ? all : asked)
                .forEach(entry -> line.addSubcommand(entry.name(), entry.line().get()));
        line.addSubcommand(new HelpCommand());
        line.getSubcommands().get("help").getCommandSpec().exitCodeOnUsageHelp(ExitCode.OK.number());
        line.getSubcommands()
                .values()
                .forEach(each -> each.getCommandSpec().usageMessage().optionListHeading("%nOptions:%n"));
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setErr(new PrintWriter(terminal.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.inColor() ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::refuse);
        line.setExecutionExceptionHandler(Main::explain);
        return line;
    }

    /**
     * In the order of their use, and others by name, so that the order of the class path does not show; one of a module above may
     * stand in the place of one of ours, of which it is more.
     */
    private static List<Entry> entries(Terminal terminal) {
        var own = Stream.of(
                Entry.of("node", () -> new NodeCommand(terminal)),
                Entry.of("run", () -> new RunCommand(terminal)),
                Entry.of("simulate", () -> new SimulateCommand(terminal)),
                Entry.of("bench", () -> new BenchCommand(terminal)),
                new Entry("journal", () -> JournalCommand.line(terminal)),
                Entry.of("completion", () -> new CompletionCommand(terminal)),
                Entry.of("version", () -> new VersionCommand(terminal)));
        var above = ServiceLoader.load(Subcommands.class, Subcommands.class.getClassLoader()).stream()
                .flatMap(provider -> provider.get().entries(terminal).stream());
        var all = new HashMap<String, Entry>();
        Stream.concat(own, above).forEach(entry -> all.put(entry.name(), entry));
        return all.values().stream()
                .sorted(Comparator.comparingInt(Main::place).thenComparing(Entry::name))
                .toList();
    }

    private static int place(Entry entry) {
        int place = IN_ORDER.indexOf(entry.name());
        return place < 0 ? IN_ORDER.indexOf("demo") : place;
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        String names = spec.subcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        throw new ParameterException(spec.commandLine(), "Which command? One of: " + names);
    }

    private static int refuse(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("sampo: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try: ./" + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private static int explain(Exception fault, CommandLine line, ParseResult parsed) {
        line.getErr().println("sampo: " + Faults.wordsFor(fault));
        if (((Command) line.getCommand()).isDebug()) {
            fault.printStackTrace(line.getErr());
        }
        return Faults.codeOf(fault).number();
    }
}

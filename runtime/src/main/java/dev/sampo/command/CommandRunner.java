package dev.sampo.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.typesafe.config.Config;
import dev.sampo.actors.body.Audible;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.dag.TaskContext;
import dev.sampo.wire.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs commands on this node, as its settings allow. */
public final class CommandRunner {
    /** In the node's catalogue; the user's bodies cannot have it. */
    public static final String NAME = "sampo.command";

    /** Nodes that run commands have this label, and commands go to these nodes only. */
    public static final String LABEL = "commands";

    public static final String ON = "on";

    private static final int ELEMENT_MAX = 32 << 10;
    private static final int SIGNALS = 128;
    private static final int NOT_FOUND = 127;
    private static final int LAST_MAX = 3_700;

    private final CommandSettings settings;

    private CommandRunner(CommandSettings settings) {
        this.settings = settings;
    }

    /** @param commands the section {@code sampo.commands} */
    public static CommandRunner from(Config commands) {
        return new CommandRunner(CommandSettings.from(commands));
    }

    /** @param commands the section {@code sampo.commands} */
    public static boolean isEnabled(Config commands) {
        return CommandSettings.isEnabled(commands);
    }

    Object run(CommandBody command, List<Object> inputs, TaskContext context) throws Exception {
        if (context instanceof RunningBody body) {
            body.speaks(new Spoken(new Tail(0), new Tail(0)));
        }
        settings.check(command.arguments().get(0), context.node());
        Given given = Given.of(command, inputs);
        try (Desk desk = Desk.open(settings.directory(), command, given)) {
            Map<String, String> environment = environment(command, given, desk, context);
            List<String> line = command.arguments().stream()
                    .map(given::fill)
                    .map(Encoding::require)
                    .collect(Collectors.toCollection(ArrayList::new));
            line.set(0, program(line.get(0), desk.work(), environment, context.node()));
            return made(command, given, desk, line, environment, context);
        }
    }

    private Object made(
            CommandBody command,
            Given given,
            Desk desk,
            List<String> line,
            Map<String, String> environment,
            TaskContext context)
            throws Exception {
        var builder = new ProcessBuilder(Supervisor.line(desk, settings.grace(), line));
        builder.directory(desk.work().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = started(builder, line.get(0));
        int valueMax = command.output() == Output.NONE ? 0 : settings.valueMax();
        var stdout = new Captured(process.getInputStream(), valueMax, settings.logMax(), settings.followMax());
        var stderr = new Captured(process.getErrorStream(), 0, settings.logMax(), settings.followMax());
        if (context instanceof RunningBody body) {
            body.speaks(new Spoken(stdout.tail(), stderr.tail()));
        }
        var running = new Running(process, stdout, stderr);
        int code;
        try {
            code = running.await(settings.grace());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(line.get(0) + " was stopped", last(stdout, stderr));
        }
        if (!command.exits().good().contains(code)) {
            throw failed(
                    command.exits(), code, line.get(0) + " " + how(code) + brief(stdout, stderr), last(stdout, stderr));
        }
        try {
            Object value = value(command, line.get(0), stdout);
            if (context instanceof RunningBody body) {
                body.saysInShort(Brief.of(code, stdout.end(), stderr.end()));
            }
            return Made.of(
                    code, value, stdout.end(), stderr.end(), desk.collected(command, given, settings.valueMax()));
        } catch (CommandFailed unusable) {
            throw new CommandFailed(unusable.getMessage(), last(stdout, stderr));
        }
    }

    /** What a command has written so far: not more of it than is kept for those who listen. */
    private record Spoken(Tail out, Tail err) implements Audible {
        @Override
        public Chunk stdout(long from, int max) {
            return out.from(from, max);
        }

        @Override
        public Chunk stderr(long from, int max) {
            return err.from(from, max);
        }

        @Override
        public long bytes() {
            return (long) out.kept() + err.kept();
        }
    }

    private static Process started(ProcessBuilder builder, String program) throws IOException {
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new IOException(
                    program + " could not be started (" + failed.getMessage()
                            + "); large inputs are better read from \"stdin\" or from $SAMPO_INPUTS than as arguments",
                    failed);
        }
    }

    private Map<String, String> environment(CommandBody command, Given given, Desk desk, TaskContext context) {
        var environment = new LinkedHashMap<String, String>();
        for (String name : settings.variables()) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("TMPDIR", desk.temporary().toString());
        environment.put("TRACEPARENT", context.traceParent());
        command.environment().forEach(each -> environment.put(each.name(), Encoding.require(given.fill(each.text()))));
        environment.put("SAMPO_JOB", context.jobId());
        environment.put("SAMPO_TASK", context.task());
        environment.put("SAMPO_ATTEMPT", Integer.toString(context.attempt()));
        environment.put("SAMPO_NODE", context.node());
        environment.put("SAMPO_INPUTS", desk.inputs().toString());
        given.element()
                .map(Made::text)
                .filter(text -> text.length() <= ELEMENT_MAX && text.indexOf(0) < 0)
                .ifPresent(text -> environment.put("SAMPO_EACH", Encoding.require(text)));
        List<String> gpus = context.held("gpu");
        if (!gpus.isEmpty()) {
            environment.put("CUDA_VISIBLE_DEVICES", String.join(",", gpus));
        }
        return environment;
    }

    /** What is started for the name of a program: found here, not by what starts it. */
    private String program(String name, Path work, Map<String, String> environment, String node) throws IOException {
        Optional<String> found = name.contains("/")
                ? Optional.of(name).filter(file -> Files.isExecutable(work.resolve(file)))
                : Supervisor.find(name, settings.path(environment))
                        .map(file -> settings.only().isEmpty()
                                ? name
                                : file.toAbsolutePath().toString());
        return found.orElseThrow(() -> new IOException("there is no program " + name + " on node " + node
                + "; install it there, or choose nodes that have it with \"where\""));
    }

    private static Exception failed(Exits exits, int code, String what, CommandFailed.LastOutput last) {
        if (exits.last().contains(code)) {
            return new CommandFailed.ForGood(what, last);
        }
        return exits.later(code)
                .<Exception>map(later -> new CommandFailed.ForNow(Duration.ofMillis(later.millis()), what, last))
                .orElseGet(() -> new CommandFailed(what, last));
    }

    private static String how(int code) {
        String meaning = code == NOT_FOUND
                ? ": something it needs was not found"
                : code > SIGNALS ? ": signal " + (code - SIGNALS) : "";
        return "ended with exit code " + code + meaning;
    }

    /** The last line that says anything. */
    private static String brief(Captured stdout, Captured stderr) {
        String text = stderr.end().isBlank() ? stdout.end() : stderr.end();
        return text.isBlank() ? "" : ": " + text.strip().lines().reduce("", (one, next) -> next);
    }

    private static CommandFailed.LastOutput last(Captured stdout, Captured stderr) {
        return new CommandFailed.LastOutput(end(stdout.end()) + CommandFailed.BORDER + end(stderr.end()));
    }

    private static String end(String text) {
        return text.length() <= LAST_MAX ? text : text.substring(text.length() - LAST_MAX);
    }

    private Object value(CommandBody command, String program, Captured stdout) throws CommandFailed {
        if (command.output() == Output.NONE) {
            return null;
        }
        if (!stdout.isWhole()) {
            throw new CommandFailed(
                    program + " has written " + stdout.total() + " bytes, and may write " + settings.valueMax()
                            + " where others read them (sampo.commands.value-max); let it write files, or say \"output: none\"",
                    null);
        }
        String text = stdout.whole();
        return switch (command.output()) {
            case LINES -> text.lines().toList();
            case JSON -> json(program, text);
            default -> text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        };
    }

    private static Object json(String program, String text) throws CommandFailed {
        try {
            return Made.read(text);
        } catch (JsonProcessingException wrong) {
            var at = wrong.getLocation();
            throw new CommandFailed(
                    program + " was to write one JSON value, and did not"
                            + (at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr())
                            + "; of JSON lines say \"output: lines\"",
                    null);
        }
    }
}

package dev.sampo.command;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whether and how this node runs commands: the section {@code sampo.commands}.
 *
 * @param only programs that may be run; empty for any
 * @param variables of this process that commands get
 * @param logMax bytes that are kept of the end of what a command writes, of either stream
 * @param followMax bytes of the same that are kept in memory for those who listen while it runs
 * @param valueMax bytes that a command may write where that is its value, and that files may have that are collected
 * @param grace how long a command that is to end may take
 * @param directory where it makes directories for them
 */
record CommandSettings(
        boolean enabled,
        List<String> only,
        List<String> variables,
        int logMax,
        int followMax,
        int valueMax,
        Duration grace,
        Path directory) {

    static CommandSettings from(Config commands) {
        String directory = commands.getString("directory");
        return new CommandSettings(
                isEnabled(commands),
                List.copyOf(commands.getStringList("only")),
                List.copyOf(commands.getStringList("variables")),
                bytes(commands, "log-max"),
                bytes(commands, "follow-max"),
                bytes(commands, "value-max"),
                commands.getDuration("grace"),
                Path.of(directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory));
    }

    static boolean isEnabled(Config commands) {
        return !commands.getString("enabled").equals("auto") && commands.getBoolean("enabled");
    }

    private static int bytes(Config commands, String name) {
        return (int)
                Math.min(Integer.MAX_VALUE / 2, commands.getMemorySize(name).toBytes());
    }

    /** @throws CommandRefused when this node does not run it */
    void check(String program, String node) {
        if (!enabled) {
            throw new CommandRefused(
                    "node " + node + " runs no commands; whoever owns it may say sampo.commands.enabled = on"
                            + " in its application.conf");
        }
        if (!only.isEmpty() && !only.contains(program)) {
            throw new CommandRefused("node " + node + " does not run " + program + ", only " + String.join(", ", only)
                    + " (sampo.commands.only)");
        }
    }

    /** Where to look for programs: which of a name is meant by {@code only} is not for a task to say. */
    String path(Map<String, String> environment) {
        return only.isEmpty() ? environment.get("PATH") : System.getenv("PATH");
    }
}

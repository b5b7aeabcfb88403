package dev.sampo.command;

import dev.sampo.SampoException;
import java.util.Map;
import java.util.Optional;

/**
 * What a command wrote last, as it is kept with its task.
 *
 * @param exitCode null when the task has failed; the error tells it
 * @param error how it failed; null when it has not
 */
public record Written(Integer exitCode, String error, String stdout, String stderr) {
    private static final String CAUSE = "caused by " + CommandFailed.LastOutput.class.getName() + ": ";

    /** Of the value of a task that has succeeded; empty when that was no command. */
    public static Optional<Written> of(Object value) {
        if (!Made.isMade(value)) {
            return Optional.empty();
        }
        var made = (Map<?, ?>) value;
        return Optional.of(new Written(
                (Integer) made.get(Made.EXIT_CODE), null, text(made.get(Made.STDOUT)), text(made.get(Made.STDERR))));
    }

    private static String text(Object text) {
        return text == null ? "" : text.toString();
    }

    /** Of a task that has failed; without output when it was no command, or never began. */
    public static Written of(SampoException.TaskFailed failed) {
        String trace = failed.failure().trace();
        boolean isCommand = failed.failure().type().equals(CommandFailed.class.getName());
        String error = isCommand ? failed.failure().message() : failed.failure().toString();
        String output = trace.startsWith(CAUSE) ? trace.substring(CAUSE.length()) : "";
        int border = output.indexOf(CommandFailed.BORDER);
        return new Written(
                null,
                error,
                border < 0 ? output.stripTrailing() : output.substring(0, border),
                border < 0 ? "" : output.substring(border + 1).stripTrailing());
    }
}

package dev.sampo.command;

import dev.sampo.SampoException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command wrote last, as it is kept with its task.
 *
 * @param exitCode null when the task has failed; the error tells it
 * @param error how it failed; null when it has not
 * @param isCut whether more of it was kept, with a value that may be gone by now
 */
public record Written(Integer exitCode, String error, String stdout, String stderr, boolean isCut) {
    private static final String CAUSE = "caused by " + CommandFailed.LastOutput.class.getName() + ": ";

    public Written(Integer exitCode, String error, String stdout, String stderr) {
        this(exitCode, error, stdout, stderr, false);
    }

    /** Of what is kept with the success of a task whatever becomes of its value, see {@link dev.sampo.TaskValue#inShort}. */
    public static Optional<Written> inShort(byte[] brief) {
        return Brief.read(brief);
    }

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

    /** How a task has failed, for people: with what its command wrote last, and not with how that is kept. */
    public static String told(SampoException.TaskFailed failed) {
        String message = failed.getMessage();
        int kept = message.indexOf('\n' + CAUSE);
        if (kept < 0) {
            return message;
        }
        Written last = of(failed);
        return Stream.of(message.substring(0, kept), last.stdout().stripTrailing(), last.stderr())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Of a task that has failed; without output when it was no command, or never began. */
    public static Written of(SampoException.TaskFailed failed) {
        String trace = failed.failure().trace();
        boolean isCommand = failed.failure().type().startsWith(CommandFailed.class.getName());
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

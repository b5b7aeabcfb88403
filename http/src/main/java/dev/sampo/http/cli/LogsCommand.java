package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.OutputView;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** Shows what a command wrote. */
@picocli.CommandLine.Command(
        name = "logs",
        description = {
            "Show what a task that is a command wrote last: the end of either stream, as its node kept it with the task.",
            "It is there once the task has ended, whether or not its node still lives."
        },
        footer = {"", "Examples:", "  ./sampo logs hello-1 greet", "  ./sampo logs hello-1 \"greet[3]\" --output json"})
final class LogsCommand extends OfJob {

    @Parameters(index = "1", paramLabel = "TASK", description = "The task's name.")
    private String task;

    LogsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        byte[] answer = remote.get(path() + "/tasks/" + Remote.part(task) + "/output");
        OutputView output = show(answer, OutputView.class, LogsCommand::text);
        return output.stdout() == null ? ExitCode.TRY_AGAIN : ExitCode.OK;
    }

    private static String text(OutputView output) {
        if (output.stdout() == null) {
            return Plain.of(output.task()) + " is " + output.state() + "; what it writes is shown when it has ended";
        }
        return of(output) + (output.error() == null ? "" : Plain.lines(output.error()));
    }

    /** Each line of either stream, with a line break at its end. */
    static String of(OutputView output) {
        return lines(output.stdout()) + lines(output.stderr());
    }

    private static String lines(String text) {
        return text == null || text.isEmpty() ? "" : Plain.lines(text) + "\n";
    }
}

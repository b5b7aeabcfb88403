package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.OutputView;
import dev.sampo.http.api.SpokeView;
import dev.sampo.http.api.SpokenView;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a command wrote, or what it writes. */
@picocli.CommandLine.Command(
        name = "logs",
        description = {
            "Show what a task that is a command wrote last: the end of either stream.",
            "It is there once the task has ended, whether or not its node still lives; while it runs, what it has written so far.",
            "With --follow it goes on until the attempt ends, wherever that runs. JSON: then one object an event."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo logs hello-1 greet",
            "  ./sampo logs nightly-7 fetch --follow",
            "  ./sampo logs hello-1 \"greet[3]\" --output json",
            "",
            "Exit codes: 0 it succeeded, or has ended; 75 it has not ended yet; with --follow 1 when the attempt failed."
        })
final class LogsCommand extends OfJob {

    @Parameters(index = "1", paramLabel = "TASK", description = "The task's name.")
    private String task;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the attempt has ended; of a task that waits, wait until it runs.")
    private boolean follow;

    private static final String CUT = "[the beginning is left out: it was in the value, which is not kept any more]\n";

    private String lastId = "";
    private final LineEnds stdout = new LineEnds();
    private final LineEnds stderr = new LineEnds();
    private SpokeView end;

    LogsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        String output = path() + "/tasks/" + Remote.part(task) + "/output";
        if (follow) {
            outlasting(remote);
            while (end == null) {
                EventStream.hear(remote, output + "/live", lastId, this::tell);
            }
            return ended();
        }
        OutputView told = show(remote.get(output), OutputView.class, LogsCommand::text);
        return isOver(told.state()) ? ExitCode.OK : ExitCode.TRY_AGAIN;
    }

    private static boolean isOver(String state) {
        return state.equals("succeeded")
                || state.equals("failed")
                || state.equals("skipped")
                || state.equals("cancelled");
    }

    private void tell(EventStream.Event event) throws IOException {
        lastId = event.id();
        if (isJson() && !isQuiet()) {
            terminal().out().println(event.data());
            terminal().out().flush();
        }
        if (event.kind().equals("over")) {
            end = Json.readAnswer(event.json(), SpokeView.class);
        } else if (!isJson() && !isQuiet()) {
            tell(Json.readAnswer(event.json(), SpokenView.class));
        }
    }

    private void tell(SpokenView spoken) {
        if (spoken.leftOut() != 0) {
            terminal().err().println(leftOut(spoken.leftOut()));
        }
        tell(terminal().out(), stdout.whole(spoken.stdout()));
        tell(terminal().err(), stderr.whole(spoken.stderr()));
    }

    /** The two characters of a line's end may come one by one. */
    private static final class LineEnds {
        private boolean isReturned;

        String whole(String next) {
            String rest = isReturned && next.startsWith("\n") ? next.substring(1) : next;
            isReturned = next.isEmpty() ? isReturned : next.endsWith("\r");
            return rest;
        }
    }

    private static String leftOut(long bytes) {
        return bytes > 0
                ? "[" + bytes + " bytes are left out: they are not kept any more]"
                : "[some bytes are left out: they are not kept any more; some of the rest may come twice]";
    }

    private static void tell(PrintStream to, String text) {
        to.print(Plain.text(text));
        to.flush();
    }

    private ExitCode ended() {
        if (!isQuiet() && !isJson() && end.error() != null) {
            terminal().err().println(Plain.lines(end.error()));
        }
        return end.state().equals("succeeded") ? ExitCode.OK : ExitCode.NO;
    }

    private static String text(OutputView output) {
        if (output.stdout() == null) {
            return Plain.of(output.task()) + " is " + output.state() + silence(output);
        }
        return of(output)
                + (output.cut() == null ? "" : CUT)
                + (output.error() == null ? "" : Plain.lines(output.error()));
    }

    private static String silence(OutputView output) {
        return output.state().equals("assigned")
                ? " and has said nothing: it has not begun, it is no command, or its node does not answer"
                : "; what it writes is shown when it runs, if it is a command";
    }

    /** Each line of either stream, with a line break at its end. */
    static String of(OutputView output) {
        return lines(output.stdout()) + lines(output.stderr());
    }

    private static String lines(String text) {
        return text == null || text.isEmpty() ? "" : Plain.lines(text) + "\n";
    }
}

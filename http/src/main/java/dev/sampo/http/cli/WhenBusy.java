package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.http.Durations;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Submits again while more is unfinished than may be, for as long as the user likes to wait. */
final class WhenBusy {
    @Option(
            names = "--wait-when-busy",
            paramLabel = "TIME",
            description =
                    "How long to wait, such as 10m, while there are as many unfinished jobs as may be. Default: not.")
    private String atMost;

    interface Submit<T> {
        T submit() throws IOException;
    }

    <T> T submit(Terminal terminal, boolean isQuiet, Submit<T> job) throws IOException, InterruptedException {
        long end = System.nanoTime()
                + (atMost == null
                        ? 0
                        : Durations.parse("--wait-when-busy", atMost).toNanos());
        for (boolean isFirst = true; ; isFirst = false) {
            try {
                return job.submit();
            } catch (Remote.Busy busy) {
                long wait = busy.retryAfterSeconds() * 1_000_000_000;
                if (atMost == null || System.nanoTime() + wait > end) {
                    throw new Refusals.Refused(
                            ExitCode.TRY_AGAIN,
                            busy.getMessage() + (atMost == null ? ", or let it wait: --wait-when-busy 10m" : ""));
                }
                if (isFirst && !isQuiet) {
                    terminal.err().println("sampo: " + busy.getMessage() + "; waiting up to " + atMost);
                }
                Thread.sleep(busy.retryAfterSeconds() * 1_000);
            }
        }
    }
}

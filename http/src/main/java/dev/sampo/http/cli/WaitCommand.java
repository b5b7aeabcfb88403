package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.ProgressLine;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.http.Durations;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.Json;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Waits for the end of a job. */
@picocli.CommandLine.Command(
        name = "wait",
        description = "Wait for the end of a job; the exit code says whether it succeeded.",
        footer = {
            "",
            "Examples:",
            "  ./sampo wait word-count-1",
            "  ./sampo wait word-count-1 --for 5m && echo done",
            "",
            "Exit codes: 0 it succeeded, 1 it failed or was cancelled, or there is none, 75 it has not ended yet."
        })
final class WaitCommand extends OfJob {
    private static final String STEP = "?wait=1s";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "At most so long, such as 30s or 5m. Default: no limit.")
    private String limit;

    WaitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        outlasting(remote);
        long began = System.nanoTime();
        Duration most = limit == null ? Duration.ofDays(10_000) : duration();
        var line = new ProgressLine(terminal(), began);
        var outlooks = new Outlooks(remote, path(), began);
        while (true) {
            byte[] answer = remote.get(path() + STEP);
            JobView job = Json.readAnswer(answer, JobView.class);
            boolean isOver = job.endedAt() != null;
            if (isOver || System.nanoTime() - began > most.toNanos()) {
                line.end();
                show(answer, JobView.class, Jobs::one);
                return isOver ? code(job) : ExitCode.TRY_AGAIN;
            }
            if (!isQuiet() && !isJson()) {
                long now = System.nanoTime();
                outlooks.look(now, job.tasks());
                long left = outlooks.millis(now);
                line.show(
                        job.succeeded() + " of " + Jobs.count(job.tasks(), "task") + " done, " + job.status()
                                + (left == 0 ? "" : ", at least " + Ago.of(left) + " left"),
                        now);
            }
        }
    }

    private static ExitCode code(JobView job) {
        return job.status().equals("succeeded") ? ExitCode.OK : ExitCode.NO;
    }

    private Duration duration() {
        try {
            return Durations.parse("--for", limit);
        } catch (IllegalArgumentException wrong) {
            throw new Refusals.Refused(ExitCode.USAGE, wrong.getMessage());
        }
    }
}

package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.JobsView;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Shows the jobs. */
@picocli.CommandLine.Command(
        name = "jobs",
        description = "Show the jobs that are known, running and ended, the latest first.",
        footer = {
            "",
            "Examples:",
            "  ./sampo jobs",
            "  ./sampo jobs --status running --watch",
            "  ./sampo jobs --name word-count --output json"
        })
final class JobsCommand extends WatchingCommand {

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only those: running, paused, cancelling, succeeded, failed or cancelled.")
    private String status = "";

    @Option(names = "--name", paramLabel = "PART", description = "Only those whose id or name contains this.")
    private String name = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 100.")
    private int limit = 100;

    JobsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void show(Remote remote) throws IOException {
        String query = "?limit=" + limit
                + (status.isEmpty() ? "" : "&status=" + Remote.part(status))
                + (name.isEmpty() ? "" : "&name=" + Remote.part(name));
        show(remote.get("/v1/jobs" + query), JobsView.class, this::table);
    }

    private String table(JobsView jobs) {
        if (jobs.total() == 0) {
            return status.isEmpty() && name.isEmpty() ? "No job is known." : "No job matches.";
        }
        var table = new Table("JOB", "STATUS", "DONE", "RUNS", "READY", "WAITS", "FAILURES", "AGE", "REASON")
                .sparing("WAITS", "READY", "FAILURES", "RUNS", "AGE");
        for (JobView job : jobs.jobs()) {
            table.row(
                    job.job(),
                    job.status(),
                    job.succeeded() + "/" + job.tasks(),
                    job.assigned(),
                    job.ready(),
                    job.waiting(),
                    job.failures(),
                    Ago.of(System.currentTimeMillis() - job.acceptedAt()),
                    reason(job));
        }
        int left = jobs.total() - jobs.jobs().size();
        return table.text(width()) + (left == 0 ? "" : "\n" + left + " more; see them with --limit or --name");
    }

    private static String reason(JobView job) {
        if (!job.reason().isEmpty() || job.awaits() == null) {
            return job.reason().isEmpty() ? null : job.reason();
        }
        return String.join("; ", job.awaits());
    }
}

package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.TaskView;
import dev.sampo.http.api.TasksView;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a job, or its tasks. */
@picocli.CommandLine.Command(
        name = "job",
        description = "Show how one job stands, or its tasks.",
        footer = {
            "",
            "Examples:",
            "  ./sampo job word-count-1",
            "  ./sampo job word-count-1 --tasks",
            "  ./sampo job word-count-1 --state failed",
            "",
            "Why it stands so: ./sampo explain JOB",
            "Exit codes: 0; with --watch 1 when it ended and did not succeed."
        })
final class JobCommand extends OfJob {

    @Option(names = "--tasks", description = "Show its tasks.")
    private boolean tasks;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Show its tasks in this state: blocked, ready, retrying, assigned, expanded, succeeded, failed, skipped, cancelled.")
    private String state = "";

    @Option(names = "--from", paramLabel = "N", description = "Tasks from this number on. Default: 0.")
    private int from;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many tasks. Default: 100.")
    private int limit = 100;

    @Mixin
    private Watch watch;

    JobCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws Exception {
        boolean ofTasks = tasks || !state.isEmpty();
        if (watch.isOn() && !ofTasks && !isJson()) {
            return new LookingOn(terminal(), outlasting(remote), path(), isQuiet()).until();
        }
        watch.show(terminal(), isJson(), () -> ofTasks ? tasks(remote) : job(remote));
        boolean isGood =
                !watch.isOn() || remote.get(path(), JobView.class).status().equals("succeeded");
        return isGood ? ExitCode.OK : ExitCode.NO;
    }

    private boolean job(Remote remote) throws IOException {
        return show(remote.get(path()), JobView.class, Jobs::one).endedAt() == null;
    }

    private boolean tasks(Remote remote) throws IOException {
        String query = "?from=" + from + "&limit=" + limit + (state.isEmpty() ? "" : "&state=" + Remote.part(state));
        boolean isOver = watch.isOn() && remote.get(path(), JobView.class).endedAt() != null;
        show(remote.get(path() + "/tasks" + query), TasksView.class, this::table);
        return !isOver;
    }

    private String table(TasksView found) {
        String more = found.next() == null ? "" : "\nmore: --from " + found.next();
        if (found.tasks().isEmpty()) {
            return "No task" + (state.isEmpty() ? "" : " is " + Plain.of(state)) + " among " + found.total() + "."
                    + more;
        }
        var table = new Table("TASK", "STATE", "NODE", "FAILURES", "LOSSES", "NUMBER").sparing("NUMBER", "LOSSES");
        for (TaskView task : found.tasks()) {
            table.row(task.task(), task.state(), task.node(), task.failures(), task.losses(), task.number());
        }
        return table.text(width()) + more;
    }
}

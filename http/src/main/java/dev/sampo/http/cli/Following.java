package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.dag.TaskSpec;
import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.file.JobFile;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.OutputView;
import dev.sampo.http.api.TaskView;
import dev.sampo.http.api.TasksView;
import dev.sampo.story.ToldEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks on as a job runs, and says at its end what came of it: what its last commands wrote, or what went wrong. */
final class Following {
    private static final int FAILURES_TOLD = 3;
    private static final int LAST_TOLD = 10;
    private static final int LINES_TOLD = 20;
    private static final long COUNTED_EVERY = 1_000_000_000L;

    private final RunFileCommand command;
    private final Remote remote;
    private final JobFile file;
    private final String job;
    private final String path;
    private final Stages stages;
    private final Outlooks outlooks;
    private long next;
    private long countedAt;

    Following(RunFileCommand command, Remote remote, JobFile file, String job) {
        this.command = command;
        this.remote = remote;
        this.file = file;
        this.job = job;
        this.path = "/v1/jobs/" + Remote.part(job);
        this.stages = new Stages(file.dag());
        this.countedAt = System.nanoTime();
        this.outlooks = new Outlooks(remote, path, countedAt);
    }

    ExitCode follow() throws IOException {
        PrintStream err = command.screen().err();
        boolean shows = !command.isQuiet() && !command.isInJson();
        if (shows) {
            err.println("job " + Plain.of(job));
        }
        watch(shows);
        byte[] answer = remote.get(path);
        JobView ended = Json.readAnswer(answer, JobView.class);
        boolean isGood = ended.status().equals("succeeded");
        if (shows) {
            err.println(Jobs.one(ended));
        }
        if (!isGood && !command.isQuiet()) {
            tellFailures(err);
        }
        if (command.isInJson()) {
            command.tell(answer, "");
        } else if (isGood && !command.isQuiet()) {
            tellLast();
        }
        return isGood ? ExitCode.OK : ExitCode.NO;
    }

    private void watch(boolean shows) throws IOException {
        var progress = new LiveProgress(command.screen(), stages, outlooks, System.nanoTime());
        var ticks = Ticks.of(progress, shows);
        try {
            while (!stages.isOver()) {
                EventStream.hear(remote, path + "/events?from=" + next, "", this::hear);
            }
        } finally {
            ticks.close();
        }
    }

    private void hear(EventStream.Event heard) throws IOException {
        ToldEvent event = Json.readAnswer(heard.json(), ToldEvent.class);
        next = event.number() + 1;
        stages.hear(event);
        count();
    }

    /** Now and then, how many tasks there are by now. */
    private void count() throws IOException {
        long now = System.nanoTime();
        if (now - countedAt > COUNTED_EVERY) {
            countedAt = now;
            int tasks = remote.get(path, JobView.class).tasks();
            stages.jobHas(tasks);
            outlooks.look(now, tasks);
        }
    }

    private void tellFailures(PrintStream err) throws IOException {
        TasksView failed = remote.get(path + "/tasks?state=failed&limit=" + FAILURES_TOLD, TasksView.class);
        for (TaskView task : failed.tasks()) {
            OutputView output = output(task.task());
            if (output != null) {
                err.println(Plain.of(task.task()) + " failed"
                        + (task.node() == null ? "" : " on " + Plain.of(task.node())) + ": "
                        + Plain.lines(String.valueOf(output.error())));
                LogsCommand.of(output).lines().skip(skipped(output)).forEach(line -> err.println("  | " + line));
            }
        }
    }

    private static long skipped(OutputView output) {
        return Math.max(0, LogsCommand.of(output).lines().count() - LINES_TOLD);
    }

    /** What commands wrote whose value nobody reads: that is what the job was for. */
    private void tellLast() throws IOException {
        Set<String> read = new HashSet<>();
        file.dag().tasks().forEach(task -> {
            read.addAll(task.inputs());
            read.addAll(task.after());
        });
        List<String> last = file.dag().tasks().stream()
                .filter(task -> task.work() instanceof Work.Runs)
                .map(TaskSpec::name)
                .filter(name -> !read.contains(name))
                .toList();
        for (String task : last.subList(0, Math.min(LAST_TOLD, last.size()))) {
            OutputView output = output(task);
            if (output != null && output.stdout() != null && !output.stdout().isEmpty()) {
                command.screen().out().println(Plain.lines(output.stdout()));
            }
        }
        command.screen().out().flush();
        if (last.size() > LAST_TOLD) {
            String more =
                    "what " + (last.size() - LAST_TOLD) + " more tasks wrote: ./sampo logs " + Plain.of(job) + " TASK";
            command.screen().err().println(more);
        }
    }

    /** Null when it is no command, or gone. */
    private OutputView output(String task) throws IOException {
        return remote.find(path + "/tasks/" + Remote.part(task) + "/output", OutputView.class)
                .orElse(null);
    }
}

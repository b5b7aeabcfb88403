package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.TaskValue;
import dev.sampo.command.Written;
import dev.sampo.http.api.OutputView;
import dev.sampo.job.JobId;
import dev.sampo.job.TaskState;
import dev.sampo.planning.TaskSummary;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.OutputTold;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** What tasks that are commands wrote. */
final class OutputRoutes {
    /** That of a command is far smaller. */
    private static final long VALUE_MAX = 64L << 20;

    /** Of what a running command has written. */
    private static final long LAST_MAX = 4 << 10;

    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);
    private static final ByteString ALIVE = ByteString.fromString(":\n\n");

    private final Sampo sampo;
    private final JobRoutes jobs;
    private final ValueRoom room;

    OutputRoutes(Sampo sampo, JobRoutes jobs, ValueRoom room) {
        this.sampo = sampo;
        this.jobs = jobs;
        this.room = room;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/jobs/{job}/tasks/{task}/output",
                        "What a task that is a command wrote last: the end of either stream",
                        OutputView.class,
                        call -> jobs.ofTask(call, this::output).thenApply(Reply::ok)),
                Route.events(
                                "/v1/jobs/{job}/tasks/{task}/output/live",
                                "Server-sent events: what a task that is a command writes, from the first byte that is still there, until"
                                        + " its attempt ends; the header Last-Event-ID goes on after one",
                                this::live)
                        .header(Parameter.text(
                                Call.LAST_EVENT_ID,
                                "the id of the last event that was heard, when a stream broke off: it goes on after that"
                                        + " one")));
    }

    private CompletionStage<Reply> live(Call call) {
        var heard = call.lastEventId().map(Listening.Heard::upTo).orElse(Listening.Heard.NOTHING);
        return jobs.ofTask(call, (job, name) -> job.task(name)
                .thenApply(task -> new Reply.Events(new Listening(sampo, job, task, now -> kept(job, now))
                        .from(heard)
                        .keepAlive(SILENCE_MAX, () -> ALIVE))));
    }

    /** That there is no output of it is no reason to say nothing of its end. */
    private CompletionStage<OutputView> kept(JobById job, TaskSummary task) {
        return written(job, task)
                .exceptionally(failure -> Optional.of(new Written(null, missing(failure), null, null)))
                .thenApply(written -> view(job, task, written));
    }

    private static String missing(Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        return cause instanceof Problem.Refusal
                ? cause.getMessage()
                : "what is kept of it cannot be had: " + cause.getMessage();
    }

    private CompletionStage<OutputView> output(JobById job, String name) {
        return job.task(name).thenCompose(task -> written(job, task).thenApply(written -> view(job, task, written)));
    }

    private CompletionStage<Optional<Written>> written(JobById job, TaskSummary task) {
        if (task.state() == TaskState.ASSIGNED && !task.node().isEmpty()) {
            return soFar(job, task);
        }
        return task.state().isFinal()
                ? job.value(task.name(), Duration.ZERO)
                        .thenCompose(value -> value.map(there -> of(task, there))
                                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())))
                        .exceptionally(failure -> Optional.of(Written.of(failed(failure))))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** A node that does not answer, and a body that is no command, say nothing. */
    private CompletionStage<Optional<Written>> soFar(JobById job, TaskSummary task) {
        return heard(job, task, 0, 0, 0)
                .thenCompose(any -> heard(
                        job,
                        task,
                        any.attempt(),
                        any.stdout().total() - LAST_MAX,
                        any.stderr().total() - LAST_MAX))
                .thenApply(told -> told.attempt() == 0
                        ? Optional.empty()
                        : Optional.of(new Written(null, null, text(told.stdout()), text(told.stderr()))));
    }

    private CompletionStage<OutputTold> heard(JobById job, TaskSummary task, int attempt, long stdout, long stderr) {
        return sampo.node(task.node())
                .outputAsync(new JobId(job.id()), task.number(), attempt, Math.max(0, stdout), Math.max(0, stderr))
                .toCompletableFuture()
                .exceptionally(silent -> OutputTold.NOTHING);
    }

    private static String text(Chunk chunk) {
        byte[] bytes = chunk.bytes();
        int first = chunk.offset() > 0 ? Letters.torn(bytes) : 0;
        return Letters.of(bytes, first, Math.max(first, Letters.whole(bytes)));
    }

    /** What is kept whatever becomes of the value, unless the value has more of it and can be had. */
    private CompletionStage<Optional<Written>> of(TaskSummary task, TaskValue value) {
        Optional<Written> brief = Written.inShort(value.inShort());
        if (brief.isEmpty()) {
            return whole(task, value);
        }
        CompletableFuture<Optional<Written>> kept = CompletableFuture.completedFuture(brief);
        return brief.get().isCut() ? kept.thenCompose(cut -> whole(task, value)).exceptionally(gone -> brief) : kept;
    }

    /** Whether it is of a command is seen only when it is there. */
    private CompletionStage<Optional<Written>> whole(TaskSummary task, TaskValue value) {
        if (value.hasElements() || value.size() > VALUE_MAX) {
            throw noCommand(task);
        }
        ValueRoom.Place place = room.take(value.size());
        return value.value()
                .thenApply(made -> Optional.of(Written.of(made).orElseThrow(() -> noCommand(task))))
                .whenComplete((written, failure) -> place.giveBack());
    }

    private static Problem.Refusal noCommand(TaskSummary task) {
        return Problem.of(404, "NO_OUTPUT", isNoCommand(task)).refusal();
    }

    static String isNoCommand(TaskSummary task) {
        return "task \"" + task.name() + "\" is no command; what its body prints is printed by its node";
    }

    /** Anything else goes on to whoever asks. */
    private static SampoException.TaskFailed failed(Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        if (cause instanceof SampoException.TaskFailed failed) {
            return failed;
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static OutputView view(JobById job, TaskSummary task, Optional<Written> written) {
        return new OutputView(
                job.id(),
                task.name(),
                task.state().name().toLowerCase(Locale.ROOT),
                task.node().isEmpty() ? null : task.node(),
                written.map(Written::exitCode).orElse(null),
                written.map(Written::error).orElse(null),
                written.map(Written::stdout).orElse(null),
                written.map(Written::stderr).orElse(null),
                written.filter(Written::isCut).map(Written::isCut).orElse(null));
    }
}

package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.SampoException;
import dev.sampo.TaskValue;
import dev.sampo.command.Written;
import dev.sampo.http.api.OutputView;
import dev.sampo.planning.TaskSummary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What tasks that are commands wrote. */
final class OutputRoutes {
    /** That of a command is far smaller. */
    private static final long VALUE_MAX = 64L << 20;

    private final JobRoutes jobs;
    private final ValueRoom room;

    OutputRoutes(JobRoutes jobs, ValueRoom room) {
        this.jobs = jobs;
        this.room = room;
    }

    List<Route> routes() {
        return List.of(Route.get(
                "/v1/jobs/{job}/tasks/{task}/output",
                "What a task that is a command wrote last: the end of either stream, once it has ended",
                OutputView.class,
                call -> jobs.ofTask(call, this::output).thenApply(Reply::ok)));
    }

    private CompletionStage<OutputView> output(JobById job, String name) {
        return job.task(name).thenCompose(task -> written(job, task).thenApply(written -> view(job, task, written)));
    }

    private CompletionStage<Optional<Written>> written(JobById job, TaskSummary task) {
        return task.state().isFinal()
                ? job.value(task.name(), Duration.ZERO)
                        .thenCompose(value -> value.map(there -> of(task, there))
                                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())))
                        .exceptionally(failure -> Optional.of(Written.of(failed(failure))))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /** Whether it is of a command is seen only when it is there. */
    private CompletionStage<Optional<Written>> of(TaskSummary task, TaskValue value) {
        if (value.hasElements() || value.size() > VALUE_MAX) {
            throw noCommand(task);
        }
        ValueRoom.Place place = room.take(value.size());
        return value.value()
                .thenApply(made -> Optional.of(Written.of(made).orElseThrow(() -> noCommand(task))))
                .whenComplete((written, failure) -> place.giveBack());
    }

    private static Problem.Refusal noCommand(TaskSummary task) {
        return Problem.of(
                        404,
                        "NO_OUTPUT",
                        "task \"" + task.name() + "\" is no command; what its body prints is printed by its node")
                .refusal();
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
                written.map(Written::stderr).orElse(null));
    }
}

package dev.sampo;

import dev.sampo.actors.Engine;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.TaskState;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.Span;
import dev.sampo.planning.TaskQuery;
import dev.sampo.wire.ProgressTold;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What only its node knows of a task that is there: since when it runs, and what its body says of itself. */
record Progress(Engine engine, Client client) {
    private static final long ANSWER_MILLIS = 1_000;

    CompletionStage<Explanation> of(Explanation why, JobId job, int task) {
        return why.state() == TaskState.ASSIGNED
                ? asked(job, task).thenApply(told -> with(why, told))
                : CompletableFuture.completedFuture(why);
    }

    /** A node that does not answer at once says nothing. */
    private CompletionStage<ProgressTold> asked(JobId job, int task) {
        return client.tasks(job, TaskQuery.ALL, task, 1)
                .thenCompose(
                        found -> engine.progress(new NodeId(found.tasks().get(0).node()), job, task))
                .toCompletableFuture()
                .completeOnTimeout(ProgressTold.NOTHING, ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(silent -> ProgressTold.NOTHING);
    }

    private static Explanation with(Explanation why, ProgressTold told) {
        return told.attempt() == 0
                ? why
                : why.and("there it has run for " + Span.of(told.millis())
                        + (told.words().isEmpty() ? "" : " and " + told.words()));
    }
}

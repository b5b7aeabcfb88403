package dev.sampo;

import dev.sampo.actors.Engine;
import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobId;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.JobOptions;
import dev.sampo.planning.JobSummary;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Asks partitions and understands their answers. A question that waits for something to happen is asked again when no
 * answer came for a while: the partition may have moved meanwhile and knows nothing of who had asked.
 */
final class Client {
    private static final int SUBMIT_BYTES_MAX = 128 << 10;

    private final ActorSystem<?> system;
    private final Engine engine;
    private final ClientSettings settings;
    private final Executor executor;
    private final OpenQuestions open;

    Client(ActorSystem<?> system, Engine engine, ClientSettings settings) {
        this.system = system;
        this.engine = engine;
        this.settings = settings;
        this.executor = system.executionContext();
        this.open = new OpenQuestions(system);
    }

    CompletionStage<Answer.Accepted> submit(JobId job, Blueprint blueprint, JobOptions options) {
        return askOnce(
                "the submit of job " + job, engine.partition(job), submission(job, blueprint, options), answer -> {
                    if (answer instanceof Answer.Accepted accepted) {
                        return accepted;
                    }
                    throw unexpected(answer);
                });
    }

    /** A large graph does not fit into a message: it is offered, and the partition fetches it piece by piece. */
    private Function<ActorRef<ToClient>, ToScheduler> submission(JobId job, Blueprint blueprint, JobOptions options) {
        int size = blueprint.bytes().length;
        if (size <= SUBMIT_BYTES_MAX) {
            return to -> new ToScheduler.Submit(job, blueprint, options, to);
        }
        var source = BlueprintSource.start(system, blueprint, settings.askTimeout());
        return to -> new ToScheduler.Offer(job, blueprint.digest(), size, options, source, to);
    }

    CompletionStage<JobSummary> status(JobId job) {
        return askOnce(
                "the status of job " + job, engine.partition(job), to -> new ToScheduler.AskStatus(job, to), answer -> {
                    if (answer instanceof Answer.Status status) {
                        return status.summary();
                    }
                    throw unexpected(answer);
                });
    }

    /** All jobs of all partitions, the latest first. */
    CompletionStage<List<JobSummary>> jobs() {
        CompletionStage<List<JobSummary>> all = CompletableFuture.completedFuture(List.of());
        for (int number = 0; number < engine.partitions(); number++) {
            var some = askOnce("the jobs", engine.partition(number), ToScheduler.AskJobs::new, answer -> {
                if (answer instanceof Answer.Jobs jobs) {
                    return jobs.summaries();
                }
                throw unexpected(answer);
            });
            all = all.thenCombineAsync(some, Client::together, executor);
        }
        return all.thenApplyAsync(
                jobs -> jobs.stream()
                        .sorted((one, other) -> Long.compare(other.acceptedAt(), one.acceptedAt()))
                        .toList(),
                executor);
    }

    private static List<JobSummary> together(List<JobSummary> some, List<JobSummary> more) {
        var both = new ArrayList<>(some);
        both.addAll(more);
        return both;
    }

    CompletionStage<Answer.Cancelling> cancel(JobId job, String reason) {
        return askOnce(
                "the cancel of job " + job,
                engine.partition(job),
                to -> new ToScheduler.Cancel(job, reason, to),
                answer -> {
                    if (answer instanceof Answer.Cancelling cancelling) {
                        return cancelling;
                    }
                    throw unexpected(answer);
                });
    }

    CompletionStage<Explanation> explain(JobId job, int task) {
        return askOnce(
                "the explanation of a task of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AskExplanation(job, task, to),
                answer -> {
                    if (answer instanceof Answer.Explained explained) {
                        return explained.explanation();
                    }
                    throw unexpected(answer);
                });
    }

    CompletionStage<Answer.JobOver> awaitJob(JobId job) {
        return open.ask(
                "the end of job " + job,
                askUntilAnswered(engine.partition(job), to -> new ToScheduler.AwaitJob(job, to))
                        .thenApplyAsync(
                                answer -> {
                                    if (answer instanceof Answer.JobOver over) {
                                        return over;
                                    }
                                    throw unexpected(answer);
                                },
                                executor));
    }

    CompletionStage<Answer.Events> events(JobId job, long fromSequence, int max) {
        return open.ask(
                "events of job " + job,
                askUntilAnswered(engine.partition(job), to -> new ToScheduler.AskEvents(job, fromSequence, max, to))
                        .thenApplyAsync(
                                answer -> {
                                    if (answer instanceof Answer.Events events) {
                                        return events;
                                    }
                                    throw unexpected(answer);
                                },
                                executor));
    }

    /** The encoded value of a task, or of each of its elements. */
    CompletionStage<Found> awaitTask(JobId job, int task) {
        return open.ask(
                "a value of job " + job,
                askUntilAnswered(engine.partition(job), to -> new ToScheduler.AwaitTask(job, task, to))
                        .thenComposeAsync(
                                answer -> {
                                    if (answer instanceof Answer.TaskValue value) {
                                        return bytes(job, task, value.value())
                                                .thenApply(bytes -> new Found(bytes, List.of()));
                                    }
                                    if (answer instanceof Answer.TaskElements elements) {
                                        return elements(job, elements.firstTask(), elements.count(), new ArrayList<>())
                                                .thenApply(all -> new Found(null, all));
                                    }
                                    throw unexpected(answer);
                                },
                                executor));
    }

    /** @param single the value's bytes; null when it is a list of elements */
    record Found(byte[] single, List<byte[]> elements) {}

    private CompletionStage<List<byte[]>> elements(JobId job, int first, int count, List<byte[]> soFar) {
        if (count == 0) {
            return CompletableFuture.completedFuture(soFar);
        }
        return askOnce(
                        "values of job " + job,
                        engine.partition(job),
                        to -> new ToScheduler.AskValues(job, first, count, to),
                        answer -> {
                            if (answer instanceof Answer.Values values
                                    && !values.values().isEmpty()) {
                                return values.values();
                            }
                            throw answer instanceof Answer.Values
                                    ? new SampoException.NotFound("a value of job " + job + " is no longer kept")
                                    : unexpected(answer);
                        })
                .thenComposeAsync(values -> append(job, first, values, soFar), executor)
                .thenComposeAsync(got -> elements(job, first + got, count - got, soFar), executor);
    }

    private CompletionStage<Integer> append(JobId job, int first, List<Value> values, List<byte[]> soFar) {
        CompletionStage<Integer> done = CompletableFuture.completedFuture(0);
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (value instanceof Value.Inline inline
                    && done.toCompletableFuture().isDone()) {
                soFar.add(inline.bytes());
            } else {
                int task = first + i;
                done = done.thenComposeAsync(none -> bytes(job, task, value), executor)
                        .thenApplyAsync(bytes -> soFar.add(bytes) ? 0 : 1, executor);
            }
        }
        return done.thenApplyAsync(none -> values.size(), executor);
    }

    private CompletionStage<byte[]> bytes(JobId job, int task, Value value) {
        if (value instanceof Value.Inline inline) {
            return CompletableFuture.completedFuture(inline.bytes());
        }
        Value.Stored stored = (Value.Stored) value;
        return engine.bytes(job, task, stored).exceptionally(failure -> {
            throw new SampoException.NodeUnreachable(
                    stored.node().value(), "a value of job " + job + " (" + stored.size() + " bytes)", failure);
        });
    }

    private <T> CompletionStage<T> askOnce(
            String what,
            ActorRef<ToScheduler> partition,
            Function<ActorRef<ToClient>, ToScheduler> question,
            Function<Answer, T> understand) {
        return open.ask(
                what,
                AskPattern.<ToScheduler, ToClient>ask(
                                partition, question::apply, settings.askTimeout(), system.scheduler())
                        .handleAsync(
                                (reply, failure) -> {
                                    if (failure != null) {
                                        throw indeterminate(what, failure);
                                    }
                                    return understand.apply(reply.answer());
                                },
                                executor));
    }

    private CompletionStage<Answer> askUntilAnswered(
            ActorRef<ToScheduler> partition, Function<ActorRef<ToClient>, ToScheduler> question) {
        return AskPattern.<ToScheduler, ToClient>ask(
                        partition, question::apply, settings.askAgainAfter(), system.scheduler())
                .handleAsync(
                        (reply, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.<Answer>completedFuture(reply.answer());
                            }
                            return isTimeout(failure) && !isTerminated()
                                    ? askUntilAnswered(partition, question)
                                    : CompletableFuture.<Answer>failedStage(indeterminate("the question", failure));
                        },
                        executor)
                .thenCompose(Function.identity());
    }

    private boolean isTerminated() {
        return system.getWhenTerminated().toCompletableFuture().isDone();
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof CompletionException && failure.getCause() instanceof TimeoutException;
    }

    private static SampoException indeterminate(String what, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof SampoException known ? known : new SampoException.Indeterminate(what, cause);
    }

    /** The error an answer stands for. */
    static SampoException unexpected(Answer answer) {
        if (answer instanceof Answer.Rejected rejected) {
            return new SampoException.Rejected("job " + rejected.job(), rejected.problems());
        }
        if (answer instanceof Answer.NoSuchJob missing) {
            return new SampoException.NotFound("no job " + missing.job()
                    + " is known, or it has no such task; it was never submitted here, or its retention is over");
        }
        if (answer instanceof Answer.Busy busy) {
            return new SampoException.Busy(busy.job().value(), Duration.ofMillis(busy.retryAfterMillis()));
        }
        if (answer instanceof Answer.TaskFailed failed) {
            return new SampoException.TaskFailed(
                    failed.job().value(), failed.task(), failed.number(), failed.node(), failed.failure());
        }
        if (answer instanceof Answer.JobOver over) {
            return new SampoException.JobOver(over.job().value(), over.status(), over.reason());
        }
        throw new AssertionError(answer);
    }
}

package dev.sampo;

import dev.sampo.actors.Engine;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.JobExplanation;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.TaskQuery;
import dev.sampo.resilience.Forced;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What can be asked of partitions, and what their answers mean.
 */
final class Client {
    private static final int SUBMIT_BYTES_MAX = 128 << 10;
    private static final int BREAKERS_AT_ONCE = 1_000;
    private static final int REMEMBERED_MAX = 1_000;
    private static final int REASON_MAX = 1_000;
    private static final byte[] NO_JAR = {};

    private final ActorSystem<?> system;
    private final Engine engine;
    private final ClientSettings settings;
    private final Executor executor;
    private final Asking asking;
    private final Map<Digest, OfGraph> remembered = new ConcurrentHashMap<>();

    /** What is asked of graphs again and again. */
    private record OfGraph(List<String> allowed, Optional<Digest> jar) {}

    Client(ActorSystem<?> system, Engine engine, ClientSettings settings) {
        this.system = system;
        this.engine = engine;
        this.settings = settings;
        this.executor = system.executionContext();
        this.asking = new Asking(system, settings);
    }

    CompletionStage<Answer.Accepted> submit(JobId job, Blueprint blueprint, JobOptions options) {
        return submit(job, blueprint, NO_JAR, options);
    }

    /** @param jar the bytes of the blueprint's; none where the partition has them */
    private CompletionStage<Answer.Accepted> submit(JobId job, Blueprint blueprint, byte[] jar, JobOptions options) {
        return asking.inTime(
                "the submit of job " + job,
                engine.partition(job),
                submission(job, blueprint, jar, options),
                as(Answer.Accepted.class));
    }

    CompletionStage<Answer.Accepted> submit(JobId job, Blueprint blueprint, JobOptions options, Duration patience) {
        return submit(job, blueprint, NO_JAR, options, patience);
    }

    /** The same, again and again while as much is unfinished as may be, for so long at most. */
    CompletionStage<Answer.Accepted> submit(
            JobId job, Blueprint blueprint, byte[] jar, JobOptions options, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        return submit(job, blueprint, jar, options)
                .handleAsync(
                        (accepted, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.completedFuture(accepted);
                            }
                            Throwable cause = SampoException.causeOf(failure);
                            Duration left = Duration.ofNanos(end - System.nanoTime());
                            if (!(cause instanceof SampoException.Busy busy)) {
                                return CompletableFuture.<Answer.Accepted>failedFuture(cause);
                            }
                            if (left.compareTo(busy.retryAfter()) < 0) {
                                return CompletableFuture.<Answer.Accepted>failedFuture(busy.toSubmit());
                            }
                            var later = CompletableFuture.delayedExecutor(
                                    busy.retryAfter().toMillis(), TimeUnit.MILLISECONDS, executor);
                            return CompletableFuture.supplyAsync(() -> left.minus(busy.retryAfter()), later)
                                    .thenComposeAsync(rest -> submit(job, blueprint, jar, options, rest), executor);
                        },
                        executor)
                .thenComposeAsync(Function.identity(), executor);
    }

    /** A large graph, or one with a jar, does not fit into a message: it is offered, and the partition fetches it piece by piece. */
    private Function<ActorRef<ToClient>, ToScheduler> submission(
            JobId job, Blueprint blueprint, byte[] jar, JobOptions options) {
        int size = blueprint.bytes().length;
        if (size <= SUBMIT_BYTES_MAX && blueprint.jar().isEmpty()) {
            return to -> new ToScheduler.Submit(job, blueprint, options, to);
        }
        var source = BlueprintSource.start(system, blueprint, jar, settings.askTimeout());
        return to -> new ToScheduler.Offer(job, blueprint.digest(), size, options, source, to);
    }

    CompletionStage<JobSummary> status(JobId job) {
        return asking.inTime(
                        "the status of job " + job,
                        engine.partition(job),
                        to -> new ToScheduler.AskStatus(job, to),
                        as(Answer.Status.class))
                .thenApply(Answer.Status::summary);
    }

    /** All jobs of all partitions, the latest first. */
    CompletionStage<List<JobSummary>> jobs() {
        CompletionStage<List<JobSummary>> all = CompletableFuture.completedFuture(List.of());
        for (int number = 0; number < engine.partitions(); number++) {
            var some = asking.inTime(
                    "the jobs", engine.partition(number), ToScheduler.AskJobs::new, as(Answer.Jobs.class));
            all = all.thenCombineAsync(some, (before, more) -> together(before, more.summaries()), executor);
        }
        return all.thenApplyAsync(
                jobs -> jobs.stream()
                        .sorted((one, other) -> Long.compare(other.acceptedAt(), one.acceptedAt()))
                        .toList(),
                executor);
    }

    /** What all partitions have found out of each breaker, and was decided of it, together. */
    CompletionStage<List<BreakerEntry>> breakers() {
        return together(number -> breakers(number, Optional.empty(), new ArrayList<>()));
    }

    /** The same of one; empty where there is nothing to say. */
    CompletionStage<Optional<BreakerEntry>> breaker(BreakerName name) {
        return together(number -> breakers(number, Optional.of(name), 1).thenApply(Answer.Breakers::entries))
                .thenApply(found -> found.stream()
                        .filter(entry -> entry.name().equals(name))
                        .findFirst());
    }

    private CompletionStage<List<BreakerEntry>> together(IntFunction<CompletionStage<List<BreakerEntry>>> ofPartition) {
        CompletionStage<Map<BreakerName, BreakerEntry>> all = CompletableFuture.completedFuture(new TreeMap<>());
        for (int number = 0; number < engine.partitions(); number++) {
            all = all.thenCombineAsync(
                    ofPartition.apply(number),
                    (known, more) -> {
                        more.forEach(entry -> known.merge(entry.name(), entry, BreakerEntry::and));
                        return known;
                    },
                    executor);
        }
        return all.thenApplyAsync(known -> List.copyOf(known.values()), executor);
    }

    private CompletionStage<List<BreakerEntry>> breakers(
            int partition, Optional<BreakerName> from, List<BreakerEntry> soFar) {
        return breakers(partition, from, BREAKERS_AT_ONCE)
                .thenComposeAsync(
                        page -> {
                            soFar.addAll(page.entries());
                            return page.next().isPresent()
                                    ? breakers(partition, page.next(), soFar)
                                    : CompletableFuture.completedFuture(soFar);
                        },
                        executor);
    }

    private CompletionStage<Answer.Breakers> breakers(int partition, Optional<BreakerName> from, int max) {
        return asking.inTime(
                "the breakers",
                engine.partition(partition),
                to -> new ToScheduler.AskBreakers(from, max, to),
                as(Answer.Breakers.class));
    }

    /** Tells all partitions; the first that has not written it down says why. */
    CompletionStage<Void> force(BreakerName breaker, Forced.To to, String by, String why) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (int number = 0; number < engine.partitions(); number++) {
            var one = asking.inTime(
                    "the forcing of the breaker of " + breaker,
                    engine.partition(number),
                    replyTo -> new ToScheduler.ForceBreaker(breaker, to, by, why, replyTo),
                    as(Answer.BreakerSet.class));
            all = all.thenCombineAsync(one, (before, set) -> before, executor);
        }
        return all;
    }

    private static List<JobSummary> together(List<JobSummary> some, List<JobSummary> more) {
        var both = new ArrayList<>(some);
        both.addAll(more);
        return both;
    }

    /** A reason is for people, and is written down: more of it than they would read is left out. */
    CompletionStage<Answer.Cancelling> cancel(JobId job, String reason) {
        String told = reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX);
        return asking.inTime(
                "the cancel of job " + job,
                engine.partition(job),
                to -> new ToScheduler.Cancel(job, told, to),
                as(Answer.Cancelling.class));
    }

    CompletionStage<Answer.Steered> pause(JobId job) {
        return asking.inTime(
                "the pause of job " + job,
                engine.partition(job),
                to -> new ToScheduler.Pause(job, to),
                as(Answer.Steered.class));
    }

    CompletionStage<Answer.Steered> resume(JobId job) {
        return asking.inTime(
                "the resumption of job " + job,
                engine.partition(job),
                to -> new ToScheduler.Resume(job, to),
                as(Answer.Steered.class));
    }

    CompletionStage<Explanation> explain(JobId job, int task) {
        return asking.inTime(
                        "the explanation of a task of job " + job,
                        engine.partition(job),
                        to -> new ToScheduler.AskExplanation(job, task, to),
                        as(Answer.Explained.class))
                .thenApply(Answer.Explained::explanation)
                .thenCompose(why -> new Progress(engine, this).of(why, job, task));
    }

    CompletionStage<Answer.Tasks> tasks(JobId job, TaskQuery query, int from, int max) {
        return asking.inTime(
                "the tasks of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AskTasks(job, query, from, max, to),
                as(Answer.Tasks.class));
    }

    /** The graph it was submitted with, which may be too large for any answer. */
    CompletionStage<Blueprint> blueprint(JobId job, Digest digest) {
        return engine.blueprint(job, digest)
                .handleAsync(
                        (bytes, failure) -> {
                            if (failure != null) {
                                throw new SampoException.NotFound(
                                        "the graph of job " + job + " cannot be fetched: " + failure.getMessage());
                            }
                            return Blueprint.read(bytes);
                        },
                        executor);
    }

    /** What a graph lets travel; the latest ones are remembered, as a graph may be large. */
    CompletionStage<List<String>> allowed(JobId job, Digest digest) {
        return ofGraph(job, digest).thenApply(OfGraph::allowed);
    }

    /** The jar that a graph names. */
    CompletionStage<Optional<Digest>> jar(JobId job, Digest digest) {
        return ofGraph(job, digest).thenApply(OfGraph::jar);
    }

    private CompletionStage<OfGraph> ofGraph(JobId job, Digest digest) {
        OfGraph known = remembered.get(digest);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : blueprint(job, digest)
                        .thenApplyAsync(graph -> remember(digest, new OfGraph(graph.allowed(), graph.jar())), executor);
    }

    private OfGraph remember(Digest digest, OfGraph asked) {
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
        remembered.put(digest, asked);
        return asked;
    }

    CompletionStage<Answer.Accepted> rerun(JobId job, JobId fork, List<String> again) {
        return asking.inTime(
                "the submit of job " + fork,
                engine.partition(job),
                to -> new ToScheduler.Rerun(job, fork, again, to),
                as(Answer.Accepted.class));
    }

    CompletionStage<JobExplanation> explain(JobId job) {
        return asking.inTime(
                        "the explanation of job " + job,
                        engine.partition(job),
                        to -> new ToScheduler.AskJobExplanation(job, to),
                        as(Answer.JobExplained.class))
                .thenApply(Answer.JobExplained::explanation);
    }

    CompletionStage<Answer.JobOver> awaitJob(JobId job) {
        return asking.untilAnswered(
                "the end of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AwaitJob(job, to),
                as(Answer.JobOver.class));
    }

    CompletionStage<Optional<Answer.JobOver>> awaitJob(JobId job, Duration limit) {
        return asking.within(
                limit,
                "the end of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AwaitJob(job, to),
                as(Answer.JobOver.class));
    }

    CompletionStage<Optional<Answer.Events>> events(JobId job, long fromSequence, int max, Duration limit) {
        return asking.within(
                limit,
                "events of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AskEvents(job, fromSequence, max, to),
                as(Answer.Events.class));
    }

    CompletionStage<Answer.Events> events(JobId job, long fromSequence, int max) {
        return asking.untilAnswered(
                "events of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AskEvents(job, fromSequence, max, to),
                as(Answer.Events.class));
    }

    /** The encoded value of a task, or of each of its elements. */
    CompletionStage<Found> awaitTask(JobId job, int task) {
        String what = "a value of job " + job;
        return asking.orClosed(
                what,
                asking.untilAnswered(
                                what,
                                engine.partition(job),
                                to -> new ToScheduler.AwaitTask(job, task, to),
                                Function.identity())
                        .thenComposeAsync(answer -> found(job, task, answer), executor));
    }

    /** Where the value of a task is, or those of its elements; empty when there is none by then. */
    CompletionStage<Optional<Answer>> awaitTask(JobId job, int task, Duration limit) {
        return asking.within(
                limit,
                "a value of job " + job,
                engine.partition(job),
                to -> new ToScheduler.AwaitTask(job, task, to),
                Function.identity());
    }

    /** Where some values are, from that of this task on: at least one, and as many as fit into a message. */
    CompletionStage<List<Value>> values(JobId job, int first, int count) {
        return asking.inTime(
                        "values of job " + job,
                        engine.partition(job),
                        to -> new ToScheduler.AskValues(job, first, count, to),
                        as(Answer.Values.class))
                .thenApplyAsync(answer -> kept(job, answer.values()), executor);
    }

    private static List<Value> kept(JobId job, List<Value> values) {
        if (values.isEmpty()) {
            throw new SampoException.NotFound("a value of job " + job + " is no longer kept");
        }
        return values;
    }

    /**
     * @param single the value's bytes; null when it is a list of elements
     * @param elements null in place of each that has no value
     * @param firstTask number of the first of them
     */
    record Found(byte[] single, List<byte[]> elements, int firstTask) {
        /** Place of the first element that has no value, or -1. */
        int firstMissing() {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i) == null) {
                    return i;
                }
            }
            return -1;
        }
    }

    private CompletionStage<Found> found(JobId job, int task, Answer answer) {
        if (answer instanceof Answer.TaskValue value) {
            return bytes(job, task, value.value()).thenApply(bytes -> new Found(bytes, List.of(), task));
        }
        if (answer instanceof Answer.TaskElements elements) {
            return elements(job, elements.firstTask(), elements.count(), new ArrayList<>())
                    .thenApply(all -> new Found(null, all, elements.firstTask()));
        }
        throw unexpected(answer);
    }

    private CompletionStage<List<byte[]>> elements(JobId job, int first, int count, List<byte[]> soFar) {
        if (count == 0) {
            return CompletableFuture.completedFuture(soFar);
        }
        return values(job, first, count)
                .thenComposeAsync(values -> append(job, first, values, soFar), executor)
                .thenComposeAsync(got -> elements(job, first + got, count - got, soFar), executor);
    }

    private CompletionStage<Integer> append(JobId job, int first, List<Value> values, List<byte[]> soFar) {
        CompletionStage<Integer> done = CompletableFuture.completedFuture(0);
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (value.isAbsent() && done.toCompletableFuture().isDone()) {
                soFar.add(null);
            } else if (value instanceof Value.Inline inline
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

    /** Null for one that is absent. */
    CompletionStage<byte[]> bytes(JobId job, int task, Value value) {
        if (value.isAbsent()) {
            return CompletableFuture.completedFuture(null);
        }
        if (value instanceof Value.Inline inline) {
            return CompletableFuture.completedFuture(inline.bytes());
        }
        Value.Stored stored = (Value.Stored) value;
        return engine.bytes(job, task, stored).exceptionally(failure -> {
            throw SampoException.NodeUnreachable.keeping(
                    stored.node().value(), "a value of job " + job + " (" + stored.size() + " bytes)", failure);
        });
    }

    /** The answer, if it is what one hopes for, and otherwise its error. */
    private static <A extends Answer> Function<Answer, A> as(Class<A> hoped) {
        return answer -> {
            if (hoped.isInstance(answer)) {
                return hoped.cast(answer);
            }
            throw unexpected(answer);
        };
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
            return new SampoException.Busy(busy.job().value(), busy.why(), Duration.ofMillis(busy.retryAfterMillis()));
        }
        if (answer instanceof Answer.BreakerNotSet refused) {
            return new SampoException.BreakerNotSet(refused.breaker().toString(), refused.why());
        }
        if (answer instanceof Answer.NotWritten refused) {
            return new SampoException.NotWritten(refused.job().value(), refused.why());
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

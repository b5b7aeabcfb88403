package dev.sampo;

import dev.sampo.actors.body.UserCode;
import dev.sampo.body.Values;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.DagSpec;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.JobExplanation;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.TaskQuery;
import dev.sampo.planning.TaskSummary;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * A job by its id alone, for those who do not have its Dag: how it stands, why, and how to steer it. Nothing here waits;
 * failures are {@link SampoException}s.
 */
public final class JobById {
    private static final int FIRST = 0;
    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JobId id;
    private final Client client;
    private final UserCode code;
    private final Executor executor;

    JobById(JobId id, Client client, UserCode code, Executor executor) {
        this.id = id;
        this.client = client;
        this.code = code;
        this.executor = executor;
    }

    public String id() {
        return id.value();
    }

    public CompletionStage<JobSummary> status() {
        return client.status(id);
    }

    /** The graph it was submitted with, by the name that its {@link #status} has for it. */
    public CompletionStage<Blueprint> graph(Digest digest) {
        return client.blueprint(id, digest);
    }

    /** That it was accepted, as its first event tells; a graph that is too large to be told as an event is fetched. */
    public CompletionStage<JobEvent.JobAccepted> accepted(JobSummary status) {
        return events(0, 1, AT_ONCE).thenComposeAsync(first -> accepted(status, first), executor);
    }

    private CompletionStage<JobEvent.JobAccepted> accepted(JobSummary status, Answer.Events first) {
        if (!first.events().isEmpty() && first.events().get(0) instanceof JobEvent.JobAccepted accepted) {
            return CompletableFuture.completedFuture(accepted);
        }
        JobOptions options = JobOptions.DEFAULTS.tenant(status.tenant());
        return graph(status.graph())
                .thenApply(graph -> new JobEvent.JobAccepted(id, graph, options, status.acceptedAt()));
    }

    /** Completes when the job has ended, however it ended; empty when it has not within the limit. */
    public CompletionStage<Optional<JobStatus>> ended(Duration limit) {
        return client.awaitJob(id, limit).thenApplyAsync(over -> over.map(Answer.JobOver::status), executor);
    }

    /** Some of its tasks, in the order of their numbers from {@code from} on; the answer says where to go on. */
    public CompletionStage<Answer.Tasks> tasks(TaskQuery query, int from, int max) {
        return client.tasks(id, query, from, max);
    }

    /** The task of this name. */
    public CompletionStage<TaskSummary> task(String name) {
        return task(name, FIRST);
    }

    /** The task of this number: found at once, however large the job is. */
    public CompletionStage<TaskSummary> task(int number) {
        return client.tasks(id, TaskQuery.ALL, number, 1).thenApply(found -> found.tasks().stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() -> new SampoException.NotFound("job " + id + " has no task " + number)));
    }

    /** A large job is looked through piece by piece. */
    private CompletionStage<TaskSummary> task(String name, int from) {
        return client.tasks(id, TaskQuery.named(name), from, 1)
                .thenComposeAsync(
                        found -> {
                            if (!found.tasks().isEmpty()) {
                                return CompletableFuture.completedFuture(
                                        found.tasks().get(0));
                            }
                            return found.next() < found.total()
                                    ? task(name, found.next())
                                    : CompletableFuture.<TaskSummary>failedFuture(
                                            new SampoException.NotFound("job " + id + " has no task \"" + name + "\""));
                        },
                        executor);
    }

    /** Why a task is where it is: why here, why waiting, why again. */
    public CompletionStage<Explanation> explain(String task) {
        return task(task).thenComposeAsync(found -> explain(found.number()), executor);
    }

    /** Why the job as a whole is where it is, and when it will be done. */
    public CompletionStage<JobExplanation> explain() {
        return client.explain(id);
    }

    /** The same for the task of this number. */
    public CompletionStage<Explanation> explain(int task) {
        return client.explain(id, task);
    }

    /** At most {@code max} events from this sequence number on, as soon as there are any; none when the limit is over. */
    public CompletionStage<Answer.Events> events(long fromSequence, int max, Duration limit) {
        return client.events(id, fromSequence, max, limit)
                .thenApplyAsync(
                        found -> found.orElseGet(
                                () -> new Answer.Events(id, fromSequence, List.of(), fromSequence, false)),
                        executor);
    }

    /**
     * The value of the task of this name, as soon as it has one; empty when it has none within the limit. It is read with the
     * classes of this program that the job lets travel.
     */
    public CompletionStage<Optional<TaskValue>> value(String task, Duration limit) {
        return task(task)
                .thenComposeAsync(found -> client.awaitTask(id, found.number(), patience(found, limit)), executor)
                .thenCombineAsync(
                        allowed(),
                        (answer, allowed) ->
                                answer.map(there -> new TaskValue(id, task, there, client, executor, decoder(allowed))),
                        executor);
    }

    /** For what is there the answer is waited for in any case. */
    private static Duration patience(TaskSummary found, Duration limit) {
        Duration least = found.state().isFinal() ? PATIENCE : AT_ONCE;
        return limit.compareTo(least) > 0 ? limit : least;
    }

    private BiFunction<String, byte[], Object> decoder(List<String> allowed) {
        return (task, bytes) -> Values.decode(task, code.loader(allowed).codec(), bytes);
    }

    private CompletionStage<Optional<Digest>> jar() {
        return client.status(id).thenComposeAsync(status -> client.jar(id, status.graph()), executor);
    }

    private CompletionStage<List<String>> allowed() {
        return client.status(id).thenComposeAsync(status -> client.allowed(id, status.graph()), executor);
    }

    /** As {@link Job#cancel}. */
    public CompletionStage<JobStatus> cancel(String reason) {
        Objects.requireNonNull(reason, Job.NO_REASON);
        return client.cancel(id, reason).thenApplyAsync(Answer.Cancelling::status, executor);
    }

    /** As {@link Job#pause}. */
    public CompletionStage<JobStatus> pause() {
        return client.pause(id).thenApplyAsync(Answer.Steered::status, executor);
    }

    /** As {@link Job#resume}. */
    public CompletionStage<JobStatus> resume() {
        return client.resume(id).thenApplyAsync(Answer.Steered::status, executor);
    }

    /**
     * As {@link Sampo#fork}, of this job and a graph in names only, such as files yield. The fork has the jar of this job, if that
     * came with one: there are the bodies that it names.
     */
    public CompletionStage<JobById> fork(DagSpec changed, String name) {
        JobId fork = id.fork(name);
        Blueprint plain = changed.compile(code.encoder());
        return jar().thenComposeAsync(
                        jar -> client.submit(
                                fork,
                                jar.map(digest -> changed.compile(code.with(code.classes(), digest)
                                                .encoder()))
                                        .orElse(plain),
                                JobOptions.DEFAULTS.origin(new Origin(id, List.of()))),
                        executor)
                .thenApplyAsync(accepted -> new JobById(fork, client, code, executor), executor);
    }

    /** As {@link Job#rerun(dev.sampo.dag.AnyHandle, String)}, for any number of tasks. */
    public CompletionStage<JobById> rerun(List<String> tasks, String name) {
        JobId fork = id.fork(name);
        return client.rerun(id, fork, tasks)
                .thenApplyAsync(accepted -> new JobById(fork, client, code, executor), executor);
    }

    @Override
    public String toString() {
        return "JobById[" + id + "]";
    }
}

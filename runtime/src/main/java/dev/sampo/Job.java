package dev.sampo;

import dev.sampo.dag.AnyHandle;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Each;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.JobExplanation;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One submitted Dag. Holding one costs nothing: the job lives in the cluster, and goes on whether or not anybody asks.
 * Methods that block say {@code await}; the others return at once or answer within a moment.
 */
public final class Job {
    static final String NO_REASON = "the reason of the cancel is null; an empty text says nothing";

    private static final int EVENTS_PAGE = 500;

    private final JobId id;
    private final Blueprint blueprint;
    private final Decoder decoder;
    private final Client client;

    /** Turns encoded values back into objects, with the classes this job allows. */
    interface Decoder {
        Object decode(String task, byte[] bytes);
    }

    Job(JobId id, Blueprint blueprint, Decoder decoder, Client client) {
        this.id = id;
        this.blueprint = blueprint;
        this.decoder = decoder;
        this.client = client;
    }

    public String id() {
        return id.value();
    }

    /**
     * The task's value, when it is there; fails with a {@link SampoException}. Of a handle that is {@code optional()} an empty
     * Optional if the task has failed for good or was skipped.
     */
    @SuppressWarnings("unchecked")
    public <T> CompletionStage<T> result(Handle<T> task) {
        return switch (task.need()) {
            case VALUE -> value(task.name());
            case OPTIONAL -> (CompletionStage<T>) optional(task.name());
            case ELEMENTS -> (CompletionStage<T>) elements(task.name());
        };
    }

    /** The values of all elements, in their order. */
    public <R> CompletionStage<List<R>> result(Each<R> tasks) {
        return value(tasks.name());
    }

    /** Waits for the task's value for as long as it takes. */
    public <T> T await(Handle<T> task) {
        return join(result(task));
    }

    public <R> List<R> await(Each<R> tasks) {
        return join(result(tasks));
    }

    public <T> T await(Handle<T> task, Duration limit) {
        return join(result(task), "the value of task \"" + task.name() + "\"", limit);
    }

    public <R> List<R> await(Each<R> tasks, Duration limit) {
        return join(result(tasks), "the values of task \"" + tasks.name() + "\"", limit);
    }

    /** Completes when the job has ended, however it ended. */
    public CompletionStage<JobStatus> ended() {
        return client.awaitJob(id).thenApply(over -> over.status());
    }

    /** Waits for the end of the job; throws unless it succeeded. */
    public void await() {
        succeeded(join(client.awaitJob(id)));
    }

    public void await(Duration limit) {
        succeeded(join(client.awaitJob(id), "the end of job " + id, limit));
    }

    private static void succeeded(dev.sampo.planning.Answer.JobOver over) {
        if (over.status() != JobStatus.SUCCEEDED) {
            throw Client.unexpected(over);
        }
    }

    public JobSummary status() {
        return join(client.status(id));
    }

    public CompletionStage<JobSummary> statusAsync() {
        return client.status(id);
    }

    /** As {@link #cancel}, without waiting. */
    public CompletionStage<JobStatus> cancelAsync(String reason) {
        Objects.requireNonNull(reason, NO_REASON);
        return client.cancel(id, reason).thenApply(cancelling -> cancelling.status());
    }

    /** Asks for the end of the job; what runs is interrupted. Returns when the request is on stable storage. */
    public JobStatus cancel(String reason) {
        return join(cancelAsync(reason));
    }

    /**
     * Lets nothing more of the job begin until it is resumed. What runs goes on and counts; what waits at nodes comes back.
     * Returns, when the pause is on stable storage, where the job stands: one that has ended or is being cancelled is left
     * as it is.
     */
    public JobStatus pause() {
        return join(pauseAsync());
    }

    public CompletionStage<JobStatus> pauseAsync() {
        return client.pause(id).thenApply(steered -> steered.status());
    }

    /** Ends a {@link #pause}; returns where the job stands. */
    public JobStatus resume() {
        return join(resumeAsync());
    }

    public CompletionStage<JobStatus> resumeAsync() {
        return client.resume(id).thenApply(steered -> steered.status());
    }

    /**
     * Runs a task, and all that depends on it, again: in a new job of the same Dag, which has from this one what it need not make
     * anew. This job, ended or not, stays as it is.
     */
    public Job rerun(AnyHandle<?> task) {
        return rerun(task, UUID.randomUUID().toString().substring(0, 8));
    }

    /** As {@link #rerun(AnyHandle)}, under a name of yours: asked for again, it is the same job. */
    public Job rerun(AnyHandle<?> task, String name) {
        number(task.name());
        var fork = new Job(forkId(name), blueprint, decoder, client);
        join(client.submit(fork.id, blueprint, forking(List.of(task.name()))));
        return fork;
    }

    JobId forkId(String name) {
        return id.fork(name);
    }

    /** All else is as in this job. */
    JobOptions forking(List<String> again) {
        return JobOptions.DEFAULTS.origin(new Origin(id, again));
    }

    /** Why a task is where it is: why here, why waiting, why again. */
    public Explanation explain(AnyHandle<?> task) {
        return join(client.explain(id, number(task.name())));
    }

    /** Why the job is not further than it is: what it waited for, with what the time went by, and what is to come. */
    public JobExplanation explain() {
        return join(client.explain(id));
    }

    /**
     * When the job will be done at the earliest, if its tasks take what they are expected to or what such tasks took before;
     * empty while nothing is known of any that is left, and when it is over. By the clock of the one who asks.
     */
    public Optional<Instant> notBefore() {
        Outlook outlook = explain().outlook();
        return outlook.isKnown() && outlook.left() > 0
                ? Optional.of(Instant.now().plusMillis(outlook.millis()))
                : Optional.empty();
    }

    /**
     * All events from the first on; the stream waits for what is to come and ends with the job. The acceptance of a graph
     * of more than 128 KiB, which would carry all of it, is left out.
     */
    public Stream<JobEvent> events() {
        return events(0);
    }

    /** Events from this sequence number on: an event's number is its place among the job's events, from 0. */
    public Stream<JobEvent> events(long fromSequence) {
        var events = new EventIterator(fromSequence);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(events, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private final class EventIterator implements Iterator<JobEvent> {
        private final ArrayDeque<JobEvent> page = new ArrayDeque<>();
        private long next;
        private boolean last;

        EventIterator(long from) {
            next = from;
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && !last) {
                var events = join(client.events(id, next, EVENTS_PAGE));
                page.addAll(events.events());
                next = events.next();
                last = events.last();
            }
            return !page.isEmpty();
        }

        @Override
        public JobEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException("job " + id + " has no more events");
            }
            return page.poll();
        }
    }

    private <T> CompletionStage<T> value(String task) {
        return client.awaitTask(id, number(task)).thenCompose(this::whole).thenApply(found -> decode(task, found));
    }

    /** Fails as the first of the elements that has no value did. */
    private CompletionStage<Client.Found> whole(Client.Found found) {
        int missing = found.firstMissing();
        return missing < 0
                ? CompletableFuture.completedFuture(found)
                : client.awaitTask(id, found.firstTask() + missing);
    }

    private CompletionStage<Optional<Object>> optional(String task) {
        return this.<Object>value(task).handle((value, failure) -> {
            if (failure == null) {
                return Optional.ofNullable(value);
            }
            if (SampoException.causeOf(failure) instanceof SampoException.TaskFailed) {
                return Optional.empty();
            }
            throw failure instanceof CompletionException same ? same : new CompletionException(failure);
        });
    }

    private CompletionStage<List<Optional<Object>>> elements(String task) {
        return client.awaitTask(id, number(task)).thenApply(found -> found.elements().stream()
                .map(bytes -> bytes == null ? Optional.empty() : Optional.ofNullable(decoder.decode(task, bytes)))
                .toList());
    }

    @SuppressWarnings("unchecked")
    private <T> T decode(String task, Client.Found found) {
        if (found.single() != null) {
            return (T) decoder.decode(task, found.single());
        }
        var elements = new ArrayList<Object>(found.elements().size());
        found.elements().forEach(bytes -> elements.add(decoder.decode(task, bytes)));
        return (T) Collections.unmodifiableList(elements);
    }

    private int number(String task) {
        int number = blueprint.taskNamed(task);
        if (number < 0) {
            throw new SampoException.NotFound(
                    "job " + id + " has no task \"" + task + "\"; the handle is of another Dag");
        }
        return number;
    }

    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw cause(failure);
        }
    }

    private static <T> T join(CompletionStage<T> stage, String what, Duration limit) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new SampoException.TimedOut(what, limit);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SampoException.Indeterminate(what, stopped);
        } catch (ExecutionException failure) {
            throw cause(failure);
        }
    }

    private static RuntimeException cause(Exception failure) {
        if (failure.getCause() instanceof SampoException known) {
            return known;
        }
        return failure.getCause() instanceof RuntimeException other
                ? other
                : new IllegalStateException(failure.getCause());
    }

    @Override
    public String toString() {
        return "Job[" + id + "]";
    }
}

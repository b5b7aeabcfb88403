package dev.sampo;

import dev.sampo.body.CannotTravel;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.job.JobId;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/**
 * The value of a task that has one, for those who do not have its Dag: where it is and how large, and what it is made of when
 * that is asked for. The value of an {@code each} is had piece by piece, so that it never has to be in memory as a whole.
 */
public final class TaskValue {
    private static final int AT_ONCE_MAX = 500;
    private static final long BYTES_AT_ONCE_MAX = 1 << 20;

    private final JobId job;
    private final String task;
    private final Client client;
    private final Executor executor;
    private final BiFunction<String, byte[], Object> decoder;
    private final Optional<Value> single;
    private final int number;
    private final int count;

    TaskValue(
            JobId job,
            String task,
            Answer answer,
            Client client,
            Executor executor,
            BiFunction<String, byte[], Object> decoder) {
        this.job = job;
        this.task = task;
        this.client = client;
        this.executor = executor;
        this.decoder = decoder;
        if (answer instanceof Answer.TaskValue value) {
            this.single = Optional.of(value.value());
            this.number = value.task();
            this.count = Value.NO_LIST;
        } else if (answer instanceof Answer.TaskElements elements) {
            this.single = Optional.empty();
            this.number = elements.firstTask();
            this.count = elements.count();
        } else {
            throw Client.unexpected(answer);
        }
    }

    /** Whether it is made of the values of the elements of an {@code each}. */
    public boolean hasElements() {
        return single.isEmpty();
    }

    /** How many elements it has, if it has. */
    public int count() {
        return count;
    }

    /** How many bytes it takes as it is kept; of one that has elements this is not known. */
    public long size() {
        return single.map(Value::size).orElse(0L);
    }

    /** What its task said of it in a few bytes, which are there when it is gone; empty when it said nothing, or the value is small. */
    public byte[] inShort() {
        return single.filter(Value.Stored.class::isInstance)
                .map(value -> ((Value.Stored) value).brief())
                .orElseGet(() -> new byte[0]);
    }

    /** The bytes as they are kept: what {@link #value} is decoded from. */
    public CompletionStage<byte[]> encoded() {
        Value value = single.orElseThrow(() -> new IllegalStateException("it has elements; ask for those"));
        return client.bytes(job, number, value).thenApplyAsync(this::present, executor);
    }

    private byte[] present(byte[] bytes) {
        if (bytes == null) {
            throw new SampoException.NotFound(
                    "task \"" + task + "\" of job " + job + " came to nothing: it has no value");
        }
        return bytes;
    }

    /** The value itself; fails with {@link SampoException.Unreadable} where this program cannot read it. */
    public CompletionStage<Object> value() {
        return encoded().thenApplyAsync(this::decoded, executor);
    }

    private Object decoded(byte[] bytes) {
        try {
            return decoder.apply(task, bytes);
        } catch (CannotTravel | MalformedBytes unreadable) {
            throw new SampoException.Unreadable(unreadable.getMessage(), unreadable);
        }
    }

    /** Some elements from this one on, at least one if there is any; one that came to nothing is empty. */
    public CompletionStage<List<Optional<Object>>> elements(int from) {
        return elements(from, bytes -> {});
    }

    /** @param before is told how many bytes they take as they are kept, before they are fetched; what it throws comes instead */
    public CompletionStage<List<Optional<Object>>> elements(int from, LongConsumer before) {
        if (from >= count) {
            return CompletableFuture.completedFuture(List.of());
        }
        return client.values(job, number + from, Math.min(AT_ONCE_MAX, count - from))
                .thenComposeAsync(values -> some(number + from, values, before), executor);
    }

    /** So many that they take no more room than is good at once. */
    private CompletionStage<List<Optional<Object>>> some(int first, List<Value> values, LongConsumer before) {
        int count = 0;
        long bytes = 0;
        while (count < values.size()
                && (count == 0 || BYTES_AT_ONCE_MAX - bytes > values.get(count).size())) {
            bytes += values.get(count++).size();
        }
        before.accept(bytes);
        CompletionStage<List<Optional<Object>>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (int i = 0; i < count; i++) {
            int element = first + i;
            Value value = values.get(i);
            all = all.thenComposeAsync(
                    some -> client.bytes(job, element, value).thenApplyAsync(got -> with(some, got), executor),
                    executor);
        }
        return all;
    }

    private List<Optional<Object>> with(List<Optional<Object>> before, byte[] bytes) {
        before.add(Optional.ofNullable(bytes).map(this::decoded));
        return before;
    }
}

package dev.sampo.actors.scheduler;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.wire.Facts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The way of facts to the journal: a few batches out at a time, the facts of further steps gather into the next. A busy
 * partition so writes few large batches, an idle one writes each step at once.
 */
final class WriteAhead {
    private static final int OUT_MAX = 3;
    private static final long BYTES_MAX = 1 << 20;

    private final Consumer<Facts> journal;
    private final Deque<Facts> out = new ArrayDeque<>(OUT_MAX);
    private List<Fact> gathered = new ArrayList<>();
    private long gatheredUpTo;
    private long durable;

    WriteAhead(long durable, Consumer<Facts> journal) {
        this.durable = durable;
        this.gatheredUpTo = durable;
        this.journal = journal;
    }

    void add(List<Fact> facts, long upTo) {
        gathered.addAll(facts);
        gatheredUpTo = upTo;
        send();
    }

    void written(long upTo) {
        out.remove();
        durable = upTo;
        send();
    }

    private void send() {
        while (out.size() < OUT_MAX && !gathered.isEmpty()) {
            int end = endOfBatch();
            List<Fact> rest = new ArrayList<>(gathered.subList(end, gathered.size()));
            var batch = new Facts(List.copyOf(gathered.subList(0, end)), gatheredUpTo - rest.size());
            gathered = rest;
            out.add(batch);
            journal.accept(batch);
        }
    }

    /** A job may bring a larger jar, or take over more values from another, than one batch can hold; each part is a fact by itself. */
    private int endOfBatch() {
        long bytes = 0;
        for (int i = 0; i < gathered.size(); i++) {
            bytes += bytesOf(gathered.get(i));
            if (bytes > BYTES_MAX && i > 0) {
                return i;
            }
        }
        return gathered.size();
    }

    private static long bytesOf(Fact fact) {
        if (fact instanceof Fact.JarPiece piece) {
            return piece.bytes().length;
        }
        if (fact instanceof JobEvent.TaskInherited inherited) {
            return 64 + inherited.value().carried();
        }
        return 0;
    }

    /** Every fact up to this one is on stable storage. */
    long durable() {
        return durable;
    }

    boolean isIdle() {
        return out.isEmpty() && gathered.isEmpty();
    }

    /** What is on its way, or waits to be. */
    Stream<Fact> unwritten() {
        return Stream.concat(out.stream().flatMap(batch -> batch.facts().stream()), gathered.stream());
    }
}

package dev.sampo.actors.scheduler;

import dev.sampo.job.Fact;
import dev.sampo.wire.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way of facts to the journal: a few batches out at a time, the facts of further steps gather into the next. A busy
 * partition so writes few large batches, an idle one writes each step at once.
 */
final class WriteAhead {
    private static final int OUT_MAX = 3;

    private final Consumer<Facts> journal;
    private List<Fact> gathered = new ArrayList<>();
    private long gatheredUpTo;
    private long durable;
    private int out;

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
        out--;
        durable = upTo;
        send();
    }

    private void send() {
        if (out < OUT_MAX && !gathered.isEmpty()) {
            out++;
            journal.accept(new Facts(gathered, gatheredUpTo));
            gathered = new ArrayList<>();
        }
    }

    /** Every fact up to this one is on stable storage. */
    long durable() {
        return durable;
    }

    boolean isIdle() {
        return out == 0 && gathered.isEmpty();
    }
}

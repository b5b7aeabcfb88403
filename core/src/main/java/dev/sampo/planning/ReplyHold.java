package dev.sampo.planning;

import java.util.ArrayDeque;
import java.util.stream.Stream;

/**
 * Replies that wait for two things. What they say must be durable. And it must be certain that when they were decided
 * nobody else had continued the partition's journal: a scheduler that was replaced without knowing it must not answer
 * from its past. A write that was sent after the decision and accepted shows that; where nothing is written, a barrier
 * does: a question to the journal, one at a time, whose answer stands for all replies decided before it was asked.
 *
 * @param <T> a reply
 */
public final class ReplyHold<T> {
    private record Held<T>(long factsUpTo, long decided, T reply) {}

    private record Sent(long factsUpTo, long decided) {}

    private final ArrayDeque<Held<T>> held = new ArrayDeque<>();
    private final ArrayDeque<Sent> writes = new ArrayDeque<>();
    private long decided;
    private long confirmed;
    private long durable;
    private long asked;
    private boolean isAsking;

    public ReplyHold(long durable) {
        this.durable = durable;
    }

    public void hold(T reply, long factsUpTo) {
        held.add(new Held<>(factsUpTo, ++decided, reply));
    }

    /** Facts up to this one are on their way to the journal. */
    public void sent(long factsUpTo) {
        writes.add(new Sent(factsUpTo, decided));
    }

    public void durable(long facts) {
        durable = Math.max(durable, facts);
        while (!writes.isEmpty() && writes.peek().factsUpTo() <= durable) {
            confirmed = Math.max(confirmed, writes.poll().decided());
        }
    }

    /** Whether a barrier must be asked for now, all having left that may; then one is under way until {@link #confirmed} or {@link #unanswered}. */
    public boolean asks() {
        boolean isNeeded =
                !isAsking && !held.isEmpty() && isDurable() && held.peek().decided() > confirmed;
        if (isNeeded) {
            isAsking = true;
            asked = decided;
        }
        return isNeeded;
    }

    private boolean isDurable() {
        return held.peek().factsUpTo() <= durable;
    }

    /** Nobody else had continued the journal when the barrier was asked for. */
    public void confirmed() {
        isAsking = false;
        confirmed = Math.max(confirmed, asked);
    }

    /** The barrier got no answer: it may be asked for again. */
    public void unanswered() {
        isAsking = false;
    }

    /** All that wait, in order: some for their facts, some for a barrier. */
    public Stream<T> waiting() {
        return held.stream().map(Held::reply);
    }

    /** The next reply that may leave; null when there is none. */
    public T next() {
        boolean mayLeave = !held.isEmpty() && isDurable() && held.peek().decided() <= confirmed;
        return mayLeave ? held.poll().reply() : null;
    }
}

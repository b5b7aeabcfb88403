package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Batch;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The writes of this node on their way to the leader. Those of all persistent actors gather into one batch while a few
 * earlier ones are out; those of one stream are never in two at once, so a batch that is said again cannot overtake.
 *
 * <p>A batch without an answer is said again, to whoever leads by then, until its deadline: doing it twice is doing it once.
 * For one thread.
 */
final class Commits {

    private record Waiting(Write write, CompletableFuture<Written> written, long deadline) {}

    private static final class Flight {
        private final List<Waiting> writes;
        private final byte[] batch;
        private boolean everSent;
        private long sayAgainAt;

        private Flight(List<Waiting> writes, byte[] batch) {
            this.writes = writes;
            this.batch = batch;
        }
    }

    private final ReplicatedSettings settings;
    private final Outbox outbox;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<Long, Flight> flights = new LinkedHashMap<>();
    private final Set<String> busy = new HashSet<>();
    private long queuedBytes;
    private long lastId;

    Commits(ReplicatedSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    void add(Write write, CompletableFuture<Written> written, long now) {
        if (queuedBytes + write.size() > settings.queueBytesMax() && queuedBytes > 0) {
            written.completeExceptionally(JournalUnavailable.busy(queuedBytes
                    + " bytes wait for the journal's leader, and queue-bytes-max is " + settings.queueBytesMax()));
            return;
        }
        queuedBytes += write.size();
        queue.add(new Waiting(write, written, now + settings.writeTimeout().toNanos()));
        pump(now);
    }

    private void pump(long now) {
        while (flights.size() < settings.batchesInFlightMax()) {
            List<Waiting> next = next();
            if (next.isEmpty()) {
                return;
            }
            Flight flight = new Flight(
                    next, Batch.encode(next.stream().map(Waiting::write).toList()));
            flights.put(++lastId, flight);
            say(lastId, flight, now);
        }
    }

    private List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        Set<String> passedOver = new HashSet<>();
        long bytes = 0;
        for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
            Waiting waiting = all.next();
            String stream = waiting.write().stream();
            if (busy.contains(stream) || passedOver.contains(stream)) {
                continue;
            }
            if (!batch.isEmpty() && bytes + waiting.write().size() > settings.batchBytesMax()) {
                passedOver.add(stream);
                continue;
            }
            bytes += waiting.write().size();
            batch.add(waiting);
            all.remove();
            queuedBytes -= waiting.write().size();
            if (bytes >= settings.batchBytesMax()) {
                break;
            }
        }
        batch.forEach(waiting -> busy.add(waiting.write().stream()));
        return batch;
    }

    private void say(long id, Flight flight, long now) {
        boolean sent = outbox.toLeader(new Letter.Submit(id, flight.batch));
        flight.everSent |= sent;
        flight.sayAgainAt = now + (sent ? settings.attemptTimeout() : settings.tick()).toNanos();
    }

    void on(Letter.Submitted answer, long now) {
        Flight flight = flights.get(answer.id());
        if (flight == null) {
            return;
        }
        if (answer.outcome() != Letter.Outcome.DONE || answer.results().size() != flight.writes.size()) {
            flight.sayAgainAt = now + settings.tick().toNanos() / 2;
            return;
        }
        flights.remove(answer.id());
        release(flight);
        for (int i = 0; i < flight.writes.size(); i++) {
            flight.writes.get(i).written().complete(answer.results().get(i));
        }
        pump(now);
    }

    private void release(Flight flight) {
        flight.writes.forEach(waiting -> busy.remove(waiting.write().stream()));
    }

    /** Another leader: what the last one did not answer is said to it at once. */
    void leaderChanged(long now) {
        flights.forEach((id, flight) -> say(id, flight, now));
    }

    void tick(long now) {
        for (Iterator<Map.Entry<Long, Flight>> all = flights.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Flight> entry = all.next();
            Flight flight = entry.getValue();
            if (flight.writes.stream().allMatch(waiting -> waiting.deadline() <= now)) {
                all.remove();
                release(flight);
                flight.writes.forEach(waiting -> fail(waiting, flight.everSent));
            } else if (flight.sayAgainAt <= now) {
                say(entry.getKey(), flight, now);
            }
        }
        while (!queue.isEmpty() && queue.peek().deadline() <= now) {
            Waiting late = queue.remove();
            queuedBytes -= late.write().size();
            fail(late, false);
        }
        pump(now);
    }

    private void fail(Waiting waiting, boolean sent) {
        waiting.written()
                .completeExceptionally(JournalUnavailable.write(
                        sent,
                        "no majority of the journal's members took a write of " + waiting.write().stream() + " within "
                                + settings.writeTimeout()));
    }
}

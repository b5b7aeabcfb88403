package dev.sampo.journal.replicated;

import com.typesafe.config.Config;
import dev.sampo.journal.Blobs;
import dev.sampo.journal.EventCodec;
import dev.sampo.journal.EventRecord;
import dev.sampo.journal.RawRecord;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The journal plugin of the replicated home: named by {@code pekko.persistence.journal.plugin =
 * "sampo.journal.replicated"}, never made by hand.
 *
 * <p>It remembers how far each stream had come when it was last read or written here, and says so with the next write: where
 * the stream has come further meanwhile, somebody else is its writer, and the write is refused.
 */
public final class RaftJournal extends AsyncWriteJournal {

    private final ReplicatedJournal journal;
    private final EventCodec events;
    private final ExecutionContext replays;
    private final Map<String, Barriers.Known> ends = new ConcurrentHashMap<>();

    public RaftJournal(Config config) {
        ActorSystem system = context().system();
        this.journal = ReplicatedJournal.get(system);
        this.events = new EventCodec(new Blobs(SerializationExtension.get(system)), journal.recordMax());
        this.replays = system.dispatchers().lookup(config.getString("replay-dispatcher"));
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<EventRecord> records = new ArrayList<>();
        List<Optional<Exception>> rejections = new ArrayList<>();
        for (AtomicWrite message : messages) {
            rejections.add(events.encode(message, records));
        }
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (EventRecord record : records) {
            written.add(write(record.raw()));
        }
        return EventCodec.future(CompletableFuture.allOf(written.toArray(CompletableFuture[]::new))
                .thenApply(done -> rejections));
    }

    private CompletableFuture<Void> write(RawRecord record) {
        Barriers.Known end = ends.get(record.persistenceId());
        long follows = end == null ? record.first() - 1 : end.highest();
        // Before it is done: the next write may be on its way already, and follows this one.
        ends.put(record.persistenceId(), new Barriers.Known(end == null ? 0 : end.index(), record.last()));
        return journal.write(new Write.Append(record, follows)).handle((done, failure) -> {
            refuse(record, done, failure);
            return null;
        });
    }

    private void refuse(RawRecord record, Written done, Throwable failure) {
        if (failure == null && done.done()) {
            return;
        }
        ends.remove(record.persistenceId());
        if (failure == null) {
            throw new SequenceTaken(record.persistenceId(), record.first(), done.highest());
        }
        throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return EventCodec.future(journal.known(persistenceId).thenCompose(known -> {
            long to = Math.min(toSequenceNr, known.highest());
            return to < 1
                    ? CompletableFuture.completedFuture(null)
                    : journal.write(new Write.Delete(persistenceId, to)).thenApply(done -> (Void) null);
        }));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        long index = ends.getOrDefault(persistenceId, new Barriers.Known(0, 0)).index();
        return Futures.future(
                () -> {
                    journal.reader()
                            .replay(
                                    persistenceId,
                                    fromSequenceNr,
                                    toSequenceNr,
                                    max,
                                    index,
                                    event -> replayCallback.accept(events.decode(persistenceId, event)));
                    return null;
                },
                replays);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return EventCodec.future(journal.known(persistenceId).thenApply(known -> {
            ends.put(persistenceId, known);
            return known.highest();
        }));
    }
}

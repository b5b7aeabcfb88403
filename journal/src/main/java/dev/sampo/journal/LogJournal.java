package dev.sampo.journal;

import com.typesafe.config.Config;
import dev.sampo.journal.log.LogSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.event.Logging;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The journal plugin: named by {@code pekko.persistence.journal.plugin = "sampo.journal.log"}, never made by hand.
 *
 * <p>Where the log cannot be opened it stays up and fails every request with the reason, or entities would only see a
 * recovery that times out.
 */
public final class LogJournal extends AsyncWriteJournal {

    private final Blobs blobs;
    private final ExecutionContext replays;
    private final EventLog log;
    private final RuntimeException unusable;

    public LogJournal(Config config) {
        ActorSystem system = context().system();
        this.blobs = new Blobs(SerializationExtension.get(system));
        this.replays = system.dispatchers().lookup(config.getString("replay-dispatcher"));
        EventLog opened = null;
        RuntimeException failure = null;
        try {
            opened = Journals.get(system).log(LogSettings.from(config));
        } catch (RuntimeException e) {
            failure = e;
            Logging.getLogger(system, LogJournal.class).error("{}", e.getMessage());
        }
        this.log = opened;
        this.unusable = failure;
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        if (unusable != null) {
            return Futures.failed(unusable);
        }
        List<EventRecord> records = new ArrayList<>();
        List<Optional<Exception>> rejections = new ArrayList<>();
        for (AtomicWrite message : messages) {
            rejections.add(encode(message, records));
        }
        CompletableFuture<Void> written =
                records.isEmpty() ? CompletableFuture.completedFuture(null) : log.write(records);
        return future(written.thenApply(done -> rejections));
    }

    /** Adds the record, or gives why these events can never be stored. */
    private Optional<Exception> encode(AtomicWrite message, List<EventRecord> records) {
        try {
            List<StoredEvent> events = new ArrayList<>(message.size());
            for (PersistentRepr event : CollectionConverters.asJava(message.payload())) {
                events.add(stored(event));
            }
            EventRecord record = new EventRecord(message.persistenceId(), events);
            if (record.size() > log.recordMax()) {
                throw new IllegalArgumentException(events.size() + " events of " + message.persistenceId() + " take "
                        + record.size() + " bytes, more than record-max " + log.recordMax()
                        + ": persist fewer or smaller ones at once, or raise it");
            }
            records.add(record);
            return Optional.empty();
        } catch (Exception e) { // serializers are foreign code, and Scala throws checked exceptions undeclared
            return Optional.of(e);
        }
    }

    private StoredEvent stored(PersistentRepr event) {
        return new StoredEvent(
                event.sequenceNr(),
                event.timestamp() == 0
                        ? System.currentTimeMillis()
                        : event.timestamp(), // Pekko leaves it to the journal
                event.writerUuid(),
                event.manifest(),
                blobs.write(event.payload()),
                blobs.write(event.metadata()));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return unusable != null ? Futures.failed(unusable) : future(log.deleteTo(persistenceId, toSequenceNr));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        if (unusable != null) {
            return Futures.failed(unusable);
        }
        return Futures.future(
                () -> {
                    log.replay(
                            persistenceId,
                            fromSequenceNr,
                            toSequenceNr,
                            max,
                            event -> replayCallback.accept(restored(persistenceId, event)));
                    return null;
                },
                replays);
    }

    private PersistentRepr restored(String persistenceId, StoredEvent event) {
        PersistentRepr restored = PersistentRepr.apply(
                        blobs.read(event.payload()),
                        event.sequenceNr(),
                        persistenceId,
                        event.kind(),
                        false,
                        ActorRef.noSender(),
                        event.writer())
                .withTimestamp(event.timestamp());
        return event.metadata() == null ? restored : restored.withMetadata(blobs.read(event.metadata()));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return unusable != null ? Futures.failed(unusable) : future(log.highest(persistenceId));
    }

    private static <T> Future<T> future(CompletableFuture<? extends T> from) {
        Promise<T> promise = Futures.promise();
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                promise.success(value);
            } else {
                promise.failure(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            }
        });
        return promise.future();
    }
}

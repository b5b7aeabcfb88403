package dev.sampo.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/** Between what Pekko Persistence hands to a journal and what lies on disks; the same for all homes. */
public final class EventCodec {

    private final Blobs blobs;
    private final int recordMax;

    public EventCodec(Blobs blobs, int recordMax) {
        this.blobs = blobs;
        this.recordMax = recordMax;
    }

    /** Adds the record, or gives why these events can never be stored. */
    public Optional<Exception> encode(AtomicWrite message, List<EventRecord> records) {
        try {
            List<StoredEvent> events = new ArrayList<>(message.size());
            for (PersistentRepr event : CollectionConverters.asJava(message.payload())) {
                events.add(stored(event));
            }
            EventRecord record = new EventRecord(message.persistenceId(), events);
            if (record.size() > recordMax) {
                throw new IllegalArgumentException(events.size() + " events of " + message.persistenceId() + " take "
                        + record.size() + " bytes, more than record-max " + recordMax
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

    public PersistentRepr decode(String persistenceId, StoredEvent event) {
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

    /** As Pekko's plugins want it, failed with the cause itself. */
    public static <T> Future<T> future(CompletableFuture<? extends T> from) {
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

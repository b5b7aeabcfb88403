package dev.sampo.journal;

import com.typesafe.config.Config;
import dev.sampo.journal.log.LogFull;
import dev.sampo.journal.log.LogSettings;
import dev.sampo.journal.log.WriteFailed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.event.Logging;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The journal plugin: named by {@code pekko.persistence.journal.plugin = "sampo.journal.log"}, never made by hand.
 *
 * <p>Where the log cannot be opened it stays up and fails every request with the reason, or entities would only see a
 * recovery that times out.
 */
public final class LogJournal extends AsyncWriteJournal {

    private final EventCodec events;
    private final ExecutionContext replays;
    private final EventLog log;
    private final RuntimeException unusable;

    public LogJournal(Config config) {
        ActorSystem system = context().system();
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
        Blobs blobs = new Blobs(SerializationExtension.get(system));
        this.events = opened == null ? null : new EventCodec(blobs, opened.recordMax());
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
            rejections.add(events.encode(message, records));
        }
        CompletableFuture<Void> written =
                records.isEmpty() ? CompletableFuture.completedFuture(null) : log.write(records);
        return EventCodec.future(written.thenApply(done -> rejections)
                .exceptionallyCompose(failure -> refused(failure, rejections.size())));
    }

    /** Where nothing was written for sure, that is what a rejection says; a failure leaves it open. */
    private static CompletionStage<List<Optional<Exception>>> refused(Throwable failure, int writes) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof LogFull || cause instanceof WriteFailed
                ? CompletableFuture.completedFuture(Collections.nCopies(writes, Optional.of((Exception) cause)))
                : CompletableFuture.failedFuture(cause);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return unusable != null
                ? Futures.failed(unusable)
                : EventCodec.future(log.deleteTo(persistenceId, toSequenceNr));
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
                            event -> replayCallback.accept(events.decode(persistenceId, event)));
                    return null;
                },
                replays);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        return unusable != null ? Futures.failed(unusable) : EventCodec.future(log.highest(persistenceId));
    }
}

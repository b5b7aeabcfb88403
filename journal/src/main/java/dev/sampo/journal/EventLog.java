package dev.sampo.journal;

import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.Log;
import dev.sampo.journal.log.LogSettings;
import dev.sampo.journal.log.LogWatcher;
import dev.sampo.journal.log.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The events of all persistence ids in one log: what the journal plugin does, without Pekko.
 *
 * <p>Deleting is writing: a tombstone says up to where. A segment goes when nothing in it is needed any more.
 */
final class EventLog implements AutoCloseable {

    private final LogSettings settings;
    private final Disk disk;
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private final Log log;
    private final Cleaner cleaner;

    EventLog(LogSettings settings, Disk disk, LogWatcher watcher) {
        this.settings = settings;
        this.disk = disk;
        this.log = Log.open(settings, disk, watcher, this::index);
        this.cleaner = new Cleaner(log, tally, streams, watcher);
        cleaner.wake();
    }

    private void index(long position, ByteBuffer payload) {
        byte type = payload.get();
        Stream stream = stream(Text.get(payload));
        if (type == EventRecord.TYPE) {
            stream.add(payload.getLong(), payload.getInt(), position);
        } else if (type == Tombstone.TYPE) {
            stream.delete(payload.getLong(), payload.getLong(), position);
        } else {
            throw new IllegalStateException("the log in " + settings.directory() + " holds a record of unknown type "
                    + type + ": it was written by a newer version or by another program");
        }
    }

    private Stream stream(String persistenceId) {
        return streams.computeIfAbsent(persistenceId, id -> new Stream(tally));
    }

    int recordMax() {
        return settings.recordMax();
    }

    Path directory() {
        return settings.directory();
    }

    Disk disk() {
        return disk;
    }

    /** Writes the records of one persistence id, all or none; done when they are on the disk and can be replayed. */
    CompletableFuture<Void> write(List<EventRecord> records) {
        int failuresSeen = log.failures(); // before the reservation: see Log.append
        Stream stream = stream(records.get(0).persistenceId());
        CompletableFuture<Void> written = new CompletableFuture<>();
        String refusal = stream.reserve(
                records.get(0).first(), records.get(records.size() - 1).last(), written);
        if (refusal != null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(records.get(0).persistenceId() + ": " + refusal));
        }
        log.append(records, failuresSeen).whenComplete((positions, failure) -> {
            for (int i = 0; failure == null && i < positions.length; i++) {
                EventRecord record = records.get(i);
                stream.add(record.first(), record.count(), positions[i]);
            }
            stream.settled(written, failure == null);
            complete(written, failure);
        });
        return written;
    }

    /** The highest number ever written, once no write of that persistence id is under way any more. */
    CompletableFuture<Long> highest(String persistenceId) {
        Stream stream = streams.get(persistenceId);
        if (stream == null) {
            return CompletableFuture.completedFuture(0L);
        }
        CompletableFuture<?> inFlight = stream.inFlight();
        if (inFlight == null) {
            return CompletableFuture.completedFuture(stream.recoverHighest());
        }
        return inFlight.handle((done, failure) -> null).thenCompose(done -> highest(persistenceId));
    }

    /** Up to where events are gone, 0 where none are. */
    long deletedTo(String persistenceId) {
        Stream stream = streams.get(persistenceId);
        return stream == null ? 0 : stream.deletedTo();
    }

    /** Gives up to {@code max} events in order; blocks while it reads. */
    void replay(String persistenceId, long from, long to, long max, Consumer<StoredEvent> each) throws IOException {
        Stream stream = streams.get(persistenceId);
        if (stream == null) {
            return;
        }
        try (RecordReader reader = log.reader()) {
            long next = from;
            long left = max;
            while (left > 0) {
                next = Math.max(next, stream.deletedTo() + 1);
                Stream.Found found = stream.atOrAfter(next);
                if (found == null || found.first() > to || next > to) {
                    return;
                }
                ByteBuffer record = readUnlessGone(reader, stream, found, next);
                if (record == null) {
                    continue;
                }
                long start = Math.max(next, found.first());
                long last = Math.min(to, found.first() + found.count() - 1);
                long end = last - start < left ? last : start + left - 1;
                EventRecord.read(record, start, end, each);
                left -= end - start + 1;
                next = end + 1;
            }
        }
    }

    /** Null when the record was deleted or copied forward between looking it up and reading it: look again. */
    private static ByteBuffer readUnlessGone(RecordReader reader, Stream stream, Stream.Found found, long next)
            throws IOException {
        try {
            return reader.read(found.position());
        } catch (NoSuchFileException e) {
            if (found.equals(stream.atOrAfter(next))) {
                throw e;
            }
            return null;
        }
    }

    CompletableFuture<Void> deleteTo(String persistenceId, long to) {
        return highest(persistenceId).thenCompose(highest -> {
            long upTo = Math.min(to, highest);
            if (upTo <= deletedTo(persistenceId)) {
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<Void> deleted = new CompletableFuture<>();
            log.appendUrgently(List.of(new Tombstone(persistenceId, upTo, highest)))
                    .whenComplete((positions, failure) -> {
                        if (failure == null) {
                            stream(persistenceId).delete(upTo, highest, positions[0]);
                            cleaner.wake();
                        }
                        complete(deleted, failure);
                    });
            return deleted;
        });
    }

    private static void complete(CompletableFuture<Void> future, Throwable failure) {
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        cleaner.close();
        log.close();
    }
}

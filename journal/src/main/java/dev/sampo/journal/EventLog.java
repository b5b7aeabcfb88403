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
import java.util.ArrayList;
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
public final class EventLog implements AutoCloseable {

    private final LogSettings settings;
    private final Disk disk;
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private final Log log;
    private final Cleaner cleaner;
    private final Object order = new Object();
    private CompletableFuture<?> settled = CompletableFuture.completedFuture(null);
    private volatile Throwable broken;

    public EventLog(LogSettings settings, Disk disk, LogWatcher watcher) {
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

    public Path directory() {
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
    public CompletableFuture<Long> highest(String persistenceId) {
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
    public long deletedTo(String persistenceId) {
        Stream stream = streams.get(persistenceId);
        return stream == null ? 0 : stream.deletedTo();
    }

    /** Gives up to {@code max} events in order; blocks while it reads. */
    public void replay(String persistenceId, long from, long to, long max, Consumer<StoredEvent> each)
            throws IOException {
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

    /** The records that hold events from one number to another, as many as fit into that many bytes but one at least. */
    public List<RawRecord> records(String persistenceId, long from, long to, int bytesMax) throws IOException {
        List<RawRecord> found = new ArrayList<>();
        Stream stream = streams.get(persistenceId);
        if (stream == null) {
            return found;
        }
        try (RecordReader reader = log.reader()) {
            long next = from;
            int bytes = 0;
            while (next <= to) {
                next = Math.max(next, stream.deletedTo() + 1);
                Stream.Found at = stream.atOrAfter(next);
                if (at == null || at.first() > to) {
                    break;
                }
                ByteBuffer record = readUnlessGone(reader, stream, at, next);
                if (record == null) {
                    continue;
                }
                bytes += record.remaining();
                if (bytes > bytesMax && !found.isEmpty()) {
                    break;
                }
                byte[] copy = new byte[record.remaining()];
                record.get(copy);
                found.add(RawRecord.parse(copy));
                next = at.first() + at.count();
            }
        }
        return found;
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

    public CompletableFuture<Void> deleteTo(String persistenceId, long to) {
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

    /** The highest number given out, written or about to be; what a decision on the next write rests on. */
    public long reserved(String persistenceId) {
        Stream stream = streams.get(persistenceId);
        return stream == null ? 0 : stream.reserved();
    }

    /** The persistence ids there are after that one in order, at most so many. */
    public List<String> idsAfter(String persistenceId, int max) {
        return streams.keySet().stream()
                .filter(id -> id.compareTo(persistenceId) > 0)
                .sorted()
                .limit(max)
                .toList();
    }

    /** The sum of all highest numbers: it only grows, so one that is smaller tells of lost files. */
    public long sumOfHighest() {
        return streams.values().stream().mapToLong(Stream::reserved).sum();
    }

    /**
     * Takes over a record whose place was decided elsewhere, if it follows {@code follows}; false when it does not. What
     * was taken over is on the disk when {@link #settled} says so, in the order in which it was taken over.
     */
    public boolean takeOver(RawRecord record, long follows) {
        synchronized (order) {
            refuseIfBroken();
            int failuresSeen = log.failures();
            Stream stream = stream(record.persistenceId());
            CompletableFuture<Void> written = new CompletableFuture<>();
            if (!stream.claim(follows, record.last(), written)) {
                return false;
            }
            settled = log.append(List.of(record), failuresSeen).whenComplete((positions, failure) -> {
                if (failure == null) {
                    stream.add(record.first(), record.count(), positions[0]);
                } else {
                    broken = failure;
                }
                stream.settled(written, failure == null);
                complete(written, failure);
            });
            return true;
        }
    }

    /** Takes over that events are deleted, though they may never have been here: the stream then starts behind them. */
    public void takeOverDeletion(String persistenceId, long to) {
        synchronized (order) {
            refuseIfBroken();
            if (to <= deletedTo(persistenceId)) {
                return;
            }
            Stream stream = stream(persistenceId);
            stream.raise(to);
            settled = log.appendUrgently(List.of(new Tombstone(persistenceId, to, to)))
                    .whenComplete((positions, failure) -> {
                        if (failure == null) {
                            stream.delete(to, to, positions[0]);
                            cleaner.wake();
                        } else {
                            broken = failure;
                        }
                    });
        }
    }

    /** Nothing may follow what could not be written: on the disk it would look as if it followed what precedes that. */
    private void refuseIfBroken() {
        if (broken != null) {
            throw new IllegalStateException("something could not be written to " + directory(), broken);
        }
    }

    /** Done when all that was taken over so far is on the disk. */
    public CompletableFuture<?> settled() {
        synchronized (order) {
            return broken == null ? settled : CompletableFuture.failedFuture(broken);
        }
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

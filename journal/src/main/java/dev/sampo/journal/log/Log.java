package dev.sampo.journal.log;

import dev.sampo.journal.log.AppendQueue.Append;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * An append-only log in one directory, held by this process alone.
 *
 * <p>An append is done when it is on the disk, not before. Futures complete on the writer's thread: what hangs on them must
 * be short, and must not wait for another append. The log never reads what records mean, so which segment may be dropped is
 * for its owner to say.
 */
public final class Log implements AutoCloseable {

    private final LogSettings settings;
    private final Disk disk;
    private final LogWatcher watcher;
    private final DirectoryLock lock;
    private final AppendQueue queue;
    private final LogWriter writer;
    private final Thread thread;

    private Log(LogSettings settings, Disk disk, LogWatcher watcher, DirectoryLock lock, Segments found)
            throws IOException, OutcomeUnknown {
        this.settings = settings;
        this.disk = disk;
        this.watcher = watcher;
        this.lock = lock;
        this.queue = new AppendQueue(settings);
        NavigableSet<Integer> roster = new TreeSet<>(found.roster());
        ActiveSegment active = found.last() == 0 ? first(roster) : resume(found);
        this.writer = new LogWriter(settings, disk, watcher, queue, roster, active);
        this.thread = new Thread(writer, "sampo-log-writer " + settings.directory());
        thread.setDaemon(true);
    }

    /** Opens or creates the log, showing every record to the visitor before anything can be appended. */
    public static Log open(LogSettings settings, Disk disk, LogWatcher watcher, RecordVisitor visitor) {
        DirectoryLock lock = DirectoryLock.take(settings.directory(), disk);
        try {
            Segments found = new Segments(settings.directory(), disk, watcher, visitor);
            found.scan();
            Log log = new Log(settings, disk, watcher, lock, found);
            log.thread.start();
            return log;
        } catch (IOException e) {
            release(lock, e);
            throw new CannotOpenLog(
                    "JOURNAL_UNUSABLE directory=" + settings.directory() + " cannot be read or written (" + e + ")", e);
        } catch (OutcomeUnknown e) {
            release(lock, e);
            e.tell(watcher);
            throw new LogFailed(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            release(lock, e);
            throw e;
        }
    }

    private static void release(DirectoryLock lock, Throwable why) {
        try {
            lock.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private ActiveSegment first(NavigableSet<Integer> roster) throws IOException, OutcomeUnknown {
        roster.add(1);
        return ActiveSegment.create(
                disk,
                settings.directory(),
                1,
                1,
                Segments.rosterOf(roster),
                settings.fsync(),
                ActiveSegment.newBuffer());
    }

    private ActiveSegment resume(Segments found) throws IOException, OutcomeUnknown {
        ActiveSegment active =
                ActiveSegment.resume(disk, settings.directory(), found.last(), found.end(), settings.fsync());
        boolean endedCleanly = found.end().lastKind() == RecordFormat.CLOSED;
        if (!found.lastHasRoster()) {
            active.write(List.of(Append.urgent(RecordFormat.ROSTER, List.of(Segments.rosterOf(found.roster())))));
        }
        active.settle(endedCleanly ? 0 : settings.queueBytesMax());
        disk.forceDirectory(settings.directory()); // its creator may have died between creating it and this
        return active;
    }

    /**
     * Appends records that become durable together, in order; gives their positions. Waits while the queue is full, and
     * fails the future, with nothing written, when it stays full.
     */
    public CompletableFuture<long[]> append(List<? extends Payload> payloads) {
        return append(payloads, failures());
    }

    /**
     * As {@link #append(List)}, but refused when a batch failed after the caller asked for {@link #failures}: so nothing can
     * follow in the log what it should have followed but is not there.
     */
    public CompletableFuture<long[]> append(List<? extends Payload> payloads, int failuresSeen) {
        return put(Append.ordinary(payloads, failuresSeen));
    }

    /** A number that changes with each failed batch, never between a batch's failure and its waiters' knowing of it. */
    public int failures() {
        int failures = writer.failures();
        while ((failures & 1) == 1 && Thread.currentThread() != thread) {
            Thread.onSpinWait(); // for as long as it takes to complete a few futures
            failures = writer.failures();
        }
        return failures;
    }

    /** As {@link #append}, but may use the reserve of a full disk: for what will make room, and for nothing else. */
    public CompletableFuture<long[]> appendUrgently(List<? extends Payload> payloads) {
        return put(Append.urgent(RecordFormat.DATA, payloads));
    }

    private CompletableFuture<long[]> put(Append append) {
        try {
            for (Payload payload : append.payloads) {
                if (payload.size() > settings.recordMax()) {
                    throw new RecordTooLarge("a record of " + payload.size() + " bytes exceeds record-max "
                            + settings.recordMax() + ": write less at once, or raise it");
                }
            }
            if (append.bytes > settings.queueBytesMax()) {
                throw new RecordTooLarge("an append of " + append.bytes + " bytes exceeds queue-bytes-max "
                        + settings.queueBytesMax() + ": write less at once, or raise it");
            }
            queue.put(append, Thread.currentThread() != thread);
        } catch (LogException e) {
            append.completeExceptionally(e);
        }
        return append;
    }

    public RecordReader reader() {
        return new RecordReader(disk, settings.directory());
    }

    /** Shows the records of one earlier segment; one that was dropped has none. */
    public void scan(int segment, RecordVisitor visitor) throws IOException {
        Path path = Segments.file(settings.directory(), segment);
        try (FileWindow window = new FileWindow(disk.read(path), 1 << 20)) {
            SegmentScan scan = new SegmentScan(path, window, segment);
            scan.records(scan.head(false), false, (offset, kind, payload) -> {
                if (kind == RecordFormat.DATA) {
                    visitor.visit(Position.of(segment, offset), payload);
                }
            });
        } catch (NoSuchFileException e) {
            return;
        }
    }

    /** Gives up an earlier segment for ever; returns when its file is gone. */
    public void drop(int segment) throws IOException {
        if (segment >= activeSegment()) {
            throw new IllegalArgumentException("segment " + segment + " is still being written");
        }
        put(Append.urgent(RecordFormat.DROP, List.of(Segments.dropOf(segment)))).join();
        Path file = Segments.file(settings.directory(), segment);
        disk.delete(file);
        disk.forceDirectory(settings.directory());
        watcher.segmentDropped(file);
    }

    /** The segment being written; those with a lower number never change again. */
    public int activeSegment() {
        return writer.activeNumber();
    }

    public Path directory() {
        return settings.directory();
    }

    /** Writes what is queued, marks the end as clean, and lets go of the directory. */
    @Override
    public void close() {
        queue.close(new LogClosed(settings.directory().toString()));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new LogFailed("the lock of " + settings.directory() + " could not be released", e);
        }
    }
}

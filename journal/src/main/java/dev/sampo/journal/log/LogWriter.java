package dev.sampo.journal.log;

import dev.sampo.journal.log.AppendQueue.Append;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The one thread that writes: takes all that is queued, writes it at once, forces it once, and only then tells those who
 * wait. While it forces, the next batch gathers; so the slower the disk, the larger the batches.
 */
final class LogWriter implements Runnable {

    private final LogSettings settings;
    private final Disk disk;
    private final LogWatcher watcher;
    private final AppendQueue queue;
    private final Reserve reserve;
    private final NavigableSet<Integer> roster;
    private volatile int activeNumber;
    private volatile int failures;
    private ActiveSegment active;
    private LogException full;

    LogWriter(
            LogSettings settings,
            Disk disk,
            LogWatcher watcher,
            AppendQueue queue,
            NavigableSet<Integer> roster,
            ActiveSegment active) {
        this.settings = settings;
        this.disk = disk;
        this.watcher = watcher;
        this.queue = queue;
        this.roster = roster;
        this.active = active;
        this.activeNumber = active.number();
        this.reserve = new Reserve(disk, settings.directory(), settings.reserveSize());
        if (!reserve.refill()) {
            becomeFull(new IOException("no room for the reserve of " + settings.reserveSize() + " bytes"));
        }
    }

    /** Grows by two with each failed batch; odd while those who waited for it are being told. */
    int failures() {
        return failures;
    }

    int activeNumber() {
        return activeNumber;
    }

    @Override
    public void run() {
        List<Append> batch = List.of();
        try {
            for (batch = queue.takeAll(); batch != null; batch = queue.takeAll()) {
                commit(batch);
            }
            batch = List.of();
            end();
        } catch (OutcomeUnknown e) {
            refuseForever(
                    new LogFailed(e.getMessage() + ": restart the process, which reads the disk again", e), e, batch);
        } catch (RuntimeException | Error e) {
            OutcomeUnknown unknown = new OutcomeUnknown(
                    "JOURNAL_WRITER_FAILED", settings.directory(), active.offset(), new IOException(e));
            refuseForever(new LogFailed(unknown.getMessage(), e), unknown, batch);
        }
    }

    private void commit(List<Append> batch) throws OutcomeUnknown {
        List<Append> written = full == null || hasRoomAgain() ? withoutHoles(batch) : refuseOrdinary(batch, full);
        IOException failure = tryWrite(written);
        if (failure != null) {
            written = refuseOrdinary(written, refusalFor(failure));
            IOException again = tryWrite(written);
            if (again != null) {
                refuse(written, refusalFor(again));
                return;
            }
        }
        if (!written.isEmpty()) {
            active.force();
            written.forEach(this::done);
        }
    }

    private void done(Append append) {
        if (append.kind == RecordFormat.DROP) {
            roster.remove(dropped(append));
        }
        append.complete(append.positions);
    }

    /** The batch without those that were queued before their sender could know that something before them failed. */
    private List<Append> withoutHoles(List<Append> batch) {
        if (batch.stream().noneMatch(this::followsAFailure)) {
            return batch;
        }
        List<Append> kept = new ArrayList<>();
        for (Append append : batch) {
            if (followsAFailure(append)) {
                append.completeExceptionally(new WriteFailed(
                        "JOURNAL_WRITE_FAILED directory=" + settings.directory()
                                + ": an append queued before this one failed, so this one was not written",
                        null));
            } else {
                kept.add(append);
            }
        }
        return kept;
    }

    private boolean followsAFailure(Append append) {
        return !append.urgent && append.failuresSeen != failures;
    }

    private IOException tryWrite(List<Append> batch) throws OutcomeUnknown {
        if (batch.isEmpty()) {
            return null;
        }
        try {
            if (full == null && active.offset() >= settings.segmentSize()) {
                roll();
            }
            active.write(batch);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void roll() throws IOException, OutcomeUnknown {
        int next = active.number() + 1;
        NavigableSet<Integer> listed = new TreeSet<>(roster);
        listed.add(next);
        active.prepareSeal();
        ActiveSegment fresh = ActiveSegment.create(
                disk,
                settings.directory(),
                next,
                active.nextRecord(),
                Segments.rosterOf(listed),
                settings.fsync(),
                active.buffer());
        active.close();
        active = fresh;
        activeNumber = next;
        roster.add(next);
    }

    private static int dropped(Append append) {
        ByteBuffer segment = ByteBuffer.allocate(Integer.BYTES);
        append.payloads.get(0).writeTo(segment);
        return segment.getInt(0);
    }

    private boolean hasRoomAgain() {
        if (!reserve.refill()) {
            return false;
        }
        full = null;
        watcher.roomAgain(settings.directory());
        return true;
    }

    private LogException refusalFor(IOException failure) {
        if (isNoRoom(failure)) {
            becomeFull(failure);
            return full;
        }
        return new WriteFailed(
                "JOURNAL_WRITE_FAILED directory=" + settings.directory() + " offset=" + active.offset() + " (" + failure
                        + "): nothing was written, the same may be tried again",
                failure);
    }

    private void becomeFull(IOException cause) {
        if (full == null) {
            watcher.full(settings.directory(), cause);
        }
        full = new LogFull(
                "JOURNAL_FULL directory=" + settings.directory() + " (" + cause.getMessage()
                        + "): nothing was written; free some room and the log goes on by itself",
                cause);
        reserve.release();
    }

    private static boolean isNoRoom(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                || message.contains("quota exceeded")
                || message.contains("not enough space")
                || message.contains("File too large");
    }

    /** Fails all but the urgent ones, which it gives back. */
    private List<Append> refuseOrdinary(List<Append> batch, LogException why) {
        List<Append> urgent = new ArrayList<>();
        failures++; // odd: being told
        for (Append append : batch) {
            if (append.urgent) {
                urgent.add(append);
            } else {
                append.completeExceptionally(why);
            }
        }
        failures++; // even: everybody has been told
        return urgent;
    }

    private static void refuse(List<Append> batch, LogException why) {
        batch.forEach(append -> append.completeExceptionally(why));
    }

    private void end() throws OutcomeUnknown {
        Append closed = Append.urgent(RecordFormat.CLOSED, List.of(Payload.of(new byte[0])));
        if (tryWrite(List.of(closed)) == null) {
            active.force();
        }
        active.close();
    }

    /** The watcher first: by default it ends the process, and then nobody is told anything. */
    private void refuseForever(LogFailed why, OutcomeUnknown unknown, List<Append> batch) {
        queue.close(why);
        unknown.tell(watcher);
        List<Append> left = batch;
        while (left != null) {
            refuse(left, why);
            left = queue.takeAll();
        }
        active.close();
    }
}

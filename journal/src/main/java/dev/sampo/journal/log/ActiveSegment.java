package dev.sampo.journal.log;

import dev.sampo.journal.log.AppendQueue.Append;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/** The segment being written: encodes into one direct buffer, and can go back to where it was when a write fails. */
final class ActiveSegment {

    private static final int BUFFER = 1 << 20;

    private final Disk disk;
    private final Path path;
    private final int number;
    private final boolean fsync;
    private final Disk.DiskFile file;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer;
    private long offset;
    private long nextRecord;
    private boolean cut;

    private ActiveSegment(Disk disk, Path path, int number, boolean fsync, Disk.DiskFile file, ByteBuffer buffer) {
        this.disk = disk;
        this.path = path;
        this.number = number;
        this.fsync = fsync;
        this.file = file;
        this.buffer = buffer;
    }

    /** A new segment with its head and roster on the disk. */
    static ActiveSegment create(
            Disk disk, Path directory, int number, long firstRecord, Payload roster, boolean fsync, ByteBuffer buffer)
            throws IOException, OutcomeUnknown {
        Path path = Segments.file(directory, number);
        Disk.DiskFile file = disk.write(path);
        ActiveSegment segment = new ActiveSegment(disk, path, number, fsync, file, buffer);
        try {
            file.truncate(0);
            file.write(RecordFormat.segmentHeader(number, firstRecord), 0);
            segment.offset = RecordFormat.SEGMENT_HEADER;
            segment.nextRecord = firstRecord;
            segment.write(List.of(Append.urgent(RecordFormat.ROSTER, List.of(roster))));
        } catch (IOException e) {
            segment.discard(e);
            throw e;
        }
        segment.force();
        segment.forceDirectory(directory);
        return segment;
    }

    /** The last segment of a log that is opened again, from the end of its good records on. */
    static ActiveSegment resume(Disk disk, Path directory, int number, SegmentScan.End end, boolean fsync)
            throws IOException {
        Path path = Segments.file(directory, number);
        Disk.DiskFile file = disk.write(path);
        ActiveSegment segment = new ActiveSegment(disk, path, number, fsync, file, newBuffer());
        segment.offset = end.offset();
        segment.nextRecord = end.nextRecord();
        file.truncate(end.offset());
        return segment;
    }

    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER);
    }

    /**
     * Writes again what the process before may have failed to force, then forces it. After a failed force the page cache
     * shows such bytes as clean though the disk never got them; a record read from there must not become the past of new ones.
     */
    void settle(long last) throws IOException, OutcomeUnknown {
        long at = Math.max(offset - last, 0);
        while (at < offset) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), offset - at));
            while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
                continue;
            }
            int length = buffer.flip().limit();
            file.write(buffer, at);
            at += length;
        }
        force();
    }

    /** All or nothing: when it throws, the segment ends where it ended before. */
    void write(List<Append> batch) throws IOException, OutcomeUnknown {
        long goodOffset = offset;
        long goodRecord = nextRecord;
        try {
            buffer.clear();
            for (Append append : batch) {
                for (int i = 0; i < append.positions.length; i++) {
                    append.positions[i] = encode(append.kind, nextRecord == goodRecord, append.payloads.get(i));
                }
            }
            flush();
        } catch (IOException | RuntimeException e) {
            nextRecord = goodRecord;
            cutBackTo(goodOffset);
            throw e instanceof IOException io ? io : new IOException("a record could not be encoded: " + e, e);
        }
    }

    private long encode(byte kind, boolean beginsBatch, Payload payload) throws IOException {
        int size = RecordFormat.HEADER + payload.size();
        if (buffer.remaining() < size) {
            flush();
        }
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(size);
        }
        long position = Position.of(number, offset + buffer.position());
        RecordFormat.put(buffer, crc, nextRecord++, kind, beginsBatch, payload);
        return position;
    }

    private void flush() throws IOException {
        int length = buffer.flip().limit();
        file.write(buffer, offset);
        offset += length;
        buffer.clear();
    }

    private void cutBackTo(long good) throws OutcomeUnknown {
        offset = good;
        cut = true;
        try {
            file.truncate(good);
        } catch (IOException e) {
            throw new OutcomeUnknown("JOURNAL_CUT_FAILED", path, good, e);
        }
    }

    /** Never tried twice: after a failure the kernel may call the very pages clean that it could not write. */
    void force() throws OutcomeUnknown {
        if (!fsync) {
            return;
        }
        try {
            file.force();
            cut = false;
        } catch (IOException e) {
            throw new OutcomeUnknown("JOURNAL_FSYNC_FAILED", path, offset, e);
        }
    }

    private void forceDirectory(Path directory) throws OutcomeUnknown {
        try {
            disk.forceDirectory(directory);
        } catch (IOException e) {
            throw new OutcomeUnknown("JOURNAL_FSYNC_FAILED", directory, 0, e);
        }
    }

    /** Before a next segment exists: from then on a torn tail of this one would be damage. */
    void prepareSeal() throws OutcomeUnknown {
        if (cut) {
            force();
        }
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            // what had to be durable was forced before
        }
    }

    private void discard(IOException why) {
        close();
        try {
            disk.delete(path);
            disk.forceDirectory(path.getParent());
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    int number() {
        return number;
    }

    long offset() {
        return offset;
    }

    long nextRecord() {
        return nextRecord;
    }

    ByteBuffer buffer() {
        return buffer;
    }
}

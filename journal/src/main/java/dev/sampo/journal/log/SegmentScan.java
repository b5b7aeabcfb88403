package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Walks one segment and tells a torn tail from damage.
 *
 * <p>A crash can only tear the batch that was being written, so a bad record at the end of the last segment is a torn tail:
 * it was never acknowledged. Where a later batch has begun, or in any earlier segment, the bad record had been on the disk
 * and is damaged; then the log must not open. Within one batch a file system may have put the end on the disk and not the
 * middle, which then reads as zeroes; without such a hole, whole records after a bad one mean damage there, too.
 */
final class SegmentScan {

    /** Where the good records end, and what number the next record gets. */
    record End(long offset, long nextRecord, byte lastKind) {}

    /** The next whole record after a bad one, and whether it or one after it began a batch. */
    private record Follower(long offset, boolean laterBatch) {}

    private static final int SECTOR = 512;

    interface Visitor {
        void visit(long offset, byte kind, ByteBuffer payload);
    }

    private final Path path;
    private final FileWindow file;
    private final int segment;
    private final CRC32C crc = new CRC32C();

    SegmentScan(Path path, FileWindow file, int segment) {
        this.path = path;
        this.file = file;
        this.segment = segment;
    }

    /** The number of the first record, or -1 where the head itself is torn (possible only in the last segment). */
    long head(boolean last) throws IOException {
        ByteBuffer header = file.at(0, RecordFormat.SEGMENT_HEADER);
        String wrong = header == null ? "the head is cut short" : RecordFormat.wrongSegmentHeader(header, segment);
        if (wrong == null) {
            return RecordFormat.firstRecord(header);
        }
        boolean neverFinished = header == null || isZero(header);
        if (last && neverFinished && follower(RecordFormat.SEGMENT_HEADER, 0) == null) {
            return -1;
        }
        throw CorruptLog.damaged(path, 0, wrong);
    }

    End records(long firstRecord, boolean last, Visitor visitor) throws IOException {
        long offset = RecordFormat.SEGMENT_HEADER;
        long number = firstRecord;
        byte kind = 0;
        while (offset < file.size()) {
            ByteBuffer record = whole(offset);
            if (record == null) {
                refuseUnlessTorn(offset, number, last);
                break;
            }
            if (record.getLong(record.position() + 8) != number) {
                throw CorruptLog.damaged(
                        path,
                        offset,
                        "record " + number + " expected, but here is record " + record.getLong(record.position() + 8)
                                + " (doubled, swapped or lost)");
            }
            kind = RecordFormat.kind(record);
            int length = record.remaining();
            visitor.visit(offset, kind, record.position(record.position() + RecordFormat.HEADER));
            offset += length;
            number++;
        }
        return new End(offset, number, kind);
    }

    /** The whole record at that offset, or null where there is none. */
    private ByteBuffer whole(long offset) throws IOException {
        ByteBuffer header = file.at(offset, RecordFormat.HEADER);
        if (header == null) {
            return null;
        }
        int length = header.getInt(header.position() + 4);
        if (length < 0 || length > file.size() - offset - RecordFormat.HEADER) {
            return null;
        }
        ByteBuffer record = file.at(offset, RecordFormat.HEADER + length);
        int start = record.position();
        int actual = RecordFormat.crcOf(crc, record, start, record.limit());
        return actual == record.getInt(start) ? record.position(start) : null;
    }

    private void refuseUnlessTorn(long offset, long number, boolean last) throws IOException {
        if (last && isTorn(offset, follower(offset + 1, number))) {
            return;
        }
        ByteBuffer header = file.at(offset, RecordFormat.HEADER);
        if (header == null) {
            throw CorruptLog.damaged(path, offset, "the record is cut short");
        }
        int expected = header.getInt(header.position());
        int length = header.getInt(header.position() + 4);
        ByteBuffer record = length < 0 || length > file.size() - offset - RecordFormat.HEADER
                ? null
                : file.at(offset, RecordFormat.HEADER + length);
        if (record == null) {
            throw CorruptLog.damaged(
                    path,
                    offset,
                    String.format("expected-crc=%08x actual-crc=none, length %d leaves the file", expected, length));
        }
        int actual = RecordFormat.crcOf(crc, record, record.position(), record.limit());
        throw CorruptLog.checksum(path, offset, expected, actual);
    }

    private boolean isTorn(long offset, Follower follower) throws IOException {
        return follower == null || !follower.laterBatch() && hasHole(offset, follower.offset());
    }

    /** Tries every offset; the record number is compared first, so that a checksum is computed for hardly any. */
    private Follower follower(long from, long number) throws IOException {
        long numberMax = number + (file.size() - from) / RecordFormat.HEADER + 1;
        long first = -1;
        long offset = from;
        while (offset <= file.size() - RecordFormat.HEADER) {
            ByteBuffer header = file.at(offset, RecordFormat.HEADER);
            long candidate = header.getLong(header.position() + 8);
            boolean plausible = candidate >= number && (number == 0 || candidate <= numberMax);
            ByteBuffer record = plausible && RecordFormat.isKnown(header) ? whole(offset) : null;
            if (record != null && first < 0) {
                first = offset;
            }
            if (record != null && RecordFormat.beginsBatch(record)) {
                return new Follower(first, true);
            }
            offset += record == null ? 1 : record.remaining();
        }
        return first < 0 ? null : new Follower(first, false);
    }

    private boolean hasHole(long from, long to) throws IOException {
        for (long sector = (from + SECTOR - 1) / SECTOR * SECTOR; sector + SECTOR <= to; sector += SECTOR) {
            if (isZero(file.at(sector, SECTOR))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}

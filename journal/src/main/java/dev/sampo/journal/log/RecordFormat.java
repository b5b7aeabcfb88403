package dev.sampo.journal.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment, in one place. All numbers are big-endian.
 *
 * <pre>
 * segment  | magic 8 | version 4 | segment 4 | first record number 8 | crc 4 | record ...
 * record   | crc 4 | payload length 4 | record number 8 | kind 1 | payload ...
 * </pre>
 *
 * Each checksum (CRC32C) covers what follows it in a record, and what precedes it in the segment's head. Record numbers
 * run without a gap through the whole log, so a doubled, swapped or lost record is noticed though its checksum is right.
 */
final class RecordFormat {

    static final int SEGMENT_HEADER = 28;
    static final int HEADER = 17;

    static final byte DATA = 1;
    /** The segments there are, this one included: without it a lost file would go unnoticed. */
    static final byte ROSTER = 2;
    /** A segment nobody needs any more; written before its file is deleted. */
    static final byte DROP = 3;
    /** A clean end: what precedes it was forced, so damage to the last record is not mistaken for a torn tail. */
    static final byte CLOSED = 4;

    /** Set in the kind of the first record of a batch: all records before it had been forced when it was written. */
    private static final int BATCH = 0x80;

    private static final int KIND_AT = 16;
    private static final long MAGIC = 0x53414d504f4c4f47L; // "SAMPOLOG"
    private static final int VERSION = 1;
    private static final int CRC_SIZE = 4;

    private RecordFormat() {}

    static ByteBuffer segmentHeader(int segment, long firstRecord) {
        ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
        header.putLong(MAGIC).putInt(VERSION).putInt(segment).putLong(firstRecord);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, header.position());
        return header.putInt((int) crc.getValue()).flip();
    }

    /** Why these bytes cannot be the head of that segment, or null when they are. */
    static String wrongSegmentHeader(ByteBuffer header, int segment) {
        int start = header.position();
        if (header.getLong(start) != MAGIC) {
            return "not a segment of this log (wrong magic)";
        }
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().limit(start + SEGMENT_HEADER - CRC_SIZE));
        int expected = header.getInt(start + SEGMENT_HEADER - CRC_SIZE);
        if (expected != (int) crc.getValue()) {
            return String.format("expected-crc=%08x actual-crc=%08x in the head", expected, (int) crc.getValue());
        }
        if (header.getInt(start + 8) != VERSION) {
            return "format version " + header.getInt(start + 8) + ", but only " + VERSION + " is known";
        }
        return header.getInt(start + 12) == segment ? null : "the head names segment " + header.getInt(start + 12);
    }

    static long firstRecord(ByteBuffer header) {
        return header.getLong(header.position() + 16);
    }

    /** Puts one record; the caller has seen to it that the buffer has room. */
    static void put(ByteBuffer out, CRC32C crc, long number, byte kind, boolean beginsBatch, Payload payload) {
        int start = out.position();
        out.putInt(0).putInt(payload.size()).putLong(number).put((byte) (beginsBatch ? kind | BATCH : kind));
        payload.writeTo(out);
        int end = out.position();
        if (end - start != HEADER + payload.size()) {
            throw new IllegalStateException(
                    "payload announced " + payload.size() + " bytes and wrote " + (end - start - HEADER));
        }
        out.putInt(start, crcOf(crc, out, start, end));
    }

    static byte kind(ByteBuffer record) {
        return (byte) (record.get(record.position() + KIND_AT) & ~BATCH);
    }

    static boolean beginsBatch(ByteBuffer record) {
        return (record.get(record.position() + KIND_AT) & BATCH) != 0;
    }

    static boolean isKnown(ByteBuffer record) {
        return kind(record) >= DATA && kind(record) <= CLOSED;
    }

    /** The checksum that the record between {@code start} and {@code end} should have; leaves the buffer at its end. */
    static int crcOf(CRC32C crc, ByteBuffer buffer, int start, int end) {
        int limit = buffer.limit();
        buffer.limit(end).position(start + CRC_SIZE);
        crc.reset();
        crc.update(buffer);
        buffer.limit(limit);
        return (int) crc.getValue();
    }
}

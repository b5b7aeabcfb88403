package dev.sampo.journal;

import dev.sampo.journal.log.Payload;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of one atomic write in one record, so that the record's checksum makes them all-or-nothing.
 *
 * <pre>
 * record | 1 | persistence id | first sequence number 8 | count 4 | event ...
 * event  | flags 1 | timestamp 8 | [serializer 4 | manifest | kind | writer] | length 4 | payload | [metadata]
 * </pre>
 *
 * What stands in the first brackets is left out where it is the same as for the event before, as it nearly always is.
 */
public final class EventRecord implements Payload {

    public static final byte TYPE = 1;

    private static final int LIKE_THE_LAST = 1;
    private static final int HAS_METADATA = 2;

    /** What an event starts with that is not like the one before. */
    private record Head(byte[] manifest, byte[] kind, byte[] writer, byte[] metadataManifest) {}

    private final String persistenceId;
    private final List<StoredEvent> events;
    private final byte[] id;
    private final Head[] heads;
    private final int size;

    /** The events must have consecutive sequence numbers. */
    public EventRecord(String persistenceId, List<StoredEvent> events) {
        this.persistenceId = persistenceId;
        this.events = events;
        this.id = Text.bytes("persistence id", persistenceId);
        this.heads = new Head[events.size()];
        long sum = 1L + Text.size(id) + Long.BYTES + Integer.BYTES;
        for (int i = 0; i < heads.length; i++) {
            heads[i] = head(i);
            sum += sizeOf(events.get(i), heads[i]);
        }
        this.size = (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private Head head(int i) {
        StoredEvent event = events.get(i);
        if (event.sequenceNr() != first() + i) {
            throw new IllegalArgumentException("sequence numbers of one atomic write must follow each other, but "
                    + event.sequenceNr() + " is at place " + i + " after " + first());
        }
        boolean sameAsLast = i > 0 && event.isLike(events.get(i - 1));
        byte[] metadata = event.metadata() == null
                ? null
                : Text.bytes("manifest", event.metadata().manifest());
        if (sameAsLast && metadata == null) {
            return null;
        }
        return new Head(
                sameAsLast ? null : Text.bytes("manifest", event.payload().manifest()),
                sameAsLast ? null : Text.bytes("event manifest", event.kind()),
                sameAsLast ? null : Text.bytes("writer", event.writer()),
                metadata);
    }

    private static long sizeOf(StoredEvent event, Head head) {
        long sum = 1L + Long.BYTES + Integer.BYTES + event.payload().bytes().length;
        if (head != null && head.manifest() != null) {
            sum += Integer.BYTES + Text.size(head.manifest()) + Text.size(head.kind()) + Text.size(head.writer());
        }
        if (head != null && head.metadataManifest() != null) {
            sum += 2L * Integer.BYTES
                    + Text.size(head.metadataManifest())
                    + event.metadata().bytes().length;
        }
        return sum;
    }

    String persistenceId() {
        return persistenceId;
    }

    long first() {
        return events.get(0).sequenceNr();
    }

    int count() {
        return events.size();
    }

    long last() {
        return first() + count() - 1;
    }

    /** The same as it will lie on disks, for where it must cross a network first. */
    public RawRecord raw() {
        ByteBuffer out = ByteBuffer.allocate(size);
        writeTo(out);
        return new RawRecord(persistenceId, first(), count(), out.array());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void writeTo(ByteBuffer out) {
        out.put(TYPE);
        Text.put(out, id);
        out.putLong(first()).putInt(count());
        for (int i = 0; i < heads.length; i++) {
            put(out, events.get(i), heads[i]);
        }
    }

    private static void put(ByteBuffer out, StoredEvent event, Head head) {
        boolean like = head == null || head.manifest() == null;
        boolean metadata = head != null && head.metadataManifest() != null;
        out.put((byte) ((like ? LIKE_THE_LAST : 0) | (metadata ? HAS_METADATA : 0)));
        out.putLong(event.timestamp());
        if (!like) {
            out.putInt(event.payload().serializer());
            Text.put(out, head.manifest());
            Text.put(out, head.kind());
            Text.put(out, head.writer());
        }
        out.putInt(event.payload().bytes().length).put(event.payload().bytes());
        if (metadata) {
            out.putInt(event.metadata().serializer());
            Text.put(out, head.metadataManifest());
            out.putInt(event.metadata().bytes().length).put(event.metadata().bytes());
        }
    }

    /** Gives the events from {@code from} to {@code to} of a record, the buffer being at its start. */
    public static void read(ByteBuffer in, long from, long to, Consumer<StoredEvent> each) {
        in.get();
        Text.get(in);
        long sequenceNr = in.getLong();
        long end = Math.min(to, sequenceNr + in.getInt() - 1);
        StoredEvent event = null;
        for (; sequenceNr <= end; sequenceNr++) {
            event = read(in, sequenceNr, event);
            if (sequenceNr >= from) {
                each.accept(event);
            }
        }
    }

    private static StoredEvent read(ByteBuffer in, long sequenceNr, StoredEvent last) {
        int flags = in.get();
        long timestamp = in.getLong();
        boolean like = (flags & LIKE_THE_LAST) != 0;
        int serializer = like ? last.payload().serializer() : in.getInt();
        String manifest = like ? last.payload().manifest() : Text.get(in);
        String kind = like ? last.kind() : Text.get(in);
        String writer = like ? last.writer() : Text.get(in);
        Blob payload = new Blob(serializer, manifest, bytes(in));
        Blob metadata = (flags & HAS_METADATA) == 0 ? null : new Blob(in.getInt(), Text.get(in), bytes(in));
        return new StoredEvent(sequenceNr, timestamp, writer, kind, payload, metadata);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** Walks over {@code count} events without making anything of them; throws when lengths lead beyond the bytes. */
    static void check(ByteBuffer in, int count) {
        for (int i = 0; i < count; i++) {
            int flags = in.get();
            in.getLong();
            if ((flags & LIKE_THE_LAST) == 0) {
                in.getInt();
                skipText(in);
                skipText(in);
                skipText(in);
            } else if (i == 0) {
                throw new IllegalArgumentException("the first event of a record is like none before");
            }
            skip(in, in.getInt());
            if ((flags & HAS_METADATA) != 0) {
                in.getInt();
                skipText(in);
                skip(in, in.getInt());
            }
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes after the last event of a record");
        }
    }

    private static void skipText(ByteBuffer in) {
        skip(in, Short.toUnsignedInt(in.getShort()));
    }

    private static void skip(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + length);
    }
}

package dev.sampo.journal;

import dev.sampo.journal.log.Payload;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An {@link EventRecord} as its bytes, with what its head says; what comes from elsewhere is checked before it is one. */
public record RawRecord(String persistenceId, long first, int count, byte[] bytes) implements Payload {

    /** Throws {@link IllegalArgumentException} for bytes that {@link EventRecord#read} could stumble over. */
    public static RawRecord parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != EventRecord.TYPE) {
                throw new IllegalArgumentException("not a record of events");
            }
            String persistenceId = new String(slice(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
            long first = in.getLong();
            int count = in.getInt();
            if (first < 1 || count < 1 || first + count < first) {
                throw new IllegalArgumentException(count + " events from " + first + " on");
            }
            EventRecord.check(in, count);
            return new RawRecord(persistenceId, first, count, bytes);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a record of events that ends early", e);
        }
    }

    private static byte[] slice(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    public long last() {
        return first + count - 1;
    }

    /** Whose write this is: Pekko gives every incarnation of a persistent actor a name of its own. */
    public String writer() {
        String[] writer = new String[1];
        EventRecord.read(ByteBuffer.wrap(bytes), first, first, event -> writer[0] = event.writer());
        return writer[0];
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public void writeTo(ByteBuffer out) {
        out.put(bytes);
    }
}

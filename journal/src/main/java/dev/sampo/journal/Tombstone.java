package dev.sampo.journal;

import dev.sampo.journal.log.Payload;
import java.nio.ByteBuffer;

/**
 * Says that the events of one persistence id are deleted up to a number, and how far it had come: the highest sequence
 * number must outlive the events, or a deleted entity would start again at one.
 */
record Tombstone(String persistenceId, long deletedTo, long highest) implements Payload {

    static final byte TYPE = 2;

    @Override
    public int size() {
        return 1 + Text.size(Text.bytes("persistence id", persistenceId)) + 2 * Long.BYTES;
    }

    @Override
    public void writeTo(ByteBuffer out) {
        out.put(TYPE);
        Text.put(out, Text.bytes("persistence id", persistenceId));
        out.putLong(deletedTo).putLong(highest);
    }
}

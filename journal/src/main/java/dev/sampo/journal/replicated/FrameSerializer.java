package dev.sampo.journal.replicated;

import dev.sampo.journal.wire.Malformed;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** A {@link Frame} as bytes: version 1 | letter 8 | total 4 | offset 4 | crc 4 | length 4 | bytes. */
public final class FrameSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    private static final byte VERSION = 1;
    private static final int HEAD = 25;
    private static final String MANIFEST = "F";

    private final int identifier;

    public FrameSerializer(ExtendedActorSystem system) {
        this.identifier = system.settings()
                .config()
                .getInt("pekko.actor.serialization-identifiers.\"" + FrameSerializer.class.getName() + "\"");
    }

    @Override
    public int identifier() {
        return identifier;
    }

    @Override
    public String manifest(Object object) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object object) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + ((Frame) object).length);
        toBinary(object, out);
        return out.array();
    }

    @Override
    public void toBinary(Object object, ByteBuffer out) {
        Frame frame = (Frame) object;
        out.put(VERSION).putLong(frame.letter).putInt(frame.total).putInt(frame.offset);
        out.putInt(frame.crc).putInt(frame.length).put(frame.bytes, frame.from, frame.length);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer in, String manifest) {
        try {
            if (!manifest.equals(MANIFEST) || in.get() != VERSION) {
                throw new Malformed("a frame of the journal in an unknown version: all nodes must know the same one");
            }
            long letter = in.getLong();
            int total = in.getInt();
            int offset = in.getInt();
            int crc = in.getInt();
            int length = in.getInt();
            if (length < 0 || length > Frame.PIECE_MAX || length > in.remaining() || offset < 0 || total < 0) {
                throw new Malformed("a frame of the journal with " + length + " bytes at " + offset + " of " + total);
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            return new Frame(letter, total, offset, crc, bytes, 0, length);
        } catch (BufferUnderflowException e) {
            throw new Malformed("a frame of the journal that ends early");
        }
    }
}

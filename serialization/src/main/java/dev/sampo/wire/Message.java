package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;

/** The frame of a wire message: a version, the type's id, its fields, and nothing after them. */
final class Message {

    static final int VERSION = 1;

    private static final ThreadLocal<WireWriter> WRITER = ThreadLocal.withInitial(WireWriter::new);

    private Message() {}

    /** The writer of this thread with the message in it; good until the next message. */
    static WireWriter write(Wire message, Refs refs, int bytesMax) {
        WireWriter out = WRITER.get();
        out.begin(refs, bytesMax);
        out.within(message, bytesMax, () -> {
            out.raw(VERSION);
            out.any(message);
        });
        return out;
    }

    static byte[] bytes(Wire message, Refs refs, int bytesMax) {
        return write(message, refs, bytesMax).take();
    }

    static Wire read(byte[] bytes, int length, Refs refs, int bytesMax) {
        var in = new WireReader(bytes, length, bytesMax, refs);
        return in.whole(() -> {
            int version = in.raw();
            if (version != VERSION) {
                throw new MalformedBytes.WrongVersion("a message", version, VERSION);
            }
            return in.any(Wire.class);
        });
    }
}

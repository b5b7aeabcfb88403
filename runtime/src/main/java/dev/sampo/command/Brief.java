package dev.sampo.command;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a command ended and the end of what it wrote, in a few bytes that are journaled with its success when its value is too
 * large for that: the value may be gone before anybody asks.
 */
final class Brief {
    private static final byte LAYOUT = 1;
    private static final int HEAD = 1 + 1 + 2 * Integer.BYTES;
    /** Of either stream: as much as is in the value unless its limit is set higher, or it is no text. */
    private static final int END_MAX = (4 << 10) + 64;
    /** A letter that is torn at the cut takes more bytes than what is left of it, and that something is cut is said. */
    private static final int TORN = 32;

    private Brief() {}

    static byte[] of(int exitCode, String stdout, String stderr) {
        byte[] out = end(stdout);
        byte[] err = end(stderr);
        boolean isCut = !isWhole(out, stdout) || !isWhole(err, stderr);
        return ByteBuffer.allocate(HEAD + out.length + err.length)
                .put(LAYOUT)
                .put((byte) (isCut ? 1 : 0))
                .putInt(exitCode)
                .putInt(out.length)
                .put(out)
                .put(err)
                .array();
    }

    private static byte[] end(String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        if (all.length <= END_MAX) {
            return all;
        }
        var tail = new Tail(END_MAX - TORN);
        tail.add(all, all.length);
        return tail.end(END_MAX - TORN).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(byte[] end, String text) {
        return new String(end, StandardCharsets.UTF_8).equals(text);
    }

    /** Empty for what is no brief of a command, or one of a later version. */
    static Optional<Written> read(byte[] brief) {
        try {
            ByteBuffer in = ByteBuffer.wrap(brief);
            if (in.get() != LAYOUT) {
                return Optional.empty();
            }
            boolean isCut = in.get() != 0;
            int exitCode = in.getInt();
            var out = new byte[Math.min(Math.max(0, in.getInt()), brief.length)];
            in.get(out);
            var err = new byte[in.remaining()];
            in.get(err);
            return Optional.of(new Written(
                    exitCode,
                    null,
                    new String(out, StandardCharsets.UTF_8),
                    new String(err, StandardCharsets.UTF_8),
                    isCut));
        } catch (BufferUnderflowException none) {
            return Optional.empty();
        }
    }
}

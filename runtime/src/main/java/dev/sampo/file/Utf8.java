package dev.sampo.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Whether bytes are text: parsers say it in the words of their libraries, and not of where in the file. */
final class Utf8 {
    private static final int PIECE = 8_192;

    private Utf8() {}

    /** Where the first byte is that no text has; -1 when there is none. */
    static int firstStrange(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(PIECE);
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }
}

package dev.sampo.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings as their length and UTF-8. */
public final class Text {

    private static final int LENGTH_MAX = 0xffff;

    private Text() {}

    public static byte[] bytes(String what, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    what + " of " + utf8.length + " bytes is too long, at most " + LENGTH_MAX + " are stored");
        }
        return utf8;
    }

    public static int size(byte[] utf8) {
        return Short.BYTES + utf8.length;
    }

    public static void put(ByteBuffer out, byte[] utf8) {
        out.putShort((short) utf8.length).put(utf8);
    }

    public static String get(ByteBuffer in) {
        byte[] utf8 = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

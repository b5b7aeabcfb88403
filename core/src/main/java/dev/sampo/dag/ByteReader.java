package dev.sampo.dag;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;

/** Takes what {@link ByteWriter} put, from bytes of strangers: every length is held against what is left before use. */
final class ByteReader {
    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int left() {
        return bytes.length - at;
    }

    int take() {
        if (left() == 0) {
            throw new MalformedBlueprint("it ends at byte " + at + " in the middle of something");
        }
        return bytes[at++] & 0xff;
    }

    /** Takes only the shortest form, so that equal blueprints have equal bytes. */
    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = take();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw new MalformedBlueprint("the number before byte " + at + " is longer than it needs to be");
                }
                return value;
            }
        }
        throw new MalformedBlueprint("the number before byte " + at + " is too long");
    }

    int number(String what, long max) {
        long value = number();
        if (value > max) {
            throw new MalformedBlueprint(what + " is " + value + ", at most " + max + " is possible at byte " + at);
        }
        return (int) value;
    }

    /** A count of things that take at least one byte each. */
    int count(String what) {
        return number("the number of " + what, left());
    }

    int signed(String what) {
        int folded = number(what, Integer.MAX_VALUE);
        return folded >>> 1 ^ -(folded & 1);
    }

    long eight() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | take();
        }
        return value;
    }

    byte[] block(String what) {
        return raw(count("bytes of " + what));
    }

    byte[] raw(int length) {
        if (length > left()) {
            throw new MalformedBlueprint("it ends at byte " + bytes.length + ", " + (length - left()) + " bytes early");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text(String what) {
        byte[] block = block(what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(block))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new MalformedBlueprint(what + " before byte " + at + " is no text");
        }
    }

    /** Texts in rising order, so that equal sets have equal bytes. */
    TreeSet<String> texts(String what) {
        var texts = new TreeSet<String>();
        for (int left = count(what); left > 0; left--) {
            String text = text(what);
            checkRises(texts.isEmpty() ? null : texts.last(), text);
            texts.add(text);
        }
        return texts;
    }

    /** @param previous null before the first */
    void checkRises(String previous, String next) {
        if (previous != null && previous.compareTo(next) >= 0) {
            throw new MalformedBlueprint("\"" + next + "\" must not follow \"" + previous + "\" before byte " + at);
        }
    }

    void end() {
        if (left() > 0) {
            throw new MalformedBlueprint("it goes on for " + left() + " bytes after its end");
        }
    }
}

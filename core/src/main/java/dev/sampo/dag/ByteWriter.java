package dev.sampo.dag;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows as bytes are put; numbers take as few bytes as they need. */
final class ByteWriter {
    private byte[] bytes;
    private int end;

    ByteWriter(int expected) {
        bytes = new byte[expected];
    }

    void put(int value) {
        reserve(1);
        bytes[end++] = (byte) value;
    }

    void number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative and has no place in a blueprint");
        }
        reserve(10);
        long rest = value;
        while (rest > 0x7f) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }

    /** Numbers of either sign; small ones stay short. */
    void signed(int value) {
        number((value << 1 ^ value >> 31) & 0xffffffffL);
    }

    void eight(long value) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[end++] = (byte) (value >>> shift);
        }
    }

    void text(String text) {
        block(text.getBytes(StandardCharsets.UTF_8));
    }

    void block(byte[] block) {
        number(block.length);
        raw(block);
    }

    void raw(byte[] block) {
        reserve(block.length);
        System.arraycopy(block, 0, bytes, end, block.length);
        end += block.length;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, end);
    }

    private void reserve(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end + (long) more, 2L * end)));
        }
    }
}

package dev.sampo.journal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Puts values into bytes that {@link ByteReader} takes them from. */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    public ByteWriter(int expected) {
        this.bytes = new byte[Math.max(16, expected)];
    }

    public ByteWriter writeByte(int value) {
        room(Byte.BYTES);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public ByteWriter writeInt(int value) {
        room(Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    public ByteWriter writeLong(long value) {
        return writeInt((int) (value >>> Integer.SIZE)).writeInt((int) value);
    }

    public ByteWriter writeBytes(byte[] value) {
        writeInt(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    public ByteWriter writeText(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public ByteWriter writeOptionalText(String value) {
        writeBoolean(value != null);
        return value == null ? this : writeText(value);
    }

    public <T> ByteWriter writeList(Collection<? extends T> values, BiConsumer<ByteWriter, T> each) {
        writeInt(values.size());
        for (T value : values) {
            each.accept(this, value);
        }
        return this;
    }

    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}

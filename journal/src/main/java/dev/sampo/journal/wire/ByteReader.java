package dev.sampo.journal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes values from bytes; a length is believed only as far as there are bytes for it, so nothing large is allocated. */
public final class ByteReader {

    private final ByteBuffer in;

    public ByteReader(ByteBuffer in) {
        this.in = in;
    }

    public ByteReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    public byte readByte() {
        return need(Byte.BYTES).get();
    }

    public boolean readBoolean() {
        byte value = readByte();
        if (value != 0 && value != 1) {
            throw new Malformed("neither true nor false: " + value);
        }
        return value == 1;
    }

    public int readInt() {
        return need(Integer.BYTES).getInt();
    }

    public long readLong() {
        return need(Long.BYTES).getLong();
    }

    public byte[] readBytes() {
        int length = readInt();
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    public String readText() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    /** Null where there was none. */
    public String readOptionalText() {
        return readBoolean() ? readText() : null;
    }

    /** As many as were written; each must take at least one byte. */
    public <T> List<T> readList(Function<ByteReader, T> each) {
        int count = readInt();
        need(count);
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(each.apply(this));
        }
        return list;
    }

    public void end() {
        if (in.hasRemaining()) {
            throw new Malformed(in.remaining() + " bytes too many");
        }
    }

    private ByteBuffer need(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new Malformed(bytes + " bytes expected, but there are " + in.remaining());
        }
        return in;
    }
}

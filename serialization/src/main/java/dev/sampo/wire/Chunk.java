package dev.sampo.wire;

import java.util.Arrays;

/** Some of the {@code total} bytes of something kept elsewhere, from {@code offset} on; carries a CRC32C when it travels. */
public record Chunk(long offset, long total, byte[] bytes) {

    public static final int BYTES_MAX = 128 << 10;

    public Chunk {
        if (offset < 0 || bytes.length > BYTES_MAX || offset > total - bytes.length) {
            throw new IllegalArgumentException("a chunk has at most " + BYTES_MAX + " bytes and ends by the total, not "
                    + bytes.length + " bytes at " + offset + " of " + total);
        }
    }

    /** The chunk of {@code whole} that starts at {@code offset}; an offset from outside it gets the nearest one inside. */
    public static Chunk of(byte[] whole, int offset) {
        int from = Math.max(0, Math.min(offset, whole.length));
        int end = from + Math.min(whole.length - from, BYTES_MAX);
        return new Chunk(from, whole.length, Arrays.copyOfRange(whole, from, end));
    }

    public boolean isLast() {
        return next() == total;
    }

    /** Where the chunk after this one starts. */
    public long next() {
        return offset + bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chunk chunk
                && offset == chunk.offset
                && total == chunk.total
                && Arrays.equals(bytes, chunk.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(31 * offset + total) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Chunk[" + bytes.length + " bytes at " + offset + " of " + total + "]";
    }
}

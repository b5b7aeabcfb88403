package dev.sampo.bytes;

/** What one message may cost: its size, its nesting, and the elements or characters any one part of it may declare. */
public record Limits(int bytesMax, int depthMax, int lengthMax) {

    public static final Limits DEFAULT = new Limits(64 << 20, 64, 64 << 20);

    public Limits {
        if (bytesMax < 1 || depthMax < 1 || lengthMax < 1) {
            throw new IllegalArgumentException("limits are at least 1: " + bytesMax + " bytes, depth " + depthMax
                    + ", declared length " + lengthMax);
        }
    }

    /** The same limits for messages of at most this many bytes; no part can then declare more than that either. */
    public Limits withBytesMax(int bytes) {
        return new Limits(bytes, depthMax, Math.min(lengthMax, bytes));
    }
}

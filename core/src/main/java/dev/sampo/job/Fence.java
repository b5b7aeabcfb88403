package dev.sampo.job;

/**
 * What tells one attempt at a task from every other: the term of the partition that allowed it, and a serial number
 * that grows with each permission given in that term. Compared in this order it only ever rises for a task, so users may
 * hand it to outside systems as a fencing token.
 */
public record Fence(long term, long serial) implements Comparable<Fence> {

    private static final int SERIAL_BITS = 40;

    /** Both numbers in one, for dense arrays: 16 million terms of a trillion serials each. */
    public long packed() {
        return term << SERIAL_BITS | serial;
    }

    public static Fence unpacked(long packed) {
        return new Fence(packed >>> SERIAL_BITS, packed & (1L << SERIAL_BITS) - 1);
    }

    @Override
    public int compareTo(Fence other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(serial, other.serial);
    }

    @Override
    public String toString() {
        return term + "." + serial;
    }
}

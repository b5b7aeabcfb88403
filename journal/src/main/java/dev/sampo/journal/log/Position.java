package dev.sampo.journal.log;

/** Where a record starts, packed into a {@code long} so that an index of millions of records stays small; never zero. */
public final class Position {

    private Position() {}

    static long of(int segment, long offset) {
        return ((long) segment << 32) | offset;
    }

    public static int segment(long position) {
        return (int) (position >>> 32);
    }

    public static long offset(long position) {
        return position & 0xffff_ffffL;
    }
}

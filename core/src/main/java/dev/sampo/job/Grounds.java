package dev.sampo.job;

/**
 * Names the values an attempt used, by the attempts that made them: two values of one task are told apart by their
 * fences, and a sum over the inputs tells one choice of values from another. A node uses what it has; whether that is
 * what the ledger has can only be told by comparing, since a value is refused or made anew without the node hearing of
 * it in time, and the scheduler that refused it may be gone.
 */
public final class Grounds {
    /** Of an attempt without inputs, or one that never started. */
    public static final long NONE = 0;

    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final long FIRST = 0xbf58476d1ce4e5b9L;
    private static final long SECOND = 0x94d049bb133111ebL;

    private Grounds() {}

    /** What one input adds to the sum. */
    public static long of(int position, Fence maker) {
        long bits = (maker.packed() + 1) * STEP + position;
        bits = (bits ^ bits >>> 30) * FIRST;
        bits = (bits ^ bits >>> 27) * SECOND;
        return bits ^ bits >>> 31;
    }
}

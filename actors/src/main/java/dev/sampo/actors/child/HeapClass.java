package dev.sampo.actors.child;

/**
 * The heap sizes that children come in, so that one may serve tasks that need about the same: an amount rounded up to
 * three significant binary digits, by an eighth at most. The amounts that people write, such as 768 MiB, are such sizes.
 */
final class HeapClass {
    private static final long MIB = 1 << 20;
    private static final int STEPS = 8;

    private HeapClass() {}

    /** The size of a heap for something that needs so many bytes. */
    static long of(long bytes) {
        long mib = (bytes + MIB - 1) / MIB;
        long step = Math.max(1, Long.highestOneBit(mib) / STEPS);
        return (mib + step - 1) / step * step * MIB;
    }

    static String option(long heap) {
        return "-Xmx" + heap / MIB + "m";
    }
}

package dev.sampo.sim.time;

/** The only source of chance in a world (splitmix64): one per seed, so that a seed is the whole story. */
public final class Chance {
    private long state;

    public Chance(long seed) {
        state = seed * 0x9E3779B97F4A7C15L + 0x2545F4914F6CDD1DL;
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        return mixed(state);
    }

    /** Spreads the bits of a number; also how transcripts are hashed. */
    public static long mixed(long bits) {
        long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** From 0 up to, not including, {@code bound}. */
    public int below(int bound) {
        return (int) ((next() >>> 33) * bound >>> 31);
    }

    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    public boolean happens(double probability) {
        return probability > 0 && (next() >>> 11) * 0x1.0p-53 < probability;
    }

    /** Zero in half of all calls, else a number up to {@code most}, small ones as likely as large ones. */
    public double sometimesUpTo(double most) {
        boolean on = happens(0.5);
        double share = (next() >>> 11) * 0x1.0p-53;
        return on ? most * share * share : 0;
    }
}

package dev.sampo.sim.whatif;

import java.util.SplittableRandom;

/**
 * What a policy is told in advance about how long tasks take.
 *
 * @param off how far estimates are off: the standard deviation of their ratio to the truth, which is lognormal with mean 1
 */
public record Estimates(boolean areKnown, double off) {
    public static final Estimates NONE = new Estimates(false, 0);
    public static final Estimates EXACT = new Estimates(true, 0);

    private static final double OFF_MAX = 1_000;

    public static Estimates off(double off) {
        return new Estimates(true, off);
    }

    /** {@code none}, {@code exact}, or how far they are off, as {@code 50%}. */
    public static Estimates named(String text) {
        if (text.equals(NONE.toString())) {
            return NONE;
        }
        if (text.equals(EXACT.toString())) {
            return EXACT;
        }
        if (text.matches("\\d{1,4}%") && percent(text) <= OFF_MAX) {
            return off(percent(text) / 100);
        }
        throw new InvalidWhatIf(
                "estimates are none, exact, or off by some percent, as 50% (at most 1000%), not \"" + text + "\"");
    }

    private static double percent(String text) {
        return Double.parseDouble(text.substring(0, text.length() - 1));
    }

    /** What the truth about a task is multiplied with. */
    double factor(long seed, int task) {
        if (off == 0) {
            return 1;
        }
        double variance = Math.log1p(off * off);
        double drawn = new SplittableRandom(seed * 1_000_003 + task).nextGaussian();
        return Math.exp(Math.sqrt(variance) * drawn - variance / 2);
    }

    @Override
    public String toString() {
        if (!areKnown) {
            return "none";
        }
        return off == 0 ? "exact" : Math.round(100 * off) + "%";
    }
}

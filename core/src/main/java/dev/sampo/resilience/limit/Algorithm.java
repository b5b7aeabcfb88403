package dev.sampo.resilience.limit;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a {@link Limiter} counts. */
public enum Algorithm {
    /** Permits gather at the rate, up to the burst: in any time no more than the rate yields in it, and the burst. */
    TOKEN_BUCKET,
    /** Permits drip at the rate, one after the other; nothing gathers. Its burst is the most that is taken in one go. */
    LEAKY_BUCKET,
    /** In no period of the rate's length more than its permits, wherever the period begins. */
    SLIDING_WINDOW,
    /** The rate's permits in each period, one period after the other: twice as many around a boundary. */
    FIXED_WINDOW;

    /** As it is written in configurations, such as "token-bucket". */
    public static Algorithm named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("algorithm \"" + name + "\" is not known, only "
                        + Arrays.stream(values()).map(Algorithm::toString).collect(Collectors.joining(", "))));
    }

    /** Whether permits gather in it or drip out of it; the others count in windows, and know no burst. */
    public boolean isBucket() {
        return this == TOKEN_BUCKET || this == LEAKY_BUCKET;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

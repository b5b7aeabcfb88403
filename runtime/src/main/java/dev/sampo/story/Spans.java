package dev.sampo.story;

import java.util.Locale;

/** Lengths of time in words. */
final class Spans {
    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Spans() {}

    static String of(long micros) {
        if (micros < MILLI) {
            return micros + " \u00b5s";
        } else if (micros < SECOND) {
            return String.format(Locale.ROOT, "%.3g ms", (double) micros / MILLI);
        } else if (micros < MINUTE) {
            return String.format(Locale.ROOT, "%.3g s", (double) micros / SECOND);
        } else if (micros < HOUR) {
            return micros / MINUTE + " min " + micros % MINUTE / SECOND + " s";
        }
        return micros / HOUR + " h " + micros % HOUR / MINUTE + " min";
    }

    static String share(long part, long whole) {
        return whole <= 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}

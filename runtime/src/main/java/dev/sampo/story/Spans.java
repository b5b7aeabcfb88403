package dev.sampo.story;

import java.util.Locale;

/** Lengths of time in words. */
final class Spans {
    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** Numbers stay with their units. */
    private static final char NBSP = '\u00a0';

    private Spans() {}

    static String of(long micros) {
        if (micros < MILLI) {
            return String.valueOf(micros) + NBSP + "\u00b5s";
        } else if (micros < SECOND) {
            return String.format(Locale.ROOT, "%.3g" + NBSP + "ms", (double) micros / MILLI);
        } else if (micros < MINUTE) {
            return String.format(Locale.ROOT, "%.3g" + NBSP + "s", (double) micros / SECOND);
        } else if (micros < HOUR) {
            return words(micros / MINUTE, "min", micros % MINUTE / SECOND, "s");
        }
        return words(micros / HOUR, "h", micros % HOUR / MINUTE, "min");
    }

    private static String words(long large, String unit, long small, String smallUnit) {
        return String.valueOf(large) + NBSP + unit + NBSP + small + NBSP + smallUnit;
    }

    static String share(long part, long whole) {
        return whole <= 0 ? "" : String.format(Locale.ROOT, "%.1f" + NBSP + "%%", 100.0 * part / whole);
    }
}

package dev.sampo.planning;

import java.util.Locale;

/** Amounts as people read them. */
final class Words {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Words() {}

    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        for (; amount >= 1_024 && unit < UNITS.length - 1; unit++) {
            amount /= 1_024;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    static String micros(long micros) {
        if (micros < 1_000) {
            return micros + " us";
        }
        return micros < 1_000_000 ? micros / 1_000 + " ms" : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }
}

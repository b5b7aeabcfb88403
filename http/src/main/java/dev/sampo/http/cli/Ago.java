package dev.sampo.http.cli;

/** Spans of time for people. */
final class Ago {
    private Ago() {}

    static String of(long millis) {
        long seconds = Math.max(0, millis) / 1_000;
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        long hours = seconds / 3_600;
        return hours < 24 ? hours + "h" + seconds % 3_600 / 60 + "m" : hours / 24 + "d" + hours % 24 + "h";
    }
}

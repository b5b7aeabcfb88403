package dev.sampo.resilience;

/**
 * When a {@link Breaker} leaves its target alone.
 *
 * @param window of so many calls the latest count
 * @param callsMin fewer tell nothing
 * @param failures share of failed calls that is too much
 * @param slow share of slow calls that is too much
 * @param openMillis how long its target is left alone before it is tried again
 * @param probes how many calls try it at once
 * @param probeMillis a probe of which nothing is heard for so long has failed
 */
public record BreakerSettings(
        int window, int callsMin, double failures, double slow, long openMillis, int probes, long probeMillis) {

    public static final BreakerSettings DEFAULTS = new BreakerSettings(20, 5, 0.5, 0.9, 30_000, 1, 60_000);

    public BreakerSettings {
        check("window", window, window >= 1);
        check("calls-min", callsMin, callsMin >= 1 && callsMin <= window);
        check("failures", failures, failures > 0 && failures <= 1);
        check("slow", slow, slow > 0 && slow <= 1);
        check("open-for", openMillis, openMillis >= 1);
        check("probes", probes, probes >= 1);
        check("probe-within", probeMillis, probeMillis >= 1);
    }

    private static void check(String name, Object value, boolean isRight) {
        if (!isRight) {
            throw new IllegalArgumentException(
                    "the breaker's " + name + "=" + value
                            + " is out of bounds: shares lie above 0 and up to 1, all else is positive, calls-min is within window");
        }
    }
}

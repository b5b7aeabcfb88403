package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Kind;
import java.time.Duration;
import java.util.Map;

/**
 * What a history is held to, where that is a matter of degree.
 *
 * @param inFlight how long after the answer to a cancel an attempt that was on its way may still start
 * @param minority how long a side without a majority may go on answering
 * @param recovery how long it may take from the end of a fault until something is done again
 * @param quiet the shortest time without faults in which progress is measured
 * @param share of the rate before the first fault that such a time must reach
 * @param faults how often each kind must have happened, and have been seen to
 */
public record Limits(
        Duration inFlight,
        Duration minority,
        Duration recovery,
        Duration quiet,
        double share,
        Map<Kind, Integer> faults) {

    private static final Duration IN_FLIGHT_WHEN_BUSY = Duration.ofSeconds(10);

    public static final Limits DEFAULTS = new Limits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(17),
            Duration.ofSeconds(90),
            Duration.ofSeconds(20),
            0.5,
            Map.of());

    /** For tests of a build: where the load and the machine's other work come and go, pace tells nothing. */
    public Limits atAnyPace() {
        return new Limits(IN_FLIGHT_WHEN_BUSY, minority, recovery, quiet, 0, faults);
    }

    public Limits with(Map<Kind, Integer> wanted) {
        return new Limits(inFlight, minority, recovery, quiet, share, Map.copyOf(wanted));
    }
}

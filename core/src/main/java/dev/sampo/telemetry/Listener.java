package dev.sampo.telemetry;

/**
 * Hears of what happens on its node, one event after the other, on a thread of its own. Given to {@code Sampo.listen}, or
 * found as a service ({@code META-INF/services/dev.sampo.telemetry.Listener}) when the node starts.
 */
public interface Listener {
    void on(Event event);
}

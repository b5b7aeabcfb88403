package dev.sampo.telemetry;

import java.util.Set;

/**
 * Hears of what happens on its node, one event after the other, on a thread of its own. Given to {@code Sampo.listen}, or
 * found as a service ({@code META-INF/services/dev.sampo.telemetry.Listener}) when the node starts.
 */
public interface Listener {
    void on(Event event);

    /** Kinds of events that it need not be told of; one that nobody wants is not made. The same whenever it is asked. */
    default Set<Class<? extends Event>> leavesOut() {
        return Set.of();
    }
}

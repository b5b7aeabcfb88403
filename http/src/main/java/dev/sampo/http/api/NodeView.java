package dev.sampo.http.api;

import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeState;
import dev.sampo.membership.Presence;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A node as the cluster's directory knows it, and, where it answered, as it says itself.
 *
 * @param status healthy, degraded or offline, as its beats are heard here
 * @param availability active, cordoned or draining
 * @param free what is not used; null when it runs no tasks or has not answered
 * @param held attempts queued or running; null as above
 * @param items of resources that consist of such; null as above
 * @param use null as above
 * @param links whom it reaches, by name those that it does not; null as above
 * @param answeredMicros how long its answer took, from the asking to the hearing here; null as above
 * @param outvoted how often it made something else of a task than enough others; null for never, or when schedulers did not say
 * @param lastHeard when its last beat came, in milliseconds since 1970
 */
public record NodeView(
        String node,
        String address,
        String status,
        String availability,
        Set<String> roles,
        Map<String, BigDecimal> capacity,
        Map<String, BigDecimal> free,
        Integer held,
        Map<String, List<String>> items,
        Map<String, String> labels,
        UseView use,
        LinksView links,
        Long answeredMicros,
        Integer outvoted,
        long lastHeard) {

    /** @param state null when there is none */
    public static NodeView of(NodeEntry entry, NodeState state) {
        return of(entry, state, null, null, null, null);
    }

    public static NodeView of(
            NodeEntry entry, NodeState state, UseView use, LinksView links, Long answeredMicros, Integer outvoted) {
        Presence presence = entry.presence();
        return new NodeView(
                presence.node().value(),
                presence.address(),
                lower(entry.status()),
                lower(state == null ? presence.availability() : state.availability()),
                presence.roles(),
                Amounts.of(state == null ? presence.capacity() : state.capacity()),
                state == null ? null : Amounts.of(state.free()),
                state == null ? null : state.held(),
                state == null ? null : state.items(),
                state == null ? presence.labels() : state.labels(),
                use,
                links,
                answeredMicros,
                outvoted,
                entry.lastHeard());
    }

    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

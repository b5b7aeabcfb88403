package dev.sampo.http.api;

import dev.sampo.planning.BreakerEntry;
import dev.sampo.resilience.Forced;
import java.util.List;

/**
 * Breakers of which there is something to say.
 *
 * @param schedulers how many there are, each of which finds out by what it has given out itself
 */
public record BreakersView(List<BreakerView> breakers, int schedulers) {

    /**
     * @param dag the name of the graph; null for the node as a whole
     * @param kind the name of the task; null for the node as a whole
     * @param state closed, open or half_open, as found out
     * @param openFor for how many schedulers it is not closed
     * @param outvoted of a node as a whole, how often it made something else than enough others; left out for never
     * @param calls how many of the latest count
     * @param forced open or closed, as somebody has decided; null when nobody has
     */
    public record BreakerView(
            String node,
            String dag,
            String kind,
            String state,
            int openFor,
            Integer outvoted,
            int calls,
            int failed,
            int slow,
            String forced,
            String by,
            String why,
            Long at) {

        static BreakerView of(BreakerEntry entry) {
            Forced forced = entry.forced().orElse(null);
            boolean isOfNode = entry.name().isOfNode();
            return new BreakerView(
                    entry.name().node().value(),
                    isOfNode ? null : entry.name().dag(),
                    isOfNode ? null : entry.name().kind(),
                    NodeView.lower(entry.state()),
                    entry.openFor(),
                    entry.outvoted() == 0 ? null : entry.outvoted(),
                    entry.calls(),
                    entry.failed(),
                    entry.slow(),
                    forced == null ? null : NodeView.lower(forced.to()),
                    forced == null ? null : forced.by(),
                    forced == null ? null : forced.why(),
                    forced == null ? null : forced.at());
        }
    }

    public static BreakersView of(List<BreakerEntry> entries, int schedulers) {
        return new BreakersView(entries.stream().map(BreakerView::of).toList(), schedulers);
    }
}

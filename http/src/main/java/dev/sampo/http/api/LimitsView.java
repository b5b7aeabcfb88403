package dev.sampo.http.api;

import java.util.List;

/**
 * Limits of how often something is done.
 *
 * @param asked of how many nodes was asked how theirs stand
 * @param answered how many of those are told of
 */
public record LimitsView(List<LimitView> limits, int asked, int answered) {

    /**
     * One of a name, on all nodes that answered.
     *
     * @param declared as on the node that is asked; null when it is declared on others only
     * @param admitted how often permits were given, since each node started
     * @param waiting how many wait for permits now
     */
    public record LimitView(String name, String declared, long admitted, long waiting, List<OnNode> nodes) {}

    public record OnNode(String node, long admitted, long waiting) {}
}

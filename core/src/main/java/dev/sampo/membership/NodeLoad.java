package dev.sampo.membership;

import java.util.List;

/**
 * How much of what a node has is used at this moment.
 *
 * @param running bodies that run
 * @param values how many large values are kept here
 * @param valueBytes how much memory they take; the rest of them is on disk
 * @param valueBytesMax how much they may take
 */
public record NodeLoad(
        NodeState state, int running, long values, long valueBytes, long valueBytesMax, List<LimitLoad> limits) {

    /**
     * One limit as this node sees it.
     *
     * @param admitted questions that were answered with yes, since the node started
     * @param waiting questions that are not answered yet
     */
    public record LimitLoad(String name, long admitted, long waiting) {}
}

package dev.sampo.http.api;

import dev.sampo.membership.NodeLoad;
import java.util.List;

/**
 * How much of a node is used, as it says itself; bytes.
 *
 * @param running bodies that run
 * @param heapUsed what objects of the node's process take
 * @param values large values that are kept there
 * @param valueMemory those of them that are in memory
 * @param valueFiles those that have a file, in memory or not
 * @param fetching values on their way there
 * @param fetches some of those, the oldest first
 */
public record UseView(
        int running,
        long heapUsed,
        long heapMax,
        long values,
        long valueMemory,
        long valueMemoryMax,
        long valueFiles,
        int fetching,
        List<FetchView> fetches) {

    /**
     * @param task its number
     * @param millis since when
     */
    public record FetchView(String job, int task, String from, long bytes, long millis) {}

    public static UseView of(NodeLoad load) {
        return new UseView(
                load.running(),
                load.heap().used(),
                load.heap().max(),
                load.kept().values(),
                load.kept().memory(),
                load.kept().memoryMax(),
                load.kept().files(),
                load.fetching(),
                load.fetches().stream().map(UseView::fetch).toList());
    }

    private static FetchView fetch(NodeLoad.Fetch fetch) {
        return new FetchView(fetch.job().value(), fetch.task(), fetch.from().value(), fetch.bytes(), fetch.millis());
    }
}

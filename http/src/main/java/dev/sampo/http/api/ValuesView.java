package dev.sampo.http.api;

import java.util.List;
import java.util.function.Predicate;

/**
 * The values of a job's tasks: how large they are, and where. Bytes.
 *
 * @param total how many tasks have a value
 * @param inJournal those that are with the job itself, and survive every node
 * @param onNodes those that nodes keep, the largest sums first; at most so many nodes
 * @param dropped those that no task needs any more, so that nodes have dropped them
 * @param values some of them, the largest first
 * @param fetching what is on its way between nodes, as it was a second ago at most
 * @param next what to give as from for those that follow; null when these were the last
 */
public record ValuesView(
        String job,
        int total,
        SumView inJournal,
        List<NodeSumView> onNodes,
        SumView dropped,
        List<ValueView> values,
        List<TransferView> fetching,
        Integer next) {

    public record SumView(int values, long bytes) {}

    /** @param there whether the node is; of one that is not, values are made again when they are needed */
    public record NodeSumView(String node, int values, long bytes, boolean there) {}

    /**
     * @param where journal, node, away when the node that had it is not there, or dropped
     * @param node who keeps it, or kept it; null for the journal
     * @param elements how many it has when tasks may be mapped over it; null otherwise
     */
    public record ValueView(int number, String task, long bytes, String where, String node, Integer elements) {
        private ValueView away() {
            return new ValueView(number, task, bytes, "away", node, elements);
        }
    }

    /** @param millis since when */
    public record TransferView(int number, String task, String from, String to, long bytes, long millis) {}

    /** As those nodes are there. */
    public ValuesView with(Predicate<String> there) {
        return new ValuesView(
                job,
                total,
                inJournal,
                onNodes.stream()
                        .map(each -> new NodeSumView(each.node(), each.values(), each.bytes(), there.test(each.node())))
                        .toList(),
                dropped,
                values.stream()
                        .map(each -> each.where().equals("node") && !there.test(each.node()) ? each.away() : each)
                        .toList(),
                fetching,
                next);
    }

    public ValuesView with(List<TransferView> transfers) {
        return new ValuesView(job, total, inJournal, onNodes, dropped, values, transfers, next);
    }
}

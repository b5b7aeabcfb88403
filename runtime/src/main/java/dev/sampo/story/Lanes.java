package dev.sampo.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** What ran on each node, laid out so that nothing lies upon anything else. */
final class Lanes {

    /** @param row where there is room for it, from 0 */
    record Bar(Run run, int row) {}

    /** @param rows how many ran there at a time, at most */
    record Lane(String node, List<Bar> bars, int rows) {}

    private Lanes() {}

    /** By the names of nodes; attempts of which nobody knows when they began have no room. */
    static List<Lane> of(Chronicle chronicle) {
        var byNode = new TreeMap<String, List<Run>>();
        chronicle.runs().forEach(run -> byNode.computeIfAbsent(run.node(), node -> new ArrayList<>())
                .add(run));
        return byNode.entrySet().stream().map(Lanes::lane).toList();
    }

    private static Lane lane(Map.Entry<String, List<Run>> node) {
        record Taken(long until, int row) {}
        var free = new PriorityQueue<Integer>();
        var taken = new PriorityQueue<Taken>(Comparator.comparingLong(Taken::until));
        var bars = new ArrayList<Bar>();
        int rows = 0;
        List<Run> sorted = node.getValue().stream()
                .sorted(Comparator.comparingLong(run -> run.isTimed() ? run.start() : run.end()))
                .toList();
        for (Run run : sorted) {
            long start = run.isTimed() ? run.start() : run.end();
            while (!taken.isEmpty() && taken.peek().until() <= start) {
                free.add(taken.poll().row());
            }
            int row = free.isEmpty() ? rows++ : free.poll();
            taken.add(new Taken(run.end(), row));
            bars.add(new Bar(run, row));
        }
        return new Lane(node.getKey(), bars, Math.max(1, rows));
    }
}

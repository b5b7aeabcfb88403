package dev.sampo.http.api;

import java.util.List;
import java.util.Map;

/**
 * The graph of a job, small enough to be drawn whatever its size: tasks that are alike are one group.
 *
 * @param graph changes when groups or edges do: when the job grows
 * @param collapsed none when each group is one task, kind when names that differ in their numbers only are one group, depth when even
 *     those are too many and all tasks of some depths are one
 * @param edgesLeftOut how many more there are than can be told, the thinnest
 */
public record GraphView(
        String job, int graph, int tasks, String collapsed, List<Group> groups, List<Edge> edges, int edgesLeftOut) {

    /**
     * @param name of a single task its own
     * @param depth how many tasks come before its first one at least
     * @param states how many of its tasks are in each state; states of none are left out
     * @param meanMillis how long its tasks ran on average; null before the first has
     * @param failures attempts that failed
     */
    public record Group(
            int id, String name, int depth, int tasks, Map<String, Integer> states, Long meanMillis, int failures) {}

    /** @param count how many tasks of the one are needed by tasks of the other, each as often as it is */
    public record Edge(int from, int to, int count) {}
}

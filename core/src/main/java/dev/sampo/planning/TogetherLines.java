package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Where those tasks of a job wait that are to run on one node, by the name of their group: kept, since every look at one of them asks. */
final class TogetherLines {
    private final Map<Blueprint, Map<String, List<Line>>> stated = new IdentityHashMap<>(1);
    /** Of those that ask for something else than what is stated. */
    private final Map<String, List<Waiting>> late = new HashMap<>(1);

    /** @param waiting by the distinct options of the graph */
    List<Line> of(Blueprint graph, String name, Waiting[] waiting) {
        var lines = new ArrayList<>(
                stated.computeIfAbsent(graph, first -> byName(graph, waiting)).getOrDefault(name, List.of()));
        for (Waiting each : late.getOrDefault(name, List.of())) {
            if (each.size() > 0) {
                lines.add(each.line());
            }
        }
        return lines;
    }

    private static Map<String, List<Line>> byName(Blueprint graph, Waiting[] waiting) {
        Map<String, List<Line>> byName = new HashMap<>();
        for (int i = 0; i < waiting.length; i++) {
            String name = graph.distinctOptions().get(i).placing().together();
            if (!name.isEmpty()) {
                byName.computeIfAbsent(name, first -> new ArrayList<>()).add(waiting[i].line());
            }
        }
        return byName;
    }

    void joins(Waiting waiting) {
        String name = waiting.line().options.placing().together();
        if (!name.isEmpty()) {
            late.computeIfAbsent(name, first -> new ArrayList<>()).add(waiting);
        }
    }
}

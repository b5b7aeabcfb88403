package dev.sampo.dag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tasks that start together must not wait for each other, or none of them ever starts. */
final class GangRules {
    private GangRules() {}

    static void check(List<TaskSpec> tasks, Wiring wiring, Problems problems) {
        Map<String, List<Integer>> gangs = new TreeMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            String gang = tasks.get(i).options().placing().gang();
            if (!gang.isEmpty()) {
                gangs.computeIfAbsent(gang, first -> new ArrayList<>()).add(i);
            }
        }
        gangs.forEach((gang, members) -> {
            int waiting = members.size() < 2 ? -1 : firstBefore(members, wiring);
            if (waiting >= 0) {
                problems.add(
                        Problem.Kind.BAD_SHAPE,
                        tasks.get(waiting).name(),
                        "is of the gang \"" + gang
                                + "\", and another of it waits for it, so that they never start together; leave it out");
            }
        });
    }

    /** The first of them that another of them waits for, or -1. */
    private static int firstBefore(List<Integer> members, Wiring wiring) {
        var seen = new BitSet();
        var toSee = new ArrayDeque<Integer>(members);
        while (!toSee.isEmpty()) {
            int task = toSee.remove();
            for (int i = 0; i < wiring.edgeCount(task); i++) {
                int earlier = wiring.edge(task, i);
                if (!seen.get(earlier)) {
                    seen.set(earlier);
                    toSee.add(earlier);
                }
            }
        }
        return members.stream().filter(seen::get).findFirst().orElse(-1);
    }
}

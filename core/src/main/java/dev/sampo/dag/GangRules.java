package dev.sampo.dag;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tasks that start together must not wait for each other, be it by way of another gang, or none of them ever starts. */
final class GangRules {
    private GangRules() {}

    /** In a graph that has no cycle as long as nothing starts together. */
    static void check(List<TaskSpec> tasks, Wiring wiring, Problems problems) {
        Map<String, Integer> firsts = new HashMap<>();
        int[] starters = new int[tasks.size()];
        boolean isAny = false;
        for (int i = 0; i < starters.length; i++) {
            String gang = tasks.get(i).options().placing().gang();
            starters[i] = gang.isEmpty() ? i : firsts.merge(gang, i, Math::min);
            isAny |= starters[i] != i;
        }
        if (isAny) {
            Cycles.in(asOne(wiring, starters), task -> name(tasks.get(task)))
                    .forEach(cycle -> problems.add(
                            Problem.Kind.BAD_SHAPE,
                            tasks.get(cycle.first()).name(),
                            "never starts, since all of a gang start together: " + cycle.sentence()));
        }
    }

    private static String name(TaskSpec task) {
        String gang = task.options().placing().gang();
        return gang.isEmpty() ? task.name() : "gang \"" + gang + "\"";
    }

    /** As if the first of each gang waited for all that any of it waits for, and were waited for in their place. */
    private static Wiring asOne(Wiring wiring, int[] starters) {
        int[] rows = new int[starters.length + 1];
        for (int task = 0; task < starters.length; task++) {
            rows[starters[task] + 1] += wiring.edgeCount(task);
        }
        for (int task = 0; task < starters.length; task++) {
            rows[task + 1] += rows[task];
        }
        int[] ends = rows.clone();
        int[] targets = new int[rows[starters.length]];
        for (int task = 0; task < starters.length; task++) {
            for (int i = 0; i < wiring.edgeCount(task); i++) {
                targets[ends[starters[task]]++] = starters[wiring.edge(task, i)];
            }
        }
        int[] none = new int[starters.length];
        Arrays.fill(none, Lenience.NONE);
        return new Wiring(rows, targets, new int[rows.length], new int[0], none);
    }
}

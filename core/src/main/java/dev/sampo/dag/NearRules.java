package dev.sampo.dag;

import dev.sampo.dag.Problem.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** What is wrong with the tasks that others are to be near. */
final class NearRules {
    /** Edges to follow at most: a wish that cannot come true does no harm, and looking for many of them would. */
    private static final long EDGES_MAX = 10_000_000;

    private final List<TaskSpec> tasks;
    private final Wiring wiring;
    private final Problems problems;
    /** The latest task that others are to be near, and all that it comes after. */
    private int target = -1;

    private BitSet before = new BitSet();
    private long edges;

    private NearRules(List<TaskSpec> tasks, Wiring wiring, Problems problems) {
        this.tasks = tasks;
        this.wiring = wiring;
        this.problems = problems;
    }

    static void check(List<TaskSpec> tasks, Map<String, Integer> numbers, Wiring wiring, Problems problems) {
        var rules = new NearRules(tasks, wiring, problems);
        for (int i = 0; i < tasks.size(); i++) {
            String near = tasks.get(i).options().placing().near();
            if (!near.isEmpty()) {
                rules.check(i, near, numbers.get(near));
            }
        }
    }

    private void check(int task, String near, Integer target) {
        String name = tasks.get(task).name();
        String wish = "is to be near \"" + near + "\", ";
        if (target == null) {
            problems.add(Kind.MISSING_TASK, name, wish + "which is not in this Dag; add it or mend the name");
        } else if (!(tasks.get(target).work() instanceof TaskSpec.Work.Runs)) {
            boolean isEach = tasks.get(target).work() instanceof TaskSpec.Work.Maps;
            String why = isEach ? "an each, which runs in many places" : "a constant, which runs nowhere";
            problems.add(Kind.BAD_SHAPE, name, wish + why + "; name a task");
        } else if (target == task || isBefore(task, target)) {
            String why = target == task ? "itself" : "which comes after it and has not run by then";
            problems.add(Kind.BAD_SHAPE, name, wish + why + "; name a task that runs earlier");
        }
    }

    private boolean isBefore(int task, int other) {
        if (other != target) {
            target = other;
            before = allBefore();
        }
        return before.get(task);
    }

    private BitSet allBefore() {
        var seen = new BitSet();
        var toSee = new ArrayDeque<Integer>();
        toSee.add(target);
        while (!toSee.isEmpty() && edges <= EDGES_MAX) {
            int task = toSee.remove();
            for (int i = 0; i < wiring.edgeCount(task); i++, edges++) {
                int earlier = wiring.edge(task, i);
                if (!seen.get(earlier)) {
                    seen.set(earlier);
                    toSee.add(earlier);
                }
            }
        }
        return seen;
    }
}

package dev.sampo.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Finds why tasks cannot be ordered: for each knot of tasks that all wait for each other (a strongly connected component,
 * by Tarjan's algorithm without recursion) a shortest whole cycle through its first task. Linear in tasks and edges.
 */
final class Cycles {
    private static final int UNSEEN = 0;

    /**
     * @param first the number of the first member
     * @param members in the order in which values would flow; each once
     */
    record Cycle(int first, List<String> members, int knotSize) {
        private static final int NAMED_MAX = 100;

        String sentence() {
            var text = new StringBuilder();
            for (int i = 0; i < members.size(); i++) {
                if (i == NAMED_MAX && members.size() > NAMED_MAX + 1) {
                    int hidden = members.size() - NAMED_MAX - 1;
                    text.append("(").append(hidden).append(" more) -> ");
                    i += hidden;
                }
                text.append(members.get(i)).append(" -> ");
            }
            text.append(members.get(0)).append(" is a cycle; take one of its edges away");
            int tangled = knotSize - members.size();
            return tangled == 0 ? text.toString() : text + " (" + tangled + " more tasks are tangled up with it)";
        }
    }

    private final Wiring wiring;
    private final int[] found;
    private final int[] low;
    private final int[] knots;
    private final int[] positions;
    private final int[] path;
    private final int[] open;
    private int openSize;
    private int clock = UNSEEN;
    private int knotCount;

    private Cycles(Wiring wiring) {
        int size = wiring.size();
        this.wiring = wiring;
        this.found = new int[size];
        this.low = new int[size];
        this.knots = new int[size];
        this.positions = new int[size];
        this.path = new int[size];
        this.open = new int[size];
    }

    /** One cycle per knot, in the order of their first tasks. */
    static List<Cycle> in(Wiring wiring, IntFunction<String> names) {
        var search = new Cycles(wiring);
        for (int task = 0; task < wiring.size(); task++) {
            if (search.found[task] == UNSEEN) {
                search.explore(task);
            }
        }
        return search.cycles(names);
    }

    private void explore(int from) {
        int depth = 0;
        enter(path[0] = from);
        while (depth >= 0) {
            int task = path[depth];
            if (positions[task] < wiring.edgeCount(task)) {
                int next = wiring.edge(task, positions[task]++);
                if (found[next] == UNSEEN) {
                    enter(path[++depth] = next);
                } else if (knots[next] == 0) {
                    low[task] = Math.min(low[task], found[next]);
                }
            } else {
                leave(task);
                if (--depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[task]);
                }
            }
        }
    }

    private void enter(int task) {
        found[task] = low[task] = ++clock;
        open[openSize++] = task;
    }

    /** Closes the knot whose root this task is; numbers from 1, with 0 for "still open". */
    private void leave(int task) {
        if (low[task] == found[task]) {
            knotCount++;
            int member;
            do {
                member = open[--openSize];
                knots[member] = knotCount;
            } while (member != task);
        }
    }

    private List<Cycle> cycles(IntFunction<String> names) {
        int[] sizes = new int[knotCount + 1];
        for (int knot : knots) {
            sizes[knot]++;
        }
        boolean[] told = new boolean[knotCount + 1];
        int[] cameFrom = new int[wiring.size()];
        Arrays.fill(cameFrom, -1);
        var cycles = new ArrayList<Cycle>();
        for (int task = 0; task < wiring.size(); task++) {
            int knot = knots[task];
            if (!told[knot] && (sizes[knot] > 1 || readsItself(task))) {
                told[knot] = true;
                cycles.add(new Cycle(task, shortestThrough(task, cameFrom, names), sizes[knot]));
            }
        }
        return cycles;
    }

    private boolean readsItself(int task) {
        for (int i = 0; i < wiring.edgeCount(task); i++) {
            if (wiring.edge(task, i) == task) {
                return true;
            }
        }
        return false;
    }

    /** Breadth first within the knot, from the task to itself. Edges lead to what is waited for: against the flow. */
    private List<String> shortestThrough(int task, int[] cameFrom, IntFunction<String> names) {
        int head = 0;
        int tail = 0;
        path[tail++] = task;
        while (cameFrom[task] < 0) {
            int at = path[head++];
            for (int i = 0; i < wiring.edgeCount(at); i++) {
                int next = wiring.edge(at, i);
                if (knots[next] == knots[task] && cameFrom[next] < 0) {
                    cameFrom[next] = at;
                    if (next != task) {
                        path[tail++] = next;
                    }
                }
            }
        }
        var members = new ArrayList<String>();
        members.add(names.apply(task));
        for (int at = cameFrom[task]; at != task; at = cameFrom[at]) {
            members.add(names.apply(at));
        }
        return members;
    }
}

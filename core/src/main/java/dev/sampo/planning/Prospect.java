package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.lookahead.Project;
import dev.sampo.lookahead.Timetable;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A job and the nodes as a project to look ahead in: all of it, or what remains while some tasks run. */
final class Prospect {
    private final Project whole;
    /** By node of the project, the index of its view. */
    private final int[] nodes;
    /** By task, when it was given out, in milliseconds. */
    private final long[] givenAt;

    Drift drift;
    /** A task has run longer or shorter than foreseen since the last look ahead. */
    boolean isOutdated;

    private Prospect(Project whole, int[] nodes, boolean isMadeAnew) {
        this.whole = whole;
        this.nodes = nodes;
        this.givenAt = new long[whole.size()];
        this.drift = new Drift(whole.micros(), isMadeAnew);
    }

    /**
     * Null when there is a task that no node can run, one of another kind, or one of which it is open what it will hold.
     *
     * @param isMadeAnew whether there will be another timetable when a task drifts
     */
    static Prospect of(
            JobPlan job, Blueprint graph, long[] micros, List<NodeView> views, Books books, boolean isMadeAnew) {
        int[][] nodesOf = nodesOf(job, graph, views, books);
        if (nodesOf == null) {
            return null;
        }
        long[] atLeastOne = Arrays.stream(micros).map(each -> Math.max(1, each)).toArray();
        int[][] successors = new int[micros.length][];
        for (int task = 0; task < micros.length; task++) {
            successors[task] = new int[graph.successorCount(task)];
            for (int i = 0; i < successors[task].length; i++) {
                successors[task][i] = graph.successor(task, i);
            }
        }
        TreeSet<String> names = names(views);
        long[][] wanted = graph.distinctOptions().stream()
                .map(options -> amounts(options.needs(), names))
                .toArray(long[][]::new);
        long[][] needs = new long[micros.length][];
        Arrays.setAll(needs, task -> wanted[graph.optionIndex(task)]);
        long[][] capacity = capacities(views, names);
        int[] nodes = new int[views.size()];
        for (int node = 0; node < nodes.length; node++) {
            nodes[node] = views.get(node).index;
        }
        return new Prospect(new Project(atLeastOne, needs, successors, nodesOf, capacity), nodes, isMadeAnew);
    }

    /** By task, those nodes first that are the least wanted by others. */
    private static int[][] nodesOf(JobPlan job, Blueprint graph, List<NodeView> views, Books books) {
        Line[] lines = Arrays.stream(job.waitingOf(graph, books.lines))
                .map(Waiting::line)
                .toArray(Line[]::new);
        int[][] byLine = new int[lines.length][];
        for (int i = 0; i < lines.length; i++) {
            var able = new ArrayList<Integer>();
            for (int node = 0; node < views.size(); node++) {
                if (lines[i].width(views.get(node)) > 0) {
                    able.add(node);
                }
            }
            able.sort((one, other) -> Double.compare(
                    books.lines.wanted(views.get(one), books), books.lines.wanted(views.get(other), books)));
            byLine[i] = able.stream().mapToInt(Integer::intValue).toArray();
        }
        int[][] nodesOf = new int[graph.size()][];
        for (int task = 0; task < nodesOf.length; task++) {
            nodesOf[task] = byLine[graph.optionIndex(task)];
            boolean isOpen = !graph.options(task).isFixed()
                    || !graph.options(task).demand().otherwise().isEmpty();
            if (isOpen || nodesOf[task].length == 0 || graph.kind(task) != Blueprint.Kind.TASK) {
                return null;
            }
        }
        return nodesOf;
    }

    /** Of the resources of the nodes that have no name of their own here. */
    static TreeSet<String> names(Collection<NodeView> views) {
        var names = new TreeSet<String>();
        views.forEach(view -> names.addAll(view.capacity.extraUnits().keySet()));
        return names;
    }

    /** By node, as {@link #amounts}. */
    static long[][] capacities(Collection<NodeView> views, TreeSet<String> names) {
        return views.stream().map(view -> amounts(view.capacity, names)).toArray(long[][]::new);
    }

    /** What there is of each kind: cpus, memory, gpus, and the others by these names. */
    static long[] amounts(Resources of, TreeSet<String> names) {
        long[] amounts = new long[3 + names.size()];
        amounts[0] = of.cpuUnits();
        amounts[1] = of.memoryBytes();
        amounts[2] = of.gpuUnits();
        int at = 3;
        for (String name : names) {
            amounts[at++] = of.extraUnits().getOrDefault(name, 0L);
        }
        return amounts;
    }

    Project whole() {
        return whole;
    }

    void given(int task, long now) {
        if (task < givenAt.length) {
            givenAt[task] = now;
        }
    }

    Course course(Timetable timetable, long since) {
        return new Course(timetable, nodes, since);
    }

    /** What runs by now; since when, and how far all was off so far, an earlier look may know. */
    void takeOver(JobPlan job, Prospect earlier, long now) {
        drift = earlier == null ? drift : earlier.drift;
        for (int task = 0; task < givenAt.length; task++) {
            boolean isKnown = earlier != null && earlier.givenAt[task] > 0;
            givenAt[task] = isKnown || !job.isAssigned(task) ? (isKnown ? earlier.givenAt[task] : 0) : now;
        }
    }

    /**
     * What remains, which begins with a gate: it lasts for as long as everything remaining together, those that run now
     * take so much longer, and all others start after it. So in any short timetable those that run now start at once.
     *
     * @param tasks of the whole, by task of the rest, after the gate
     */
    record Rest(Project project, int[] tasks, long gate) {

        /** The timetable found for the rest in terms of the whole, in which what has ended starts before all else. */
        Timetable inWhole(Timetable found, int size) {
            long[] start = new long[size];
            int[] node = new int[size];
            for (int i = 0; i < tasks.length; i++) {
                start[tasks[i]] = Math.max(0, found.start()[i + 1] - gate);
                node[tasks[i]] = found.node()[i + 1];
            }
            return new Timetable(start, node, found.makespan() - gate);
        }
    }

    Rest rest(JobPlan job, long now) {
        int[] rest = IntStream.range(0, whole.size())
                .filter(task -> !job.ledger.state(task).isFinal())
                .toArray();
        int size = rest.length + 1;
        int[] inRest = new int[whole.size()];
        Arrays.setAll(inRest, task -> Arrays.binarySearch(rest, task) + 1);
        long[] micros = new long[size];
        long[][] needs = new long[size][];
        int[][] nodesOf = new int[size][];
        int[][] successors = new int[size][];
        boolean[] isGated = new boolean[size];
        Arrays.fill(isGated, true);
        long gate = 1;
        for (int i = 1; i < size; i++) {
            int task = rest[i - 1];
            needs[i] = whole.needs()[task];
            micros[i] = whole.micros()[task];
            nodesOf[i] = whole.nodesOf()[task];
            successors[i] = Arrays.stream(whole.successors()[task])
                    .map(successor -> inRest[successor])
                    .filter(successor -> successor > 0)
                    .toArray();
            Arrays.stream(successors[i]).forEach(successor -> isGated[successor] = false);
            if (job.isAssigned(task)) {
                isGated[i] = false;
                micros[i] = remaining(task, now);
                nodesOf[i] = new int[] {nodeOf(job.node(task))};
            }
            gate += micros[i];
        }
        for (int i = 1; i < size; i++) {
            micros[i] += job.isAssigned(rest[i - 1]) ? gate : 0;
        }
        micros[0] = gate;
        needs[0] = new long[whole.capacity()[0].length];
        nodesOf[0] = new int[] {0};
        successors[0] = IntStream.range(1, size).filter(i -> isGated[i]).toArray();
        return new Rest(new Project(micros, needs, successors, nodesOf, whole.capacity()), rest, gate);
    }

    /** Whether all that runs does so on nodes that were there when the timetable was made. */
    boolean knowsWhereAllRun(JobPlan job) {
        return IntStream.range(0, whole.size()).allMatch(task -> !job.isAssigned(task) || nodeOf(job.node(task)) >= 0);
    }

    private int nodeOf(int view) {
        for (int node = 0; node < nodes.length; node++) {
            if (nodes[node] == view) {
                return node;
            }
        }
        return -1;
    }

    /** Of a task that runs longer than foreseen nobody knows; a tenth of what was foreseen is as good as anything. */
    private long remaining(int task, long now) {
        long ran = (now - givenAt[task]) * 1_000;
        return Math.max(Math.max(1, whole.micros()[task] / 10), whole.micros()[task] - ran);
    }
}

package dev.sampo.http.picture;

import dev.sampo.dag.Blueprint;
import dev.sampo.http.api.GraphView;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tasks of a job are drawn as one, and how those groups depend on each other. Made anew when the job has grown. */
final class Grouping {
    static final int NONE = -1;

    /** Of more tasks those that are alike are one group. */
    static final int SINGLE_MAX = 60;

    static final int GROUPS_MAX = 150;
    private static final int EDGES_MAX = 600;

    private final JobLedger job;
    private final int size;
    private final int[] depths;
    private final int[] groups;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> groupDepths = new ArrayList<>();
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<Long, Integer> edges = new HashMap<>();
    private String collapsed;

    /** @param parents the tasks whose bodies added graphs, in the order of those */
    static Grouping of(JobLedger job, List<Integer> parents) {
        var grouping = new Grouping(job);
        grouping.measure(parents);
        grouping.gather();
        grouping.connect(parents);
        return grouping;
    }

    private Grouping(JobLedger job) {
        this.job = job;
        this.size = job.size();
        this.depths = new int[size];
        this.groups = new int[size];
    }

    private void measure(List<Integer> parents) {
        int graph = 0;
        for (Stretch stretch : job.stretches()) {
            int floor = 0;
            if (stretch.isWhole()) {
                floor = graph == 0 || graph > parents.size() ? 0 : depths[parents.get(graph - 1)] + 1;
                graph++;
            }
            for (int task = stretch.first(); task < stretch.first() + stretch.count() && task < size; task++) {
                depths[task] = stretch.isWhole() ? depth(stretch, task, floor) : depths[stretch.each()];
            }
        }
    }

    private int depth(Stretch stretch, int task, int floor) {
        Blueprint graph = stretch.blueprint();
        int local = task - stretch.base();
        int depth = floor;
        for (int i = 0; i < graph.inputCount(local); i++) {
            int input = graph.input(local, i);
            depth = Math.max(depth, depths[stretch.base() + input] + (isConstant(graph, input) ? 0 : 1));
        }
        for (int i = 0; i < graph.afterCount(local); i++) {
            depth = Math.max(depth, depths[stretch.base() + graph.after(local, i)] + 1);
        }
        return depth;
    }

    private static boolean isConstant(Blueprint graph, int local) {
        return graph.kind(local) == Blueprint.Kind.CONSTANT;
    }

    private void gather() {
        if (size <= SINGLE_MAX) {
            collapsed = "none";
            group(task -> job.nameOf(task));
            return;
        }
        collapsed = "kind";
        if (group(this::kind) > GROUPS_MAX) {
            collapsed = "depth";
            int deepest = Arrays.stream(depths).max().orElse(0);
            int step = deepest / GROUPS_MAX + 1;
            group(task -> step == 1
                    ? "depth " + depths[task]
                    : "depth " + depths[task] / step * step + " to " + (depths[task] / step * step + step - 1));
        }
    }

    private interface Naming {
        String of(int task);
    }

    private String kind(int task) {
        Stretch stretch = job.stretchOf(task);
        String name = stretch.blueprint().taskName(stretch.blueprintTask(task));
        return withoutNumbers(name);
    }

    /** With a star for each of its numbers. */
    static String withoutNumbers(String name) {
        var kind = new StringBuilder(name.length());
        boolean wasDigit = false;
        for (int i = 0; i < name.length(); i++) {
            boolean isDigit = name.charAt(i) >= '0' && name.charAt(i) <= '9';
            if (!isDigit) {
                kind.append(name.charAt(i));
            } else if (!wasDigit) {
                kind.append('*');
            }
            wasDigit = isDigit;
        }
        return kind.toString();
    }

    /** @return how many groups that makes; looked at no further when those are too many */
    private int group(Naming naming) {
        var byName = new LinkedHashMap<String, Integer>();
        names.clear();
        groupDepths.clear();
        firsts.clear();
        sizes.clear();
        for (Stretch stretch : job.stretches()) {
            for (int task = stretch.first(); task < stretch.first() + stretch.count() && task < size; task++) {
                groups[task] = NONE;
                if (isDrawn(stretch, task)) {
                    put(task, naming.of(task), byName);
                }
                if (byName.size() > GROUPS_MAX && collapsed.equals("kind")) {
                    return byName.size();
                }
            }
        }
        return byName.size();
    }

    /** Not what is no work; of an each that became tasks, those, where each is drawn by itself. */
    private boolean isDrawn(Stretch stretch, int task) {
        if (!stretch.isWhole()) {
            return true;
        }
        boolean isMany = collapsed.equals("none") && job.expansion(task) != null;
        return !isMany && !isConstant(stretch.blueprint(), task - stretch.base());
    }

    private void put(int task, String name, Map<String, Integer> byName) {
        Integer group = byName.get(name);
        if (group == null) {
            group = names.size();
            byName.put(name, group);
            names.add(name);
            groupDepths.add(depths[task]);
            firsts.add(task);
            sizes.add(0);
        }
        groups[task] = group;
        sizes.set(group, sizes.get(group) + 1);
        groupDepths.set(group, Math.min(groupDepths.get(group), depths[task]));
    }

    private void connect(List<Integer> parents) {
        int graph = 0;
        for (Stretch stretch : job.stretches()) {
            if (stretch.isWhole()) {
                int parent = graph == 0 || graph > parents.size() ? NONE : parents.get(graph - 1);
                graph++;
                for (int task = stretch.first(); task < stretch.first() + stretch.count() && task < size; task++) {
                    connect(stretch, task, task, parent);
                }
            } else if (collapsed.equals("none")) {
                for (int task = stretch.first(); task < stretch.first() + stretch.count() && task < size; task++) {
                    connect(job.stretchOf(stretch.each()), stretch.each(), task, NONE);
                }
            }
        }
    }

    /** @param reader the same task, or an element of it */
    private void connect(Stretch stretch, int task, int reader, int parent) {
        Blueprint graph = stretch.blueprint();
        int local = task - stretch.base();
        boolean isRoot = true;
        for (int i = 0; i < graph.inputCount(local); i++) {
            isRoot &= isConstant(graph, graph.input(local, i));
            edge(stretch.base() + graph.input(local, i), reader);
        }
        for (int i = 0; i < graph.afterCount(local); i++) {
            isRoot = false;
            edge(stretch.base() + graph.after(local, i), reader);
        }
        if (isRoot && parent != NONE) {
            edge(parent, reader);
        }
    }

    private void edge(int source, int reader) {
        Stretch elements = collapsed.equals("none") ? job.expansion(source) : null;
        if (elements == null) {
            count(source, reader);
        }
        for (int i = 0; elements != null && i < elements.count(); i++) {
            count(elements.first() + i, reader);
        }
    }

    private void count(int source, int reader) {
        int from = groups[source];
        int to = groups[reader];
        if (from != NONE && to != NONE && from != to) {
            edges.merge((long) from << Integer.SIZE | to, 1, Integer::sum);
        }
    }

    /** Whether the job has grown since. */
    boolean isOld() {
        return job.size() != size;
    }

    int size() {
        return size;
    }

    int count() {
        return names.size();
    }

    int groupOf(int task) {
        return task < size ? groups[task] : NONE;
    }

    /** That of its task, if it is a single one. */
    String name(int group) {
        return sizes.get(group) == 1 ? job.nameOf(firsts.get(group)) : names.get(group);
    }

    int depth(int group) {
        return groupDepths.get(group);
    }

    String collapsed() {
        return collapsed;
    }

    int edgesLeftOut() {
        return Math.max(0, edges.size() - EDGES_MAX);
    }

    /** The thickest of them. */
    List<GraphView.Edge> edges() {
        return edges.entrySet().stream()
                .sorted((one, other) -> Integer.compare(other.getValue(), one.getValue()))
                .limit(EDGES_MAX)
                .map(edge -> new GraphView.Edge(
                        (int) (edge.getKey() >> Integer.SIZE), edge.getKey().intValue(), edge.getValue()))
                .toList();
    }
}

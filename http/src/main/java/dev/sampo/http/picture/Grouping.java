package dev.sampo.http.picture;

import dev.sampo.http.api.GraphView;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import dev.sampo.story.Needs;
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
    private final Needs needs;
    private final int size;
    private final int[] depths;
    private final int[] groups;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> groupDepths = new ArrayList<>();
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<Long, Integer> edges = new HashMap<>();
    private String collapsed;

    static Grouping of(JobLedger job, Needs needs) {
        var grouping = new Grouping(job, needs);
        grouping.measure();
        grouping.gather();
        grouping.connect();
        return grouping;
    }

    private Grouping(JobLedger job, Needs needs) {
        this.job = job;
        this.needs = needs;
        this.size = job.size();
        this.depths = new int[size];
        this.groups = new int[size];
    }

    /** Nothing needs what has a higher number. */
    private void measure() {
        for (int task = 0; task < size; task++) {
            Stretch stretch = job.stretchOf(task);
            depths[task] = stretch.isWhole() ? measured(task) : depths[stretch.each()];
        }
    }

    private int measured(int task) {
        int[] deepest = {0};
        needs.asWritten(
                task, source -> deepest[0] = Math.max(deepest[0], depths[source] + (needs.isConstant(source) ? 0 : 1)));
        return deepest[0];
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
        return !isMany && !needs.isConstant(task);
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

    private void connect() {
        for (int task = 0; task < size; task++) {
            int reader = task;
            Stretch stretch = job.stretchOf(task);
            if (stretch.isWhole()) {
                needs.asWritten(task, source -> edge(source, reader));
            } else if (collapsed.equals("none")) {
                needs.asWritten(stretch.each(), source -> edge(source, reader));
            }
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

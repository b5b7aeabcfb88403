package dev.sampo.story;

import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tasks of a job are drawn as one, and how those groups depend on each other. Made anew when the job has grown. */
public final class Groups {
    public static final int NONE = -1;

    /**
     * How much is drawn.
     *
     * @param singles of more tasks those that are alike are one group
     * @param groups of more groups by names, those of some depths are one
     * @param edges the thickest
     */
    public record Bounds(int singles, int groups, int edges) {}

    /** From one group to another that waits for it, as often as its tasks do. */
    public record Edge(int from, int to, int count) {}

    private final JobLedger job;
    private final Needs needs;
    private final Bounds bounds;
    private final int size;
    private final int[] depths;
    private final int[] groups;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> groupDepths = new ArrayList<>();
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<Long, Integer> edges = new HashMap<>();
    private String collapsed;

    public static Groups of(JobLedger job, Needs needs, Bounds bounds) {
        var groups = new Groups(job, needs, bounds);
        groups.measure();
        groups.gather();
        groups.connect();
        return groups;
    }

    private Groups(JobLedger job, Needs needs, Bounds bounds) {
        this.bounds = bounds;
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
        if (size <= bounds.singles()) {
            collapsed = "none";
            group(task -> job.nameOf(task));
            return;
        }
        collapsed = "kind";
        if (group(this::kind) > bounds.groups()) {
            collapsed = "depth";
            int deepest = Arrays.stream(depths).max().orElse(0);
            int step = deepest / bounds.groups() + 1;
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
        return pattern(name);
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
                if (byName.size() > bounds.groups() && collapsed.equals("kind")) {
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
    public boolean isOld() {
        return job.size() != size;
    }

    public int size() {
        return size;
    }

    public int count() {
        return names.size();
    }

    public int groupOf(int task) {
        return task < size ? groups[task] : NONE;
    }

    /** That of its task, if it is a single one. */
    public String name(int group) {
        return sizes.get(group) == 1 ? job.nameOf(firsts.get(group)) : names.get(group);
    }

    public int depth(int group) {
        return groupDepths.get(group);
    }

    public String collapsed() {
        return collapsed;
    }

    public int edgesLeftOut() {
        return Math.max(0, edges.size() - bounds.edges());
    }

    /** The thickest of them. */
    public List<Edge> edges() {
        return edges.entrySet().stream()
                .sorted((one, other) -> Integer.compare(other.getValue(), one.getValue()))
                .limit(bounds.edges())
                .map(edge -> new Edge(
                        (int) (edge.getKey() >> Integer.SIZE), edge.getKey().intValue(), edge.getValue()))
                .toList();
    }

    /** Of "page-17-of-20" that is "page-*-of-*": how tasks are called that are drawn as one. */
    private static String pattern(String task) {
        var pattern = new StringBuilder(task.length());
        boolean wasDigit = false;
        for (int i = 0; i < task.length(); i++) {
            boolean isDigit = task.charAt(i) >= '0' && task.charAt(i) <= '9';
            if (!isDigit) {
                pattern.append(task.charAt(i));
            } else if (!wasDigit) {
                pattern.append('*');
            }
            wasDigit = isDigit;
        }
        return pattern.toString();
    }
}

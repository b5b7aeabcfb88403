package dev.sampo.dag;

import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether the nodes there are, all idle, hold each gang at once: the largest of it first, each on the first node it fits. */
public final class GangFit {
    private static final int NO_TASK = -1;

    /** Those of a gang that ask for the same; how many an each becomes counts as one where it is not known. */
    private static final class Part {
        private final TaskOptions options;
        private int first = NO_TASK;
        private long count;

        Part(TaskOptions options) {
            this.options = options;
        }
    }

    private final List<NodeOffer> offers;
    private final List<Vacancy> left = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private Resources all = Resources.NONE;

    private GangFit(List<NodeOffer> offers) {
        this.offers = offers;
        for (NodeOffer offer : offers) {
            left.add(new Vacancy(offer.capacity()));
            all = all.plus(offer.capacity());
        }
    }

    /** How many of these the nodes hold at once. */
    public static long hold(List<TaskOptions> members, List<NodeOffer> offers) {
        Map<TaskOptions, Part> parts = new LinkedHashMap<>();
        for (TaskOptions options : members) {
            parts.computeIfAbsent(options, Part::new).count++;
        }
        var inOrder =
                offers.stream().sorted(Comparator.comparing(NodeOffer::name)).toList();
        return new GangFit(inOrder).hold(List.copyOf(parts.values()));
    }

    /** What is wrong, by a task of each gang that does not fit. */
    static Map<Integer, String> check(Blueprint graph, List<NodeOffer> offers, Quota quota, String tenant) {
        Map<Integer, String> wrong = new TreeMap<>();
        parts(graph).forEach((gang, parts) -> {
            long wanted = parts.values().stream().mapToLong(part -> part.count).sum();
            int first = parts.values().iterator().next().first;
            String start = "is of the gang \"" + gang + "\", whose " + wanted + " start together, and ";
            Resources needs = quota.isNone() ? Resources.NONE : needs(parts.values());
            if (!quota.isNone() && quota.times(needs, Resources.NONE) == 0) {
                wrong.put(
                        first,
                        start + "need " + needs + ", more than the " + quota + " that its tenant " + tenant
                                + " may hold");
                return;
            }
            long held = offers.isEmpty() ? wanted : new GangFit(offers).hold(List.copyOf(parts.values()));
            if (held < wanted) {
                wrong.put(first, start + "the nodes there are have room for " + held + " of them when they are idle");
            }
        });
        return wrong;
    }

    private static Resources needs(Collection<Part> parts) {
        Resources sum = Resources.NONE;
        for (Part part : parts) {
            for (long n = 0; n < part.count; n++) {
                sum = sum.plusAtMost(part.options.needs());
            }
        }
        return sum;
    }

    private static Map<String, Map<Integer, Part>> parts(Blueprint graph) {
        Map<String, Map<Integer, Part>> gangs = new TreeMap<>();
        for (int task = 0; task < graph.size(); task++) {
            int index = graph.optionIndex(task);
            TaskOptions options = graph.options(task);
            if (!options.placing().gang().isEmpty()) {
                Part part = gangs.computeIfAbsent(options.placing().gang(), first -> new TreeMap<>())
                        .computeIfAbsent(index, first -> new Part(options));
                part.first = part.first == NO_TASK ? task : part.first;
                part.count += count(graph, task);
            }
        }
        return gangs;
    }

    private static int count(Blueprint graph, int task) {
        boolean isKnown =
                graph.kind(task) == Blueprint.Kind.EACH && graph.kind(graph.input(task, 0)) == Blueprint.Kind.CONSTANT;
        return isKnown ? graph.constantCount(graph.input(task, 0)) : 1;
    }

    private long hold(List<Part> parts) {
        long held = 0;
        var largestFirst =
                Comparator.<Part>comparingDouble(part -> -part.options.needs().largestShareOf(all));
        for (Part part : parts.stream().sorted(largestFirst).toList()) {
            long open = part.count;
            for (int i = 0; i < offers.size() && open > 0; i++) {
                long here = Math.min(open, room(part.options, i));
                for (long n = 0; n < here; n++) {
                    left.get(i).take(part.options.needs());
                }
                open -= here;
            }
            held += part.count - open;
        }
        return held;
    }

    private int room(TaskOptions options, int i) {
        NodeOffer offer = offers.get(i);
        int room = options.where().matches(offer.name(), offer.labels())
                ? left.get(i).times(options.needs())
                : 0;
        Placing.Among apart = options.placing().apart();
        if (room == 0 || apart.isNone()) {
            return room;
        }
        return taken.add(apart.group() + "\n" + Placing.value(apart.label(), offer.labels(), offer.name())) ? 1 : 0;
    }
}

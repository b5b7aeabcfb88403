package dev.sampo.dag;

import dev.sampo.dag.Problem.Kind;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Whether the nodes that are there could ever run a blueprint. Looks at each distinct wish once, not at each task; tasks
 * with the same complaint share one problem. Tells nothing while there are no nodes: they may come.
 */
public final class Feasibility {
    private static final int NAMES_SHOWN = 4;
    private static final int COMPLAINTS_MAX = 1_000;

    /** One complaint, however many tasks have it. */
    private record Complaint(Kind kind, String what) {}

    /** The tasks concerned: the first few by name, all by number. */
    private static final class Affected {
        private final List<String> first = new ArrayList<>();
        private int count;

        void add(String task) {
            if (count++ < NAMES_SHOWN) {
                first.add(task);
            }
        }

        void add(Affected more) {
            for (int i = 0; i < more.first.size() && first.size() < NAMES_SHOWN; i++) {
                first.add(more.first.get(i));
            }
            count += more.count;
        }

        Problem problem(Complaint complaint) {
            String others = String.join(", ", first.subList(1, first.size()));
            int unnamed = count - first.size();
            String more = count == 1 ? "" : " (also " + others + (unnamed > 0 ? " and " + unnamed + " more" : "") + ")";
            return new Problem(complaint.kind, first.get(0), complaint.what + more);
        }
    }

    private final List<NodeOffer> offers;
    private final Quota quota;
    private final String tenant;
    private final TreeSet<String> extras = new TreeSet<>();
    private final Map<Complaint, Affected> complaints = new LinkedHashMap<>();

    private Feasibility(Collection<NodeOffer> offers, Quota quota, String tenant) {
        this.quota = quota;
        this.tenant = tenant;
        this.offers =
                offers.stream().sorted(Comparator.comparing(NodeOffer::name)).toList();
        offers.forEach(offer -> extras.addAll(offer.capacity().extraUnits().keySet()));
    }

    /**
     * @param quota what of the job may be held at once
     * @param tenant whose quota that is
     */
    public static List<Problem> check(Blueprint blueprint, Collection<NodeOffer> offers, Quota quota, String tenant) {
        return check(blueprint, task -> true, offers, quota, tenant);
    }

    /** @param runs whether a task is to run; one that has its value already asks for nothing */
    public static List<Problem> check(
            Blueprint blueprint, IntPredicate runs, Collection<NodeOffer> offers, Quota quota, String tenant) {
        var check = new Feasibility(offers, quota, tenant);
        var affected = tasksByOptions(blueprint, runs);
        for (int i = 0; i < affected.length && check.complaints.size() < COMPLAINTS_MAX; i++) {
            if (affected[i].count > 0) {
                check.check(blueprint.distinctOptions().get(i), affected[i]);
            }
        }
        if (check.complaints.isEmpty()) {
            check.checkGroups(blueprint, affected);
            GangFit.check(blueprint, check.offers, quota, tenant).forEach((task, what) -> {
                Affected tasks = affected[blueprint.optionIndex(task)];
                if (tasks.count > 0) {
                    check.complain(Kind.NEVER_FITS, what, tasks);
                }
            });
        }
        var problems = new ArrayList<Problem>();
        check.complaints.forEach((complaint, tasks) -> problems.add(tasks.problem(complaint)));
        return problems;
    }

    private static Affected[] tasksByOptions(Blueprint blueprint, IntPredicate runs) {
        var affected = new Affected[blueprint.distinctOptions().size()];
        Arrays.setAll(affected, index -> new Affected());
        for (int task = 0; task < blueprint.size(); task++) {
            if (blueprint.kind(task) == Blueprint.Kind.CONSTANT || !runs.test(task)) {
                continue;
            }
            var tasks = affected[blueprint.optionIndex(task)];
            if (tasks.first.size() < NAMES_SHOWN) {
                tasks.add(blueprint.taskName(task));
            } else {
                tasks.count++;
            }
        }
        return affected;
    }

    /**
     * Why tasks like this can never run.
     *
     * @param nearest the node that comes nearest
     */
    public record Never(String why, String nearest) {}

    /** Why tasks that ask for this could never run, although that did not show when they were submitted. */
    public static Optional<Never> whyNever(
            TaskOptions options, Collection<NodeOffer> offers, Quota quota, String tenant) {
        if (offers.isEmpty()) {
            return Optional.empty();
        }
        var check = new Feasibility(offers, quota, tenant);
        check.check(options, new Affected());
        return check.complaints.keySet().stream().findFirst().map(complaint -> {
            var matching = check.matching(options.where());
            var among = matching.isEmpty() ? check.offers : matching;
            return new Never(
                    complaint.what, nearest(options.demand().all(), among).offer.name());
        });
    }

    private List<NodeOffer> matching(Selector where) {
        return offers.stream()
                .filter(offer -> where.matches(offer.name(), offer.labels()))
                .toList();
    }

    private void check(TaskOptions options, Affected tasks) {
        var allowed = options.demand().all().stream()
                .filter(needs -> quota.times(needs, Resources.NONE) > 0)
                .toList();
        if (allowed.isEmpty()) {
            String most = "more than the " + quota + " that its tenant " + tenant + " may hold";
            complain(Kind.NEVER_FITS, "needs " + options.demand() + ", " + most, tasks);
            return;
        }
        if (offers.isEmpty()) {
            return;
        }
        if (!options.limit().isNothing() && matching(options.limit().nodes()).isEmpty()) {
            complain(Kind.NEVER_FITS, noNodeDeclares(options.limit().limit()), tasks);
            return;
        }
        var matching = matching(options.where());
        boolean hasChoice = allowed.size() > 1 && able(allowed, matching) > 0;
        var known = hasChoice
                ? allowed
                : allowed.stream().map(needs -> checkNames(needs, tasks)).toList();
        if (matching.isEmpty()) {
            complain(Kind.NEVER_FITS, noNodeMatches(options.where()), tasks);
            return;
        }
        long able = able(known, matching);
        if (able == 0) {
            complain(Kind.NEVER_FITS, nearestFit(known, options.where(), matching), tasks);
        } else if (able < options.verification().quorum()) {
            complain(
                    Kind.NEVER_FITS,
                    "is to be verified by " + options.verification().quorum() + " nodes that agree, and only " + able
                            + (able == 1 ? " node" : " nodes") + " could run it",
                    tasks);
        }
    }

    private static long able(List<Resources> needs, List<NodeOffer> matching) {
        return matching.stream()
                .filter(offer -> needs.stream().anyMatch(each -> each.fitsIn(offer.capacity())))
                .count();
    }

    /** Tasks that stay together: each fits somewhere, and there has to be a node that could run any of them. */
    private void checkGroups(Blueprint blueprint, Affected[] affected) {
        var groups = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < affected.length; i++) {
            String group = blueprint.distinctOptions().get(i).placing().together();
            if (!group.isEmpty() && affected[i].count > 0) {
                groups.computeIfAbsent(group, first -> new ArrayList<>()).add(i);
            }
        }
        groups.forEach((group, members) -> {
            if (members.size() > 1 && !offers.isEmpty()) {
                checkGroup(blueprint, affected, group, members);
            }
        });
    }

    private void checkGroup(Blueprint blueprint, Affected[] affected, String group, List<Integer> members) {
        NodeOffer nearest = null;
        List<Integer> unfit = members;
        for (NodeOffer offer : offers) {
            var not = members.stream()
                    .filter(i -> !offer.couldRun(blueprint.distinctOptions().get(i)))
                    .toList();
            if (nearest == null || not.size() < unfit.size()) {
                nearest = offer;
                unfit = not;
            }
        }
        if (!unfit.isEmpty()) {
            TaskOptions first = blueprint.distinctOptions().get(unfit.get(0));
            String lacks = first.where().matches(nearest.name(), nearest.labels())
                    ? "lacks " + first.needs().missingIn(nearest.capacity())
                    : "is none where " + first.where();
            complain(
                    Kind.NEVER_FITS,
                    "is to run on one node with all of \"" + group
                            + "\", and no node could run each of them; nearest is " + nearest.name() + ", which "
                            + lacks,
                    affected[unfit.get(0)]);
        }
    }

    /** The needs without the resources nobody has heard of, each of which is a complaint. */
    private Resources checkNames(Resources needs, Affected tasks) {
        var known = new TreeMap<String, Long>();
        needs.extraUnits().forEach((name, units) -> {
            if (extras.contains(name)) {
                known.put(name, units);
            } else {
                complain(Kind.UNKNOWN_RESOURCE, unknown(name), tasks);
            }
        });
        return new Resources(needs.cpuUnits(), needs.memoryBytes(), needs.gpuUnits(), known);
    }

    private String unknown(String name) {
        var names = new ArrayList<>(List.of("cpus", "memory", "gpus"));
        names.addAll(extras);
        return "needs the resource \"" + name + "\", which no node has; there are " + String.join(", ", names);
    }

    private String noNodeDeclares(String limit) {
        var declared = new TreeSet<String>();
        offers.forEach(offer -> declared.addAll(Taking.declared(offer.labels().keySet())));
        return "takes permits of the limit \"" + limit + "\", which no node declares"
                + (declared.isEmpty() ? "" : "; there are " + String.join(", ", declared))
                + "; add it to sampo.limits of the nodes that are to run it";
    }

    private String noNodeMatches(Selector where) {
        var values = new TreeMap<String, TreeSet<String>>();
        if (where.conditions().stream().anyMatch(each -> each.label().equals(Selector.NODE))) {
            values.put(
                    Selector.NODE, offers.stream().map(NodeOffer::name).collect(Collectors.toCollection(TreeSet::new)));
        }
        offers.forEach(offer -> offer.labels()
                .forEach((label, value) ->
                        values.computeIfAbsent(label, first -> new TreeSet<>()).add(value)));
        var labels = new ArrayList<String>();
        values.forEach((label, all) -> labels.add(label + "=" + String.join("|", all)));
        return "asks for nodes where " + where + ", and none is; "
                + (labels.isEmpty() ? "no node has labels" : "there are the labels " + String.join(", ", labels));
    }

    private static String nearestFit(List<Resources> choices, Selector where, List<NodeOffer> matching) {
        Fit fit = nearest(choices, matching);
        String among = where.conditions().isEmpty() ? "node" : "node where " + where;
        String which = choices.size() == 1 ? "" : " for " + fit.needs;
        return "needs " + choices.stream().map(Resources::toString).collect(Collectors.joining(", or "))
                + ", more than any "
                + among + " has; nearest is " + fit.offer.name() + ", which lacks "
                + fit.needs.missingIn(fit.offer.capacity()) + which;
    }

    private record Fit(Resources needs, NodeOffer offer) {}

    private static Fit nearest(List<Resources> choices, List<NodeOffer> matching) {
        Fit nearest = new Fit(choices.get(0), matching.get(0));
        for (Resources needs : choices) {
            for (NodeOffer offer : matching) {
                if (needs.shortfallIn(offer.capacity()) < nearest.needs.shortfallIn(nearest.offer.capacity())) {
                    nearest = new Fit(needs, offer);
                }
            }
        }
        return nearest;
    }

    private void complain(Kind kind, String what, Affected tasks) {
        complaints
                .computeIfAbsent(new Complaint(kind, what), first -> new Affected())
                .add(tasks);
    }
}

package dev.sampo.planning;

import dev.sampo.dag.Placing;
import dev.sampo.job.Stretch;
import dev.sampo.placement.Candidate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a task that minds where others are has to say to each node, as things are at one moment. */
final class Vicinity {
    private final Placing placing;
    private final Company company;
    /** Values of the label that others have; null where it does not matter. */
    private final Set<String> taken;

    private final Map<String, Integer> crowd;
    /** Where it has to run; null where that is open. */
    private final NodeView home;

    private final List<Line> group;
    private final NodeView near;
    private final boolean isReached;
    private final boolean isCounting;
    /** Other nodes with room that suit less. */
    private final Map<NodeView, String> outdone = new HashMap<>();

    Vicinity(Company company, JobPlan job, int task, boolean isCounting) {
        this.company = company;
        this.isCounting = isCounting;
        this.placing = job.options(task).placing();
        Stretch stretch = job.ledger.stretchOf(task);
        int base = stretch.base();
        Placing.Among apart = placing.apart();
        this.taken = apart.isNone() ? null : new HashSet<>();
        if (taken != null) {
            company.group(job, base, apart.group()).keySet().forEach(view -> taken.add(value(view, apart.label())));
        }
        Placing.Among spread = placing.spread();
        this.crowd = spread.isNone() ? null : new HashMap<>();
        if (crowd != null) {
            company.group(job, base, spread.group())
                    .forEach((view, count) -> crowd.merge(value(view, spread.label()), count, Integer::sum));
        }
        String together = placing.together();
        this.home = together.isEmpty() ? null : company.home(job, base, together);
        this.group = together.isEmpty() || home != null ? List.of() : company.linesOf(job, base, together);
        this.near = placing.near().isEmpty() ? null : company.placeOf(job, stretch, placing.near());
        this.isReached = !placing.atMost().isNone() && company.isReached(placing.atMost());
    }

    /** What the node has in this label; one without it has a value of its own. */
    private static String value(NodeView view, String label) {
        return Placing.value(label, view.labels, view.id.value());
    }

    boolean isHeldUp() {
        return !placing.atMost().isNone() && (isCounting || isReached);
    }

    Bar against(NodeView view) {
        if (isHeldUp()) {
            return Bar.ENOUGH;
        }
        if (home != null && view != home) {
            return Bar.TOGETHER;
        }
        for (Line line : group) {
            if (!line.couldRun(view)) {
                return Bar.NOT_ALL;
            }
        }
        if (taken != null && taken.contains(value(view, placing.apart().label()))) {
            return Bar.APART;
        }
        boolean isEnough = !placing.perNode().isNone()
                && company.countAt(view, placing.perNode().key())
                        >= placing.perNode().max();
        return isEnough ? Bar.ENOUGH_HERE : null;
    }

    /** Leaves of nodes that are as welcome as any those that have the fewest of its group, and of these the one it is to be near. */
    void lean(List<Candidate> candidates, List<NodeView> views, boolean isPatient) {
        if (candidates.size() < 2 || crowd == null && near == null) {
            return;
        }
        int best = 0;
        for (Candidate candidate : candidates) {
            best = Math.max(best, welcome(candidate, isPatient));
        }
        int fewest = Integer.MAX_VALUE;
        boolean isNearThere = false;
        for (int i = 0; i < views.size(); i++) {
            if (welcome(candidates.get(i), isPatient) == best && others(views.get(i)) <= fewest) {
                isNearThere = views.get(i) == near || isNearThere && others(views.get(i)) == fewest;
                fewest = others(views.get(i));
            }
        }
        for (int i = views.size() - 1; i >= 0; i--) {
            NodeView view = views.get(i);
            boolean isCrowded = others(view) > fewest;
            boolean isFar = isNearThere && view != near;
            if (welcome(candidates.get(i), isPatient) < best || isCrowded || isFar) {
                outdone.put(view, isCrowded ? crowded(view) : isFar ? far() : "another node is more welcome");
                views.remove(i);
                candidates.remove(i);
            }
        }
    }

    private static int welcome(Candidate candidate, boolean isPatient) {
        return (isPatient || candidate.startsAtOnce() ? 4 : 0)
                + (candidate.outvoted() ? 0 : 2)
                + (candidate.failedHere() ? 0 : 1);
    }

    private int others(NodeView view) {
        return crowd == null
                ? 0
                : crowd.getOrDefault(value(view, placing.spread().label()), 0);
    }

    boolean isOutdone(NodeView view) {
        return outdone.containsKey(view);
    }

    String whyOutdone(NodeView view) {
        return outdone.get(view);
    }

    private String crowded(NodeView view) {
        return "has " + others(view) + " of \"" + placing.spread().group() + "\" "
                + place(view, placing.spread().label()) + ", and another node has fewer";
    }

    private String far() {
        return "not the node of \"" + placing.near() + "\", near which it is to run";
    }

    private static String place(NodeView view, String label) {
        String value = value(view, label);
        return value.startsWith("=") ? "where " + label + value : "there";
    }

    /** For people. */
    String words(Bar bar, NodeView view) {
        return switch (bar) {
            case TOGETHER -> "its group \"" + placing.together() + "\" is on " + home.id;
            case NOT_ALL -> "could not run all of its group \"" + placing.together() + "\", which stays together";
            case APART ->
                "another of \"" + placing.apart().group() + "\" is "
                        + place(view, placing.apart().label());
            case ENOUGH_HERE ->
                "has " + company.countAt(view, placing.perNode().key()) + " of the "
                        + placing.perNode().max() + " of \"" + placing.perNode().key() + "\" that may be on one node";
            default -> whyHeldUp();
        };
    }

    String whyHeldUp() {
        return isCounting
                ? "the scheduler has just restarted and counts how many of \""
                        + placing.atMost().key() + "\" there are"
                : company.whyReached(placing.atMost());
    }
}

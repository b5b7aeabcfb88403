package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.TaskState;
import dev.sampo.placement.Candidate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Why tasks are where they are: what was known of all nodes when each chunk of neighbours was placed. Kept in memory only, the
 * latest of each job and of the partition. When more is placed than records are worth the time, only some are kept, and
 * stand for the others.
 */
final class Decisions {
    /** A decision takes as much as so many nodes, besides the nodes in it. */
    static final int WEIGHT = 8;

    private static final int JOB_MAX = 1_000;
    private static final int NODES_MAX = 50_000;

    /** At some 100 ns a node this is 1 % of a core at most. */
    private static final int NODES_PER_MILLI = 100;

    /** So much more in one go, which is half a millisecond. */
    private static final int CREDIT_MAX = 5_000;

    /** Of chunks of tasks that take less than a millisecond one in so many is recorded, and the first of each shape in a job. */
    private static final int TINY_SAMPLED = 16;

    private static final String ALONE =
            "the rule for what nodes died under, which runs alone, where the least is to end first";

    /** What is known of one placement; nothing of one that never was. */
    record Placement(String how, List<Explanation.Candidate> candidates) {
        static Placement of(String how) {
            return new Placement(how, List.of());
        }
    }

    private static final class OfJob {
        private final ArrayDeque<Decision> kept = new ArrayDeque<>();
        /** Of which there is, or was, one. */
        private final Set<Line> lines = new HashSet<>();
        /** By which permission a node started the task because the timetable had it next there. */
        private final Map<Integer, Fence> upcoming = new HashMap<>();
    }

    private final Books books;
    private final Map<JobPlan, OfJob> byJob = new HashMap<>();
    /** All of them, oldest first, and where each is kept. */
    private final LinkedHashMap<Decision, OfJob> inOrder = new LinkedHashMap<>();

    private int nodesKept;
    private long credit = CREDIT_MAX;
    private long creditAt;
    private int tinyChunks;

    Decisions(Books books) {
        this.books = books;
    }

    /** Keeps why the chosen candidate was better than all other nodes; null when this one is not kept. */
    Decision made(Dispatch dispatch, Bars bars, List<Candidate> candidates, int chosen) {
        if (!isSampled(bars.line, bars.job) || !isWorthIt()) {
            return null;
        }
        List<Decision.Scored> scored = dispatch.scored(bars, candidates);
        List<Refusal> refusals = dispatch.refusals().others(bars, candidates);
        Chooser placer = books.placer;
        return keep(
                bars.job,
                new Decision(books.now, placer.name(), bars.line, scored, chosen, placer.isPatient(), refusals));
    }

    /** The same for a task that is to run alone on the chosen one of these nodes. */
    Decision alone(Dispatch dispatch, Bars bars, List<NodeView> able, NodeView chosen) {
        if (!isWorthIt()) {
            return null;
        }
        var scored = new ArrayList<Decision.Scored>();
        var candidates = new ArrayList<Candidate>();
        for (NodeView view : able) {
            var candidate = new Candidate(
                    view.id,
                    view.labels,
                    1,
                    0,
                    view.load(bars.line),
                    false,
                    false,
                    false,
                    0,
                    0,
                    0,
                    Candidate.WAIT_UNKNOWN,
                    0,
                    books.repute.of(view),
                    0);
            candidates.add(candidate);
            scored.add(new Decision.Scored(candidate, -view.held));
        }
        List<Refusal> refusals = dispatch.refusals().others(bars, candidates);
        return keep(bars.job, new Decision(books.now, ALONE, bars.line, scored, able.indexOf(chosen), true, refusals));
    }

    /** A node has started the task by this permission of another. */
    void adopted(JobPlan job, int task, Fence fence) {
        if (!isAdopted(job, task, fence)) {
            byJob.computeIfAbsent(job, plan -> new OfJob()).upcoming.put(task, fence);
        }
    }

    private boolean isSampled(Line line, JobPlan job) {
        if (!line.isOfTinyTasks() || ++tinyChunks % TINY_SAMPLED == 0) {
            return true;
        }
        OfJob ofJob = byJob.get(job);
        return ofJob == null || !ofJob.lines.contains(line);
    }

    private boolean isWorthIt() {
        credit = Math.min(CREDIT_MAX, credit + NODES_PER_MILLI * (books.now - creditAt));
        creditAt = books.now;
        int cost = WEIGHT + books.nodes.size();
        if (credit < Math.min(cost, CREDIT_MAX)) {
            return false;
        }
        credit -= cost;
        return true;
    }

    private Decision keep(JobPlan job, Decision decision) {
        OfJob ofJob = byJob.computeIfAbsent(job, plan -> new OfJob());
        ofJob.kept.add(decision);
        ofJob.lines.add(decision.line);
        inOrder.put(decision, ofJob);
        nodesKept += decision.weight();
        if (ofJob.kept.size() > JOB_MAX) {
            drop(ofJob.kept.element());
        }
        while (nodesKept > NODES_MAX) {
            drop(inOrder.keySet().iterator().next());
        }
        return decision;
    }

    private void drop(Decision decision) {
        inOrder.remove(decision).kept.remove();
        nodesKept -= decision.weight();
    }

    void forget(JobPlan job) {
        OfJob ofJob = byJob.remove(job);
        while (ofJob != null && !ofJob.kept.isEmpty()) {
            drop(ofJob.kept.element());
        }
    }

    /** Why the task is, or was, where its latest attempt is. */
    Placement of(JobPlan job, int task) {
        TaskState state = job.ledger.state(task);
        boolean isFenced = job.isAssigned(task) || state == TaskState.SUCCEEDED;
        Fence fence = job.isAssigned(task) ? job.fence(task) : isFenced ? job.ledger.fence(task) : Fence.unpacked(0);
        if (fence.term() != 0 && fence.term() < books.term) {
            return beforeThisTerm();
        }
        Decision its = latest(job, decision -> decision.isOf(task) && (fence.term() == 0 || decision.isBy(fence)));
        if (its != null) {
            return words(its, "");
        }
        if (fence.term() == 0) {
            boolean wasSomewhere = state == TaskState.FAILED || state == TaskState.RETRYING;
            return !wasSomewhere ? Placement.of("") : job.isFromEarlierTerm() ? beforeThisTerm() : unrecorded();
        }
        if (isAdopted(job, task, fence)) {
            return Placement.of("started by its node itself, which had made its inputs");
        }
        OfJob ofJob = byJob.get(job);
        if (ofJob != null && fence.equals(ofJob.upcoming.get(task))) {
            return Placement.of("started by its node itself: the timetable had it next there");
        }
        Line line = job.lineOf(task, books.lines);
        Decision like = latest(job, decision -> decision.line.first == line && decision.isUpTo(fence));
        return like == null
                ? unrecorded()
                : words(like, "placed as one of many, of which only some are recorded; the latest one like it was ");
    }

    private static Placement beforeThisTerm() {
        return Placement.of("placed before this scheduler took over, and only the one before it knew why");
    }

    private static Placement unrecorded() {
        return Placement.of("no record of how it came there, or of one like it, is kept");
    }

    private Decision latest(JobPlan job, Predicate<Decision> wanted) {
        OfJob ofJob = byJob.get(job);
        if (ofJob != null) {
            for (var latest = ofJob.kept.descendingIterator(); latest.hasNext(); ) {
                Decision decision = latest.next();
                if (wanted.test(decision)) {
                    return decision;
                }
            }
        }
        return null;
    }

    /** By the permission of a task whose value it uses. */
    private static boolean isAdopted(JobPlan job, int task, Fence fence) {
        boolean[] isAdopted = {false};
        Lineage.forEachInput(
                job,
                task,
                input -> isAdopted[0] |=
                        job.ledger.fence(job.ledger.madeBy(input)).equals(fence));
        return isAdopted[0];
    }

    private Placement words(Decision decision, String before) {
        Chooser placer = books.placer;
        boolean isPresent = placer.name().equals(decision.placer);
        String failure = placer.failure().isEmpty() ? "" : "; " + placer.failure();
        return new Placement(
                before + decision.summary() + failure,
                decision.candidates(candidate -> isPresent ? placer.about(candidate) : ""));
    }
}

package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.Reason;
import dev.sampo.job.TaskState;
import dev.sampo.placement.Candidate;
import dev.sampo.resource.Demand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Why tasks are where they are: what was known of all nodes when each chunk of neighbours was placed. In full it is kept in
 * memory, the latest of each job and of the partition; in short, {@link Reason}, in the ledger and so in the journal. When more is
 * placed than records are worth the time, only some are kept, and stand for the others.
 */
final class Decisions {
    /** A decision takes as much as so many nodes, besides the nodes in it. */
    static final int WEIGHT = 8;

    private static final int NO_TASK = Blueprint.NO_TASK;
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

    private static final String TIMETABLE = "the timetable";

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
    }

    private record Made(JobPlan job, Decision decision) {}

    private final Books books;
    private final Map<JobPlan, OfJob> byJob = new HashMap<>();
    /** All of them, oldest first, and where each is kept. */
    private final LinkedHashMap<Decision, OfJob> inOrder = new LinkedHashMap<>();

    /** In this step. */
    private final List<Made> made = new ArrayList<>();

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
            String node = books.view(job.node(task)).id.value();
            record(job, new Reason(books.now, fence, 0, task, 1, node, TIMETABLE, 0, Optional.empty(), 0, Map.of()));
        }
    }

    /** What was decided in this step goes to the journal with all else that it led to. */
    void write() {
        if (made.isEmpty()) {
            return;
        }
        for (Made each : made) {
            List<Reason> reasons = each.decision.inShort(books.term);
            credit -= reasons.size();
            reasons.forEach(reason -> record(each.job, reason));
        }
        made.clear();
    }

    private void record(JobPlan job, Reason reason) {
        if (books.ledger.job(job.ledger.id()) == job.ledger) {
            books.record(new Fact.Placed(job.ledger.id(), job.ledger.reasons().encoded(reason)));
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
        made.add(new Made(job, decision));
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
        if (fence.term() != 0) {
            return by(job, task, fence);
        }
        if (state != TaskState.FAILED && state != TaskState.RETRYING) {
            return Placement.of("");
        }
        return its(job, task, decision -> decision.isOf(task), reason -> reason.isOf(task), "")
                .orElseGet(() -> unrecorded(job, job.isFromEarlierTerm()));
    }

    private Placement by(JobPlan job, int task, Fence fence) {
        boolean isOfThisTerm = fence.term() == books.term;
        Optional<Placement> its = its(
                job,
                task,
                decision -> isOfThisTerm && decision.isOf(task) && decision.isBy(fence),
                reason -> reason.isOf(task) && reason.isBy(fence),
                "");
        if (its.isPresent()) {
            return its.get();
        }
        if (isAdopted(job, task, fence)) {
            return adopted(job, task);
        }
        Line line = job.lineOf(task, books.lines);
        return its(
                        job,
                        task,
                        decision -> isOfThisTerm && decision.line.first == line && decision.isUpTo(fence),
                        reason -> reason.fence().compareTo(fence) <= 0
                                && !reason.placer().equals(TIMETABLE)
                                && job.options(reason.first()).equals(job.options(task)),
                        "placed as one of many, of which only some are recorded; the latest one like it was ")
                .orElseGet(() -> unrecorded(job, !isOfThisTerm));
    }

    /** The latest that is recorded of those: in full where that is still there, else in short. */
    private Optional<Placement> its(
            JobPlan job, int task, Predicate<Decision> inFull, Predicate<Reason> inShort, String before) {
        Decision decision = latest(job, inFull);
        return decision != null
                ? Optional.of(words(decision, job.options(task).demand(), before))
                : job.ledger.reasons().latest(inShort).map(reason -> words(job, task, reason, before));
    }

    /** The task whose permission it runs by was placed by somebody. */
    private Placement adopted(JobPlan job, int task) {
        int root = task;
        for (int maker = adopter(job, task); maker != NO_TASK; maker = adopter(job, maker)) {
            root = maker;
        }
        Placement placement = of(job, root);
        return new Placement(
                "started by its node itself, which had made its inputs and had room for it at once; "
                        + job.ledger.nameOf(root) + ", which brought it there, was " + placement.how,
                placement.candidates);
    }

    private Placement unrecorded(JobPlan job, boolean isOfEarlierTerm) {
        if (job.ledger.reasons().haveDropped()) {
            return Placement.of("no record of how it came there, or of one like it, is kept any more: of so large a job"
                    + " only the latest are");
        }
        return Placement.of(
                isOfEarlierTerm
                        ? "placed before this scheduler took over, and only the one before it knew why"
                        : "no record of how it came there, or of one like it, is kept");
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
        return adopter(job, task, fence) != NO_TASK;
    }

    /** The first of its inputs that was made by this permission; {@link #NO_TASK} if none was. */
    private static int adopter(JobPlan job, int task, Fence fence) {
        int[] adopter = {NO_TASK};
        Lineage.forEachInput(job, task, input -> {
            int maker = job.ledger.madeBy(input);
            if (adopter[0] == NO_TASK && job.ledger.fence(maker).equals(fence)) {
                adopter[0] = maker;
            }
        });
        return adopter[0];
    }

    /** The same for what has a permission by now. */
    private static int adopter(JobPlan job, int task) {
        return adopter(job, task, job.isAssigned(task) ? job.fence(task) : job.ledger.fence(task));
    }

    private Placement words(Decision decision, Demand stated, String before) {
        Chooser placer = books.placer;
        boolean isPresent = placer.name().equals(decision.placer);
        String failure = placer.failure().isEmpty() ? "" : "; " + placer.failure();
        return new Placement(
                before + decision.summary(stated) + failure,
                decision.candidates(candidate -> isPresent ? placer.about(candidate) : ""));
    }

    private Placement words(JobPlan job, int task, Reason reason, String before) {
        if (reason.placer().equals(TIMETABLE)) {
            return Placement.of("started by its node itself, " + reason.node()
                    + ": the timetable, the shortest that was found for the job, had it next there");
        }
        boolean isAllKept = reason.roomy() <= 2 && reason.refused().isEmpty();
        return new Placement(
                before
                        + Reasoning.summary(reason, job.options(task).demand())
                        + (isAllKept ? "" : "; of the other nodes no more is kept"),
                Reasoning.candidates(reason));
    }
}

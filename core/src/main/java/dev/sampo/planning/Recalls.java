package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.JobStatus;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import dev.sampo.placement.Candidate;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes attempts back that have waited on their node for long, once another node is idle: partitions do not know of each other, and
 * fill nodes that others have filled, so that each gets its share of them; but nothing is to wait there while there is room elsewhere.
 *
 * <p>It is room that nobody else has and that nothing in line can use. It is promised to the attempt that is recalled for it, and no other
 * is until that has been given back, has begun after all, or is over. A node that is told to give back what has begun does nothing.
 */
final class Recalls {
    private static final long EVERY_MILLIS = 200;
    /** For so many a node is looked for at a time. */
    private static final int LOOKS_MAX = 64;

    private record Key(JobPlan job, int task) {}

    private record Recall(JobPlan job, int task, Fence fence, Line line, NodeView to, long since) {
        boolean isOpen() {
            return job.ledger.status() == JobStatus.RUNNING
                    && job.isAssigned(task)
                    && job.fence(task).equals(fence)
                    && job.waits.isWaiting(task);
        }
    }

    private final Books books;
    /** Those of which attempts wait, and some others. */
    private final Set<JobPlan> jobs = new LinkedHashSet<>();

    private final Map<Key, Recall> recalled = new HashMap<>();
    /** Given back in this step. */
    private final List<Recall> returned = new ArrayList<>();

    private long nextAt;
    /** Nodes that had room for tasks of a shape when that was looked at last: what is about to be filled by others has none twice. */
    private Map<Line, Set<NodeView>> idle = new HashMap<>();

    Recalls(Books books) {
        this.books = books;
    }

    /** The node says that an attempt has waited there for so long. */
    void queued(NodeView view, Report.Queued queued) {
        JobPlan job = books.jobs.get(queued.attempt().job());
        int task = queued.attempt().task();
        boolean isKnown = books.isOpen(job) && task >= 0 && task < job.ledger.size();
        if (isKnown && job.isAssigned(task, view, queued.attempt().fence())) {
            job.waits.queued(task, books.now - queued.millis());
            jobs.add(job);
            leaveCourse(job);
            books.standoffs.queued(job, task);
        }
    }

    /** A course is for a job that has the nodes to itself; but one that was asked for is kept to. */
    private void leaveCourse(JobPlan job) {
        if (job.course != null && !job.ledger.options().isPlanned()) {
            books.foresight.leaveCourse();
        }
    }

    /** Whether the attempt that a node has given back is one that was recalled: then this is what places it anew. */
    boolean returned(JobPlan job, int task, Fence fence) {
        Recall recall = recalled.remove(new Key(job, task));
        boolean isMeant = recall != null && recall.fence().equals(fence);
        if (isMeant) {
            returned.add(recall);
        }
        return isMeant;
    }

    /** Before others get the room: what was given back goes where it is promised a place, if that is still there, and else to its line. */
    void place(Dispatch dispatch) {
        for (Recall each : returned) {
            Dispatch.Choice choice = each.job().isDispatchable(each.task()) ? promised(dispatch, each) : null;
            if (choice == null) {
                books.requeue(each.job(), each.task());
            } else {
                dispatch.give(choice, each.since());
            }
        }
        returned.clear();
    }

    private Dispatch.Choice promised(Dispatch dispatch, Recall recall) {
        Bars bars = dispatch.bars(recall.line(), recall.job(), recall.task());
        NodeView view = recall.to();
        boolean isFree = books.nodes.get(view.id) == view
                && view.idleNow(recall.line(), Resources.NONE) > 0
                && recall.job().tenant.room(recall.line().needs()) > 0
                && !bars.isHeldUp()
                && bars.against(view) == null;
        return isFree ? new Dispatch.Choice(bars, List.of(dispatch.candidate(bars, view)), 0, view) : null;
    }

    /** At the end of a pass: the room that is left is wanted by nobody in line. */
    void run(Dispatch dispatch) {
        recalled.values().removeIf(each -> !each.isOpen());
        jobs.removeIf(job -> job.waits.count() == 0 || !books.isOpen(job));
        if (jobs.isEmpty() || books.placer.isPatient() || books.isSettling) {
            idle.clear(); // The next look may be long from now.
            return;
        }
        if (books.now < nextAt) {
            books.lookAgain(nextAt);
            return;
        }
        nextAt = books.now + EVERY_MILLIS;
        Map<Line, Set<NodeView>> before = idle;
        idle = new HashMap<>();
        var inVain = new HashSet<Line>();
        int looks = 0;
        for (Key each : waiting()) {
            Line line = each.job().lineOf(each.task(), books.lines);
            if (looks < LOOKS_MAX && !inVain.contains(line) && mayMove(each)) {
                looks++;
                boolean isRecalled = recall(dispatch, each, line, before);
                if (!isRecalled && line.isPlain()) {
                    inVain.add(line);
                }
            }
        }
        if (!idle.isEmpty()) {
            books.lookAgain(nextAt);
        }
    }

    /** The most urgent first, and of those alike who has waited longest. */
    private List<Key> waiting() {
        var all = new ArrayList<Key>();
        for (JobPlan job : jobs) {
            job.waits.waiting().forEach(task -> all.add(new Key(job, task)));
        }
        all.sort(Comparator.<Key>comparingInt(key -> -key.job().lineOf(key.task(), books.lines).priority)
                .thenComparingLong(key -> key.job().waits.since(key.task())));
        return all;
    }

    /** Gangs are for {@link Standoffs}, and what a timetable that was asked for, or a proof, wants somewhere stays there. */
    private boolean mayMove(Key attempt) {
        JobPlan job = attempt.job();
        int task = attempt.task();
        return job.settled
                && job.ledger.status() == JobStatus.RUNNING
                && job.course == null
                && job.options(task).placing().gang().isEmpty()
                && !job.runsAlone(task, books.settings.lossesMax())
                && !books.searches.holds(job)
                && !recalled.containsKey(attempt);
    }

    private boolean recall(Dispatch dispatch, Key attempt, Line line, Map<Line, Set<NodeView>> before) {
        JobPlan job = attempt.job();
        int task = attempt.task();
        for (Line shape = line; shape != null; shape = shape.otherwise) {
            boolean mayHold = shape.needs().equals(job.held(task)) || job.tenant.room(shape.needs()) > 0;
            Bars bars = dispatch.bars(shape, job, task);
            List<Candidate> candidates = mayHold && !bars.isHeldUp()
                    ? candidates(dispatch, bars, before.getOrDefault(shape, Set.of()))
                    : List.of();
            NodeView to = dispatch.preferred(bars, candidates);
            if (to != null) {
                NodeView from = books.view(job.node(task));
                long since = job.waits.since(task);
                recalled.put(attempt, new Recall(job, task, job.fence(task), shape, to, since));
                from.tellNext(new Order.Recall(job.ledger.id(), new int[] {task}));
                return true;
            }
        }
        return false;
    }

    /** Nodes where it would begin at once, as was so when that was looked at before, and sooner than its inputs would take to get there if it had not waited already. */
    private List<Candidate> candidates(Dispatch dispatch, Bars bars, Set<NodeView> before) {
        var candidates = new ArrayList<Candidate>();
        long waited = books.now - bars.job.waits.since(bars.task);
        for (NodeView view : books.nodes.values()) {
            boolean hasRoom = candidates.size() < Scout.ALL
                    && view.index != bars.job.node(bars.task)
                    && view.idleNow(bars.line, Resources.NONE) > 0
                    && view.idleNow(bars.line, promisedOf(view)) > 0
                    && bars.against(view) == null;
            if (hasRoom) {
                idle.computeIfAbsent(bars.line, first -> new HashSet<>()).add(view);
            }
            Candidate candidate = hasRoom && before.contains(view) ? dispatch.candidate(bars, view) : null;
            if (candidate != null && candidate.moveMillis() <= waited) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private Resources promisedOf(NodeView view) {
        Resources promised = Resources.NONE;
        for (Recall each : recalled.values()) {
            promised = each.to() == view ? promised.plus(each.line().needs()) : promised;
        }
        return promised;
    }

    /** Which one it is of those that wait on its node, from 1. */
    int position(JobPlan job, int task) {
        return waitingOn(books.view(job.node(task))).indexOf(new Key(job, task)) + 1;
    }

    private List<Key> waitingOn(NodeView view) {
        return waiting().stream()
                .filter(each -> each.job().node(each.task()) == view.index)
                .toList();
    }

    /** For people: how an attempt that waits stands on its node. */
    String told(JobPlan job, int task) {
        NodeView view = books.view(job.node(task));
        Report.Held others = view.others.all();
        String there = others.attempts() == 0
                ? ""
                : ", which has " + others.attempts() + (others.attempts() == 1 ? " task" : " tasks")
                        + " of other schedulers too (" + others.needs() + ")";
        Recall recall = recalled.get(new Key(job, task));
        List<Key> all = waitingOn(view);
        return "is queued on " + view.id + " as attempt " + job.nextNumber(task) + ", "
                + (all.indexOf(new Key(job, task)) + 1) + " of " + all.size()
                + " that wait there for this scheduler, for "
                + Span.of(books.now - job.waits.since(task)) + there
                + (recall == null ? "" : "; it is taken back, since " + recall.to().id + " has room for it");
    }
}

package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.Stretch;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Gives ready tasks to nodes: line by line, in chunks of neighbours, so that the cost follows the number of chunks. A
 * node gets what it can run at once, and a short queue on top once it is known how long such tasks take.
 */
final class Dispatch {
    private static final Comparator<Line> MOST_URGENT = Comparator.<Line>comparingInt(line -> -line.priority)
            .thenComparing(Comparator.comparingLong(Line::rank).reversed())
            .thenComparingLong(Line::since)
            .thenComparingLong(line -> line.order);

    private final Books books;
    private final Chooser placer;
    private final NextTask next;
    private final Refusals refusals;
    private final List<NodeView> views = new ArrayList<>();
    /** In this pass: lines with tasks that may find room. */
    private final PriorityQueue<Line> turns = new PriorityQueue<>(MOST_URGENT);
    /** Whether a node with room was left alone when the latest task was to be placed. */
    private boolean isLeftAlone;
    /** In this pass: nodes kept for tasks that have waited too long. */
    private final Set<NodeView> kept = new HashSet<>();

    Dispatch(Books books) {
        this.books = books;
        this.placer = books.placer;
        this.next = new NextTask(books.lots);
        this.refusals = new Refusals(books, this);
    }

    void run() {
        if (placer.ranks()) {
            books.foresight.lookAgain();
            do {
                runByRank();
            } while (leavesCoursesInVain());
        } else {
            runInOrder();
        }
        books.nodes.values().forEach(NodeView::flushBatch);
    }

    private void runInOrder() {
        for (Line line : books.lines.inOrder()) {
            while (line.hasNext() && (placeChunk(line) || isPassed(line))) {
                // The next chunk sees the load this one made.
            }
            line.putBack();
        }
    }

    /** Of the lines' next tasks always the one with the longest way to go; a line that finds no room is done with. */
    private void runByRank() {
        kept.clear();
        long overdueSince = books.now - books.settings.overdueMillis();
        for (Line line : books.lines.inOrder()) {
            line.promote(overdueSince);
            if (line.hasNext()) {
                turns.add(line);
            }
        }
        for (Line line = turns.poll(); line != null; line = turns.poll()) {
            boolean isPlaced = placeChunk(line);
            if (!isPlaced && line.since() <= overdueSince && line.job().course == null) {
                keepANodeFor(line);
            }
            if ((isPlaced || isPassed(line)) && line.hasNext()) {
                turns.add(line);
            }
        }
        books.lines.inOrder().forEach(Line::putBack);
    }

    /** Nodes with room are left alone with the line's next task only: others need not wait for it. */
    private boolean isPassed(Line line) {
        return isLeftAlone && line.setAside(Breakers.endOfKind(line.job(), line.task(), line.end()));
    }

    /** Nothing of a job runs, and yet its course lets nothing start: then there is nothing to wait for. */
    private boolean leavesCoursesInVain() {
        boolean isInVain = books.foresight.isInVain()
                && books.lines.inOrder().stream().anyMatch(Line::hasNext)
                && books.nodes.values().stream().allMatch(view -> view.greeted);
        if (isInVain) {
            books.foresight.leaveCourse();
        }
        return isInVain;
    }

    /** Until there is room for the line's next task, one node gets nothing else: that which has the least to end first. */
    private void keepANodeFor(Line line) {
        NodeView chosen = null;
        boolean spares = sparesOthers(line, line.job(), line.task());
        for (NodeView view : books.nodes.values()) {
            boolean isLeftOut = spares && books.breakers.room(line.job(), line.task(), view) == 0;
            if (mayBeGiven(view) && line.width(view) > 0 && !kept.contains(view) && !isLeftOut) {
                boolean isSettled = chosen != null && chosen == line.kept;
                boolean isBetter = chosen == null || view.load(line) < chosen.load(line);
                if (view == line.kept || !isSettled && isBetter) {
                    chosen = view;
                }
            }
        }
        line.kept = chosen;
        if (chosen != null) {
            kept.add(chosen);
        }
    }

    private boolean placeChunk(Line line) {
        isLeftAlone = false;
        JobPlan job = line.job();
        int first = line.task();
        if (job.runsAlone(first, books.settings.lossesMax())) {
            return placeAlone(line, job, first);
        }
        if (job.course != null && !job.course.isTurnOf(first)) {
            return false;
        }
        var candidates = candidates(line, job, first);
        int chosen = candidates.isEmpty() ? Placer.NONE : placer.choose(next.of(job, first), candidates);
        if (chosen == Placer.NONE) {
            return false;
        }
        Candidate candidate = candidates.get(chosen);
        if (job.course != null && candidate.freeNow() == 0) {
            return false; // What waits at a node starts in the order the node likes.
        }
        NodeView view = views.get(chosen);
        int room = candidate.freeNow() > 0 ? candidate.freeNow() : candidate.queueRoom();
        int fairShare = Math.max(1, line.size() / (4 * candidates.size()));
        boolean isCareful = goesByItself(job, first) || job.course != null || placer.decidesEach();
        int chunk = isCareful ? 1 : Math.min(Math.min(room, fairShare), books.settings.assignChunk());
        boolean spares = sparesOthers(line, job, first);
        if (spares) {
            chunk = Math.min(chunk, books.breakers.room(job, first, view));
        }
        Decision decision = books.decisions.made(this, line, job, first, candidates, chosen);
        int given = assignChunk(line, view, job, chunk, spares, decision);
        placer.placed(candidates, chosen, given);
        return true;
    }

    /** Whether its neighbours in line may be placed otherwise. */
    private static boolean goesByItself(JobPlan job, int task) {
        return job.ledger.losses(task) > 0 || FurtherTries.isParticular(job, task);
    }

    /** Gives the task to the node that has least to finish before it can run there alone. */
    private boolean placeAlone(Line line, JobPlan job, int task) {
        var able = new ArrayList<NodeView>();
        NodeView chosen = null;
        for (NodeView view : books.nodes.values()) {
            if (mayBeGiven(view) && !view.hasSolo() && line.width(view) > 0) {
                able.add(view);
                chosen = chosen == null || view.held < chosen.held ? view : chosen;
            }
        }
        if (chosen == null) {
            return false;
        }
        Decision decision = books.decisions.alone(this, line, job, task, able, chosen);
        line.advance();
        provideInputs(chosen, job, task);
        long serial = chosen.assignAlone(job, task, job.nextNumber(task), books::nextSerial);
        job.assign(task, chosen, new Fence(books.term, serial));
        if (decision != null) {
            decision.covers(task, serial);
        }
        return true;
    }

    /** Nodes with room for the line's next task. A task that has lost a node gets no place in a queue. */
    List<Candidate> candidates(Line line, JobPlan job, int task) {
        var candidates = new ArrayList<Candidate>();
        views.clear();
        boolean mayQueue = job.ledger.losses(task) == 0;
        boolean spares = sparesOthers(line, job, task);
        for (NodeView view : books.nodes.values()) {
            boolean isFree = mayBeGiven(view) && !kept.contains(view) && !leadsElsewhere(job, task, view);
            Candidate candidate = isFree ? candidate(line, view, job, task, mayQueue) : null;
            if (candidate == null || candidate.room() == 0) {
                continue;
            }
            if (spares && books.breakers.room(job, task, view) == 0) {
                isLeftAlone = true;
            } else {
                candidates.add(candidate);
                views.add(view);
            }
        }
        return candidates;
    }

    /** Whether nodes may be left alone because of how such tasks do there: there is one where they do well. */
    boolean sparesOthers(Line line, JobPlan job, int task) {
        return books.breakers.isAny()
                && books.nodes.values().stream()
                        .anyMatch(view ->
                                mayBeGiven(view) && line.width(view) > 0 && books.breakers.room(job, task, view) > 0);
    }

    static boolean leadsElsewhere(JobPlan job, int task, NodeView view) {
        return job.course != null && !job.course.leadsTo(task, view);
    }

    boolean isKept(NodeView view) {
        return kept.contains(view);
    }

    Refusals refusals() {
        return refusals;
    }

    boolean mayBeGiven(NodeView view) {
        return view.isOpen() && (view.isWorker || books.absence.isLong());
    }

    Candidate candidate(Line line, NodeView view, JobPlan job, int task, boolean mayQueue) {
        if (line.width(view) == 0) {
            return null;
        }
        return new Candidate(
                view.id,
                view.labels,
                Math.max(0, view.freeNow(line)),
                mayQueue ? view.queueRoom(line, books.settings) : 0,
                view.load(line),
                !line.options.prefer().conditions().isEmpty()
                        && line.options.prefer().matches(view.labels),
                FurtherTries.wouldRatherNot(job, task, view),
                inputsAt(view, job, task),
                placer.ranks() ? books.lines.wanted(view, books) : 0,
                books.repute.of(view));
    }

    /** How they score, without a choice being made. */
    List<Decision.Scored> scored(JobPlan job, int task, List<Candidate> candidates) {
        var scored = new ArrayList<Decision.Scored>(candidates.size());
        for (Candidate candidate : candidates) {
            scored.add(new Decision.Scored(candidate, placer.score(next.isAbout(job, task), candidate)));
        }
        return scored;
    }

    private static int inputsAt(NodeView view, JobPlan job, int task) {
        Stretch stretch = job.ledger.stretchOf(task);
        int local = stretch.blueprintTask(task);
        int here = 0;
        int looked = Math.min(stretch.blueprint().inputCount(local), 16);
        for (int i = 0; i < looked; i++) {
            here += job.node(stretch.base() + stretch.blueprint().input(local, i)) == view.index ? 1 : 0;
        }
        return here;
    }

    private int assignChunk(Line line, NodeView view, JobPlan job, int chunk, boolean spares, Decision decision) {
        long rank = line.rank();
        int given = 0;
        for (; given < chunk && line.hasNext() && line.job() == job && line.rank() == rank; given++) {
            int task = line.task();
            boolean isLeftOut = spares && books.breakers.room(job, task, view) == 0;
            if (given > 0 && (isLeftOut || goesByItself(job, task))) {
                return given;
            }
            line.advance();
            provideInputs(view, job, task);
            long serial = view.assign(job, task, job.nextNumber(task), books::nextSerial);
            job.assign(task, view, new Fence(books.term, serial));
            books.foresight.given(job, task);
            books.breakers.begun(job, task, view, serial);
            if (decision != null) {
                decision.covers(task, serial);
            }
        }
        return given;
    }

    private static void provideInputs(NodeView view, JobPlan job, int task) {
        Lineage.forEachInput(job, task, input -> view.provide(job, input, job.ledger.value(input)));
    }
}

package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.Stretch;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Gives ready tasks to nodes: line by line, in chunks of neighbours, so that the cost follows the number of chunks. A
 * node gets what it can run at once, and a short queue on top once it is known how long such tasks take.
 */
final class Dispatch {
    private final Books books;
    private final Chooser placer;
    private final NextTask asked;
    private final Refusals refusals;
    private final List<NodeView> views = new ArrayList<>();
    /** In this pass: lines with tasks that may find room. */
    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    /** Whether what stood against the latest task that was to be placed is no reason for those behind it to wait. */
    private boolean isLeftAlone;
    /** Nodes kept for the next tasks of lines in which they have waited too long. */
    private final Map<NodeView, Line> kept = new HashMap<>();

    Dispatch(Books books) {
        this.books = books;
        this.placer = books.placer;
        this.asked = new NextTask(books.lots);
        this.refusals = new Refusals(books, this);
    }

    void run() {
        if (placer.ranks()) {
            books.foresight.lookAgain();
            books.searches.run();
        }
        books.shares.moveUp();
        do {
            giveTurns();
        } while (leavesCoursesInVain());
        books.nodes.values().forEach(NodeView::flushBatch);
    }

    /** A line that finds no room is done with. */
    private void giveTurns() {
        kept.clear();
        long overdue = books.now - books.settings.overdueMillis();
        for (Line line : books.lines.inOrder()) {
            Turn turn = Turn.of(line, overdue);
            if (turn != null) {
                turns.add(turn);
            }
            if (turn != null && line.kept != null && turn.since() <= overdue && mayBeGiven(line.kept)) {
                kept.put(line.kept, line);
            } else {
                line.kept = null;
            }
        }
        for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
            // What others were given in this pass may have made this one's turn come later; it never comes earlier.
            Turn now = Turn.of(turn.line(), overdue);
            if (!turns.isEmpty() && now != null && now.compareTo(turns.peek()) > 0) {
                turns.add(now);
            } else if (now != null) {
                give(now, overdue);
            }
        }
        books.lines.inOrder().forEach(Line::putBack);
    }

    private void give(Turn turn, long overdue) {
        Waiting next = turn.waiting();
        boolean isPlaced = placeChunk(turn.line(), next);
        if (!isPlaced && turn.since() <= overdue && next.job.course == null && !books.searches.holds(next.job)) {
            keepANodeFor(turn.line(), next);
        }
        Turn after = isPlaced || isPassed(next) ? Turn.of(turn.line(), overdue) : null;
        if (after != null) {
            turns.add(after);
        }
    }

    /** Nodes with room are left alone with the line's next task only: others need not wait for it. */
    private boolean isPassed(Waiting next) {
        return isLeftAlone && next.setAside(endOfLike(next.job, next.task(), next.end()));
    }

    /** Where those end that are left waiting for the same reason. */
    private static int endOfLike(JobPlan job, int task, int end) {
        if (job.ledger.votes().count(task) > 0) {
            return Ballots.endOfVotersAlike(job, task, end);
        }
        return goesByItself(job, task) ? task + 1 : Breakers.endOfKind(job, task, end);
    }

    /** Nothing of a job runs, and yet its course lets nothing start: then there is nothing to wait for. */
    private boolean leavesCoursesInVain() {
        boolean isInVain = books.foresight.isInVain()
                && books.lines.inOrder().stream().anyMatch(line -> line.next() != null)
                && books.nodes.values().stream().allMatch(view -> view.greeted);
        if (isInVain) {
            books.foresight.leaveCourse();
        }
        return isInVain;
    }

    /** Until there is room for the line's next task, one node gets nothing else: that which has the least to end first. */
    private void keepANodeFor(Line line, Waiting next) {
        NodeView chosen = null;
        boolean spares = sparesOthers(line, next.job, next.task());
        for (NodeView view : books.nodes.values()) {
            boolean isLeftOut = spares && books.breakers.room(next.job, next.task(), view) == 0;
            boolean isKeptFromIt = isKeptFrom(line, view) || Ballots.hasVoted(next.job, next.task(), view);
            if (mayBeGiven(view) && line.width(view) > 0 && !isKeptFromIt && !isLeftOut) {
                boolean isSettled = chosen != null && chosen == line.kept;
                boolean isBetter = chosen == null || view.load(line) < chosen.load(line);
                if (view == line.kept || !isSettled && isBetter) {
                    chosen = view;
                }
            }
        }
        kept.remove(line.kept, line);
        line.kept = chosen;
        if (chosen != null) {
            kept.put(chosen, line);
        }
    }

    private boolean placeChunk(Line line, Waiting next) {
        isLeftAlone = false;
        JobPlan job = next.job;
        int first = next.task();
        if (job.runsAlone(first, books.settings.lossesMax())) {
            return placeAlone(line, next, first);
        }
        boolean isHeldBack = job.course != null && !job.course.isTurnOf(first);
        if (isHeldBack || books.searches.holds(job)) {
            return false;
        }
        var candidates = candidates(line, job, first);
        int chosen = candidates.isEmpty() ? Placer.NONE : placer.choose(asked.of(job, first), candidates);
        if (chosen == Placer.NONE) {
            isLeftAlone |= job.ledger.losses(first) > 0; // Others may still be queued.
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
        chunk = Math.min(chunk, turnsInARow(line, next));
        boolean spares = sparesOthers(line, job, first);
        if (spares) {
            chunk = Math.min(chunk, books.breakers.room(job, first, view));
        }
        Decision decision = books.decisions.made(this, line, job, first, candidates, chosen);
        int given = assignChunk(next, view, chunk, spares, decision);
        placer.placed(candidates, chosen, given);
        return true;
    }

    /** How many tasks may be given out before it is the turn of others, in this line or another. */
    private int turnsInARow(Line line, Waiting next) {
        Turn other = turns.peek();
        boolean isAlone = other == null || other.line().priority < line.priority;
        return line.turnsInARow(next, isAlone ? null : other.waiting().job);
    }

    /** Whether its neighbours in line may be placed otherwise. */
    private static boolean goesByItself(JobPlan job, int task) {
        return job.ledger.losses(task) > 0
                || FurtherTries.isParticular(job, task)
                || job.ledger.votes().count(task) > 0;
    }

    /** Gives the task to the node that has least to finish before it can run there alone. */
    private boolean placeAlone(Line line, Waiting next, int task) {
        var able = new ArrayList<NodeView>();
        NodeView chosen = null;
        JobPlan job = next.job;
        for (NodeView view : books.nodes.values()) {
            boolean canTake =
                    mayBeGiven(view) && !view.hasSolo() && line.width(view) > 0 && !Ballots.hasVoted(job, task, view);
            if (canTake) {
                able.add(view);
                chosen = chosen == null || view.held < chosen.held ? view : chosen;
            }
        }
        if (chosen == null) {
            isLeftAlone = true;
            return false;
        }
        Decision decision = books.decisions.alone(this, line, job, task, able, chosen);
        next.advance();
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
            boolean isFree = mayBeGiven(view) && !isKeptFrom(line, view) && !leadsElsewhere(job, task, view);
            Candidate candidate = isFree ? candidate(line, view, job, task, mayQueue) : null;
            if (candidate == null || candidate.room() == 0) {
                continue;
            }
            boolean isLeftOut = spares && books.breakers.room(job, task, view) == 0;
            if (isLeftOut || Ballots.hasVoted(job, task, view)) {
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

    /** Whether the node is kept for another line that is as urgent. */
    boolean isKeptFrom(Line line, NodeView view) {
        Line keeper = kept.get(view);
        return keeper != null && keeper != line && keeper.priority >= line.priority;
    }

    Refusals refusals() {
        return refusals;
    }

    private boolean mayBeGiven(NodeView view) {
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
                books.ballots.outvoted(view.id) > 0,
                inputsAt(view, job, task),
                placer.ranks() ? books.lines.wanted(view, books) : 0,
                books.repute.of(view));
    }

    /** How they score, without a choice being made. */
    List<Decision.Scored> scored(JobPlan job, int task, List<Candidate> candidates) {
        var scored = new ArrayList<Decision.Scored>(candidates.size());
        for (Candidate candidate : candidates) {
            scored.add(new Decision.Scored(candidate, placer.score(asked.isAbout(job, task), candidate)));
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

    private int assignChunk(Waiting next, NodeView view, int chunk, boolean spares, Decision decision) {
        JobPlan job = next.job;
        long rank = next.rank();
        int given = 0;
        for (; given < chunk && next.hasNext() && next.rank() == rank; given++) {
            int task = next.task();
            boolean isLeftOut = spares && books.breakers.room(job, task, view) == 0;
            if (given > 0 && (isLeftOut || goesByItself(job, task))) {
                return given;
            }
            next.advance();
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

package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.Stretch;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

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
    /** Whether those behind the latest task that was to be placed need not wait for it. */
    private boolean mayBePassed;
    /** Nodes kept for the next tasks of lines in which they have waited too long. */
    private final Map<NodeView, Line> kept = new HashMap<>();

    private final Gangs gangs;
    /** Since when the task that is being given out has waited. */
    private long since;

    Dispatch(Books books) {
        this.books = books;
        this.placer = books.placer;
        this.asked = new NextTask(books.lots);
        this.refusals = new Refusals(books);
        this.gangs = new Gangs(books, this);
    }

    void run() {
        if (placer.ranks()) {
            books.foresight.lookAgain();
            books.searches.run();
        }
        books.company.mendGangs();
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
            if (turn != null && line.kept != null && turn.since() <= overdue && Bars.toAll(line.kept, books) == null) {
                kept.put(line.kept, line);
            } else {
                line.kept = null;
            }
            boolean isKept =
                    turn != null && turn.since() <= overdue && turn.waiting().isOfGang();
            line.keptForGang = isKept ? line.keptForGang : Set.of();
            line.keptForGang.forEach(view -> kept.put(view, line));
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

    private boolean isPassed(Waiting next) {
        return mayBePassed && next.setAside(endOfLike(next.job, next.task(), next.end()));
    }

    /** Where those end that are left waiting for the same reason. */
    private static int endOfLike(JobPlan job, int task, int end) {
        if (job.ledger.votes().count(task) > 0) {
            return Ballots.endOfVotersAlike(job, task, end);
        }
        if (!job.options(task).placing().isNone()) {
            Stretch stretch = job.ledger.stretchOf(task);
            return Math.min(end, stretch.first() + stretch.count());
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
        if (next.isOfGang()) {
            kept.values().removeIf(keeper -> keeper == line);
            line.keptForGang = gangs.nodesFor(line, next);
            line.keptForGang.forEach(view -> kept.put(view, line));
            return;
        }
        NodeView chosen = null;
        for (Line shape = line; shape != null && chosen == null; shape = shape.otherwise) {
            chosen = toKeepFor(shape, next, line.kept);
        }
        kept.remove(line.kept, line);
        line.kept = chosen;
        if (chosen != null) {
            kept.put(chosen, line);
        }
    }

    private NodeView toKeepFor(Line shape, Waiting next, NodeView present) {
        NodeView chosen = null;
        var bars = bars(shape, next.job, next.task());
        boolean isAllowed = next.job.tenant.room(shape.needs()) > 0;
        for (NodeView view : books.nodes.values()) {
            if (isAllowed && bars.againstKeeping(view) == null) {
                boolean isSettled = chosen != null && chosen == present;
                boolean isBetter = chosen == null || view.load(shape) < chosen.load(shape);
                if (view == present || !isSettled && isBetter) {
                    chosen = view;
                }
            }
        }
        return chosen;
    }

    private boolean placeChunk(Line line, Waiting next) {
        mayBePassed = false;
        JobPlan job = next.job;
        int first = next.task();
        since = next.since();
        if (books.searches.holds(job)) {
            return false;
        }
        if (next.isOfGang()) {
            mayBePassed = true;
            return gangs.place(line, next);
        }
        if (job.runsAlone(first, books.settings.lossesMax())) {
            return placeAlone(line, next, first);
        }
        if (job.course != null && !job.course.isTurnOf(first)) {
            return false;
        }
        Bars bars = barsForNeeds(line, job, first);
        if (bars == null || bars.isHeldUp()) {
            return false;
        }
        var candidates = candidates(bars);
        int chosen =
                candidates.isEmpty() ? Placer.NONE : placer.choose(asked.of(job, first, bars.line.needs()), candidates);
        if (chosen == Placer.NONE) {
            mayBePassed |= job.ledger.losses(first) > 0; // Others may still be queued.
            return false;
        }
        Candidate candidate = candidates.get(chosen);
        NodeView view = views.get(chosen);
        if (job.course != null && view.freeNow(bars.line) <= 0) {
            return false; // What waits at a node starts in the order the node likes.
        }
        int room = candidate.freeNow() > 0 ? candidate.freeNow() : candidate.queueRoom();
        int fairShare = Math.max(1, line.size() / (4 * candidates.size()));
        boolean isCareful = bars.minds() || goesByItself(job, first) || job.course != null || placer.decidesEach();
        int chunk = isCareful ? 1 : Math.min(Math.min(room, fairShare), books.settings.assignChunk());
        chunk = Math.min(chunk, turnsInARow(bars.line, next));
        if (bars.spares) {
            chunk = Math.min(chunk, books.breakers.room(job, first, view));
        }
        Decision decision = books.decisions.made(this, bars, candidates, chosen);
        int given = assignChunk(next, bars.line.needs(), view, chunk, bars.spares, decision);
        placer.placed(candidates, chosen, given);
        return true;
    }

    /** How many tasks may be given out before it is the turn of others, in this line or another. */
    private int turnsInARow(Line shape, Waiting next) {
        Turn other = turns.peek();
        boolean isAlone = other == null || other.line().priority < shape.priority;
        return shape.first.turnsInARow(next, isAlone ? null : other.waiting().job, shape);
    }

    /**
     * What stands against nodes for the needs to go by: the first for which there is room at once, else the first for which
     * there is a place in a queue. Null when there is neither for any of several.
     */
    private Bars barsForNeeds(Line line, JobPlan job, int task) {
        if (line.otherwise == null) {
            return bars(line, job, task);
        }
        Bars queued = null;
        for (Line shape = line; shape != null; shape = shape.otherwise) {
            if (job.tenant.room(shape.needs()) > 0) {
                Bars bars = bars(shape, job, task);
                List<Candidate> candidates = bars.isHeldUp() ? List.of() : candidates(bars);
                if (candidates.stream().anyMatch(Candidate::startsAtOnce)) {
                    return bars;
                }
                queued = queued == null && !candidates.isEmpty() ? bars : queued;
            }
        }
        return queued;
    }

    /** Whether its neighbours in line may be placed otherwise. */
    private static boolean goesByItself(JobPlan job, int task) {
        return job.ledger.losses(task) > 0
                || FurtherTries.isParticular(job, task)
                || job.ledger.votes().count(task) > 0;
    }

    /** Gives the task to the node that has least to finish before it can run there alone. */
    private boolean placeAlone(Line shape, Waiting next, int task) {
        var able = new ArrayList<NodeView>();
        NodeView chosen = null;
        JobPlan job = next.job;
        var bars = bars(shape, job, task);
        boolean isAllowed = job.tenant.room(shape.needs()) > 0;
        for (NodeView view : books.nodes.values()) {
            if (isAllowed && bars.againstAlone(view) == null) {
                able.add(view);
                chosen = chosen == null || view.held < chosen.held ? view : chosen;
            }
        }
        if (chosen == null && shape.otherwise != null) {
            return placeAlone(shape.otherwise, next, task);
        }
        if (chosen == null) {
            mayBePassed = true;
            return false;
        }
        Decision decision = books.decisions.alone(this, bars, able, chosen);
        tell(job, task, chosen);
        next.advance();
        provideInputs(chosen, job, task);
        var other = job.particular(task, shape.needs());
        long serial = chosen.assignAlone(job, task, job.nextNumber(task), other, books::nextSerial);
        job.assign(task, chosen, new Fence(books.term, serial), other);
        if (decision != null) {
            decision.covers(task, serial);
        }
        return true;
    }

    /** What stands against nodes for this task, as things are in this pass. */
    Bars bars(Line line, JobPlan job, int task) {
        return new Bars(books, kept, line, job, task);
    }

    /** Nodes where it would start at once, and the one that the placer chooses, or the first; null when there is none. */
    Choice choose(Line line, JobPlan job, int task, boolean isFirst) {
        var bars = bars(line, job, task);
        var candidates = candidates(bars);
        for (int i = candidates.size() - 1; i >= 0; i--) {
            // What others hold there is no reason to wait: who came first would keep a gang from its nodes for good.
            if (views.get(i).freeNow(line) <= 0) {
                candidates.remove(i);
                views.remove(i);
            }
        }
        int chosen = candidates.isEmpty()
                ? Placer.NONE
                : isFirst ? 0 : placer.choose(asked.of(job, task, line.needs()), candidates);
        return chosen == Placer.NONE ? null : new Choice(bars, candidates, chosen, views.get(chosen));
    }

    record Choice(Bars bars, List<Candidate> candidates, int chosen, NodeView view) {}

    void give(Choice choice) {
        Bars bars = choice.bars();
        Decision decision = books.decisions.made(this, bars, choice.candidates(), choice.chosen());
        give(bars.job, bars.task, bars.line.needs(), choice.view(), decision);
        placer.placed(choice.candidates(), choice.chosen(), 1);
    }

    Gangs gangs() {
        return gangs;
    }

    private void give(JobPlan job, int task, Resources needs, NodeView view, Decision decision) {
        tell(job, task, view);
        provideInputs(view, job, task);
        var other = job.particular(task, needs);
        long serial = view.assign(job, task, job.nextNumber(task), other, books::nextSerial);
        job.assign(task, view, new Fence(books.term, serial), other);
        books.foresight.given(job, task);
        books.breakers.begun(job, task, view, serial);
        if (decision != null) {
            decision.covers(task, serial);
        }
    }

    /** Nodes with room for the line's next task. A task that has lost a node gets no place in a queue. */
    private List<Candidate> candidates(Bars bars) {
        var candidates = new ArrayList<Candidate>();
        views.clear();
        boolean mayQueue = bars.job.ledger.losses(bars.task) == 0;
        for (NodeView view : books.nodes.values()) {
            Bar bar = bars.against(view);
            if (bar != null && !bar.isOfThisTask()) {
                continue;
            }
            Candidate candidate = candidate(bars.line, view, bars.job, bars.task, mayQueue);
            if (candidate.room() > 0 && bar == null) {
                candidates.add(candidate);
                views.add(view);
            }
            mayBePassed |= candidate.room() > 0 && bar != null;
        }
        if (bars.minds()) {
            bars.vicinity().lean(candidates, views, placer.isPatient());
        }
        return candidates;
    }

    Refusals refusals() {
        return refusals;
    }

    Candidate candidate(Line line, NodeView view, JobPlan job, int task, boolean mayQueue) {
        int free = Math.max(0, view.freeNow(line));
        int idle = Math.max(0, view.idleNow(line));
        return new Candidate(
                view.id,
                view.labels,
                idle,
                free - idle + (mayQueue ? view.queueRoom(line, books.settings) : 0),
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
    List<Decision.Scored> scored(Bars bars, List<Candidate> candidates) {
        var scored = new ArrayList<Decision.Scored>(candidates.size());
        for (Candidate candidate : candidates) {
            scored.add(new Decision.Scored(candidate, placer.score(asked.isAbout(bars), candidate)));
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

    private int assignChunk(
            Waiting next, Resources needs, NodeView view, int chunk, boolean spares, Decision decision) {
        JobPlan job = next.job;
        long rank = next.rank();
        int given = 0;
        for (; given < chunk && next.hasNext() && next.rank() == rank; given++) {
            int task = next.task();
            boolean isLeftOut = spares && books.breakers.room(job, task, view) == 0;
            if (given > 0 && (isLeftOut || goesByItself(job, task))) {
                return given;
            }
            since = next.since();
            next.advance();
            give(job, task, needs, view, decision);
        }
        return given;
    }

    private void tell(JobPlan job, int task, NodeView view) {
        if (books.telling.isOn()) {
            books.telling.placed(job, task, view, since);
        }
    }

    private static void provideInputs(NodeView view, JobPlan job, int task) {
        Lineage.forEachInput(job, task, input -> view.provide(job, input, job.ledger.value(input)));
    }
}

package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.Stretch;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;

/**
 * Gives ready tasks to nodes: line by line, in chunks of neighbours, so that the cost follows the number of chunks. A
 * node gets what it can run at once, and a short queue on top once it is known how long such tasks take.
 */
final class Dispatch {
    /** A pass ends when it has done so much, in looks at a node, and goes on in the next step. */
    private static final long PASS_WORK = 6_000;

    private static final int LOOKS_PER_TASK = 16;
    /** How often, in the time after which a task has waited too long, it is asked whether one has, where there is no room. */
    private static final int OVERDUE_LOOKS = 32;

    private final Books books;
    private final Chooser placer;
    private final NextTask asked;
    private final Refusals refusals;
    private final Scout scout;
    /** In this pass: lines with tasks that may find room. */
    private final Turns turns = new Turns(this::isInVain);
    /** Whether those behind the latest task that was to be placed need not wait for it. */
    private boolean mayBePassed;
    /** Whether that is so of that task only: its neighbours have other inputs. */
    private boolean isPassedByItself;
    /** Tasks given out so far. */
    private long given;

    /** In this pass: for tasks that have waited since then, or longer, nodes are kept. */
    private long overdueFrom;

    private boolean isCutShort;
    private final KeptNodes kept;
    private final Gangs gangs;
    private final Patience patience;
    private final Upcoming upcoming;
    /** Since when the task that is being given out has waited. */
    private long since;

    Dispatch(Books books) {
        this.books = books;
        this.placer = books.placer;
        this.asked = new NextTask(books);
        this.kept = new KeptNodes(books);
        this.scout = new Scout(books, kept);
        this.refusals = new Refusals(books);
        this.patience = new Patience(books);
        this.gangs = new Gangs(books, this);
        this.upcoming = new Upcoming(books, this);
    }

    void run() {
        if (placer.ranks()) {
            books.foresight.lookAgain();
            books.searches.run();
        }
        books.standoffs.end();
        books.company.mendGangs();
        books.lines.catchUp(books.stir.takeOpened());
        books.shares.moveUp();
        isCutShort = false;
        do {
            giveTurns();
        } while (leavesCoursesInVain());
        upcoming.tell();
        books.stir.flushBatches();
    }

    /** A line that finds no room is done with. */
    private void giveTurns() {
        kept.clear();
        books.allotments.beginPass();
        overdueFrom = books.shares.overdueFrom();
        for (Line line : books.lines.inOrder()) {
            boolean isShut = line.openings.isShut(books.now);
            Turn turn = isShut ? null : Turn.of(line);
            if (line.isLimited && (isShut || turn != null)) {
                books.allotments.waits(line.options.placing().atMost(), line.size());
            }
            if (isShut) {
                continue;
            }
            if (turn != null) {
                turns.add(turn);
            }
            if (turn != null && line.kept != null && isOverdue(turn) && Bars.toAll(line.kept, books) == null) {
                kept.keep(line.kept, line);
            } else {
                line.keepsNone();
            }
            boolean isKept = turn != null && isOverdue(turn) && turn.waiting().isOfGang();
            line.keptForGang = isKept ? line.keptForGang : Set.of();
            if (!line.keptForGang.isEmpty()) {
                line.keptForGang.forEach(view -> kept.keep(view, line));
            }
        }
        long before = work();
        long givenBefore = given;
        for (Turn turn = turns.poll(); turn != null; turn = isCutShort ? null : turns.poll()) {
            give(turn);
            isCutShort = given > givenBefore && work() - before > PASS_WORK;
        }
        turns.clear();
        books.lines.inOrder().forEach(Line::putBack);
    }

    /** What has been done so far, in looks at a node. */
    private long work() {
        return scout.looks() + LOOKS_PER_TASK * given;
    }

    /** Whether there may be more to give out at once: a step is not to take long. */
    boolean isCutShort() {
        return isCutShort;
    }

    /**
     * Whether the turn would come to nothing, without a look at more than its line: there is no room, and no node that could be
     * kept for one that has waited too long. What is out of the ordinary is not said to be.
     */
    private boolean isInVain(Turn turn) {
        Line line = turn.line();
        boolean mayKeep = isOverdue(turn) && (line.hasKeptInVain() || !kept.areAllKeptFrom(line));
        JobPlan job = turn.waiting().job;
        int task = turn.waiting().task();
        boolean isPlain =
                line.isPlain() && job.ledger.losses(task) == 0 && !job.runsAlone(task, books.settings.lossesMax());
        boolean isInVain = !mayKeep && isPlain && scout.isWithoutRoom(line);
        if (isInVain) {
            shut(line);
        }
        return isInVain;
    }

    private boolean isOverdue(Turn turn) {
        return turn.since() <= overdueFrom;
    }

    private void shut(Line line) {
        line.shut(books.now + Math.max(1, books.settings.overdueMillis() / OVERDUE_LOOKS));
    }

    private void give(Turn turn) {
        Waiting next = turn.waiting();
        boolean hasKept = turn.line().kept != null || !turn.line().keptForGang.isEmpty();
        boolean isPlaced = placeChunk(turn.line(), next);
        if (isPlaced && hasKept) {
            kept.letGoAll(turn.line()); // Whose turn is next may have it kept, or start there.
        }
        if (!isPlaced && isOverdue(turn) && next.job.course == null && !books.searches.holds(next.job)) {
            keepNodesFor(turn.line(), next);
        }
        if (!isPlaced && !next.job.runsAlone(next.task(), books.settings.lossesMax())) {
            shut(turn.line());
        }
        Turn after = isPlaced || isPassed(next) ? Turn.of(turn.line()) : null;
        if (after != null) {
            turns.add(after);
        }
    }

    private boolean isPassed(Waiting next) {
        return mayBePassed
                && next.setAside(isPassedByItself ? next.task() + 1 : endOfLike(next.job, next.task(), next.end()));
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

    /** Until there is room for the line's next task, a node gets nothing else; or as many as its gang takes. */
    private void keepNodesFor(Line line, Waiting next) {
        if (next.isOfGang()) {
            kept.letGoAll(line);
            line.keptForGang = gangs.nodesFor(line, next);
            line.keptForGang.forEach(view -> kept.keep(view, line));
        } else {
            kept.keepOne(line, next);
        }
    }

    private boolean placeChunk(Line line, Waiting next) {
        mayBePassed = false;
        isPassedByItself = false;
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
        List<Candidate> candidates = candidates(bars);
        int chosen =
                candidates.isEmpty() ? Placer.NONE : placer.choose(asked.of(job, first, bars.line.needs()), candidates);
        if (chosen == Placer.NONE) {
            mayBePassed |= job.ledger.losses(first) > 0; // Others may still be queued.
            return false;
        }
        Candidate candidate = candidates.get(chosen);
        NodeView view = books.nodes.get(candidate.node());
        if (job.course != null && view.freeNow(bars.line) <= 0) {
            return false; // What waits at a node starts in the order the node likes.
        }
        if (next.maySetAside() && patience.waits(bars, scout.inputs(), candidate, since)) {
            mayBePassed = true;
            isPassedByItself = true;
            return false;
        }
        int room = candidate.freeNow() > 0 ? candidate.freeNow() : candidate.queueRoom();
        int fairShare = Math.max(1, line.size() / (4 * scout.open()));
        boolean isCareful = bars.minds() || goesByItself(job, first) || job.course != null || placer.decidesEach();
        isCareful |= scout.inputs().areLarge();
        int chunk = isCareful ? 1 : Math.min(Math.min(room, fairShare), books.settings.assignChunk());
        chunk = Math.min(chunk, turnsInARow(bars.line, next));
        if (bars.spares) {
            chunk = Math.min(chunk, books.breakers.room(job, first, view));
        }
        Decision decision = books.decisions.made(this, bars, candidates, chosen);
        int more = assignChunk(next, bars.line.needs(), view, chunk, bars.spares, decision);
        given += more;
        placer.placed(candidates, chosen, more);
        return more > 0; // Else the same would be asked for ever.
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
        next.advance();
        give(job, task, shape.needs(), chosen, decision, true);
        return true;
    }

    /** What stands against nodes for this task, as things are in this pass. */
    Bars bars(Line line, JobPlan job, int task) {
        return new Bars(books, kept, line, job, task);
    }

    /** Nodes with such room for it, and the one that the placer chooses, or the first; null when there is none. */
    Choice choose(Line line, JobPlan job, int task, ToIntBiFunction<NodeView, Line> room, boolean isFirst) {
        var bars = bars(line, job, task);
        var candidates = candidates(bars);
        candidates.removeIf(candidate -> room.applyAsInt(books.nodes.get(candidate.node()), line) <= 0);
        int chosen = candidates.isEmpty()
                ? Placer.NONE
                : isFirst ? 0 : placer.choose(asked.of(job, task, line.needs()), candidates);
        return chosen == Placer.NONE
                ? null
                : new Choice(
                        bars,
                        candidates,
                        chosen,
                        books.nodes.get(candidates.get(chosen).node()));
    }

    /** The best of those of these nodes that have room for the task that nobody else has either; null when there is none. */
    Choice chooseIdle(JobPlan job, int task, Predicate<NodeView> isMeant) {
        Line line = job.lineOf(task, books.lines);
        for (Line shape = line; shape != null; shape = shape.otherwise) {
            Bars bars = bars(shape, job, task);
            boolean mayHold = job.tenant.room(shape.needs()) > 0 && !bars.isHeldUp();
            List<Candidate> candidates = mayHold ? candidates(bars) : new ArrayList<>();
            candidates.removeIf(each -> each.freeNow() == 0 || !isMeant.test(books.nodes.get(each.node())));
            int chosen =
                    candidates.isEmpty() ? Placer.NONE : placer.choose(asked.of(job, task, shape.needs()), candidates);
            if (chosen != Placer.NONE) {
                placer.placed(candidates, chosen, 1);
                return new Choice(
                        bars,
                        candidates,
                        chosen,
                        books.nodes.get(candidates.get(chosen).node()));
            }
        }
        return null;
    }

    /** The one of these that the placer chooses; null for none. */
    NodeView preferred(Bars bars, List<Candidate> candidates) {
        int chosen = candidates.isEmpty()
                ? Placer.NONE
                : placer.choose(asked.of(bars.job, bars.task, bars.line.needs()), candidates);
        return chosen == Placer.NONE
                ? null
                : books.nodes.get(candidates.get(chosen).node());
    }

    record Choice(Bars bars, List<Candidate> candidates, int chosen, NodeView view) {}

    /** @param waitingSince when its wait for a place began */
    void give(Choice choice, long waitingSince) {
        since = waitingSince;
        give(choice);
    }

    void give(Choice choice) {
        Bars bars = choice.bars();
        Decision decision = books.decisions.made(this, bars, choice.candidates(), choice.chosen());
        give(bars.job, bars.task, bars.line.needs(), choice.view(), decision, false);
        given++;
        placer.placed(choice.candidates(), choice.chosen(), 1);
    }

    Gangs gangs() {
        return gangs;
    }

    private void give(JobPlan job, int task, Resources needs, NodeView view, Decision decision, boolean isAlone) {
        tell(job, task, view);
        provideInputs(view, job, task);
        var other = job.particular(task, needs);
        int number = job.nextNumber(task);
        long millis = books.foresight.millis(job, task, view);
        long serial = isAlone
                ? view.assignAlone(job, task, number, other, millis, books::nextSerial)
                : view.assign(job, task, number, other, millis, books::nextSerial);
        job.assign(task, view, new Fence(books.term, serial), other);
        books.foresight.given(job, task);
        books.breakers.begun(job, task, view, serial);
        if (decision != null) {
            decision.covers(task, serial);
        }
    }

    private List<Candidate> candidates(Bars bars) {
        List<Candidate> candidates = scout.candidates(bars);
        mayBePassed |= scout.isBarred();
        return candidates;
    }

    /** For people: the node for which a task waits because of its inputs; empty when it does not. */
    String whyPatient(Bars bars) {
        var inputs = new Whereabouts(books);
        inputs.of(bars.job, bars.task);
        return patience.words(bars, inputs);
    }

    Refusals refusals() {
        return refusals;
    }

    /** How the node stands for the task, whether or not it has room. */
    Candidate candidate(Bars bars, NodeView view) {
        return scout.candidate(bars, view);
    }

    /** How they score, without a choice being made. */
    List<Decision.Scored> scored(Bars bars, List<Candidate> candidates) {
        var scored = new ArrayList<Decision.Scored>(candidates.size());
        for (Candidate candidate : candidates) {
            scored.add(new Decision.Scored(candidate, placer.score(asked.isAbout(bars), candidate)));
        }
        return scored;
    }

    private int assignChunk(
            Waiting next, Resources needs, NodeView view, int chunk, boolean spares, Decision decision) {
        JobPlan job = next.job;
        long rank = next.rank();
        int given = 0;
        for (; given < chunk && next.hasNext() && next.rank() == rank; given++) {
            int task = next.task();
            boolean isLeftOut =
                    spares && books.breakers.room(job, task, view) == 0 || books.switches.isForcedOpen(job, task, view);
            if (given > 0 && (isLeftOut || goesByItself(job, task))) {
                return given;
            }
            since = next.since();
            next.advance();
            give(job, task, needs, view, decision, false);
        }
        return given;
    }

    private void tell(JobPlan job, int task, NodeView view) {
        if (books.telling.isOn()) {
            books.telling.placed(job, task, view, since);
        }
    }

    static void provideInputs(NodeView view, JobPlan job, int task) {
        Lineage.forEachInput(job, task, input -> view.provide(job, input, job.ledger.given(input)));
    }
}

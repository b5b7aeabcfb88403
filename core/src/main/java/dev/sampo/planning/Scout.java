package dev.sampo.planning;

import dev.sampo.placement.Candidate;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for nodes with room for a task. Where few may have some it looks at all of them, else at some from everywhere and
 * at those where the inputs are, at others each time: so that a choice costs the same however many nodes there are.
 */
final class Scout {
    /** At so many nodes with room everything is looked at. */
    static final int ALL = 64;

    /** Where there are more, at so many. */
    static final int SOME = 8;

    /** Of so many nodes it is told at once whether they have room. */
    private static final int FEW = 8;

    private static final Comparator<Candidate> BY_NAME = Comparator.comparing(Candidate::node);

    private final Books books;
    private final KeptNodes kept;
    private final List<Candidate> candidates = new ArrayList<>();
    private final int[] few = new int[FEW];
    private final Whereabouts inputs;
    private final Best best = new Best();
    private long round;
    private long looks;
    private int open;
    private boolean isBarred;

    Scout(Books books, KeptNodes kept) {
        this.books = books;
        this.kept = kept;
        this.inputs = new Whereabouts(books);
    }

    /** Nodes with room for the task, in the order of their names. A task that has lost a node gets no place in a queue. */
    List<Candidate> candidates(Bars bars) {
        candidates.clear();
        isBarred = false;
        round++;
        inputs.of(bars.job, bars.task);
        Line line = bars.line;
        boolean mayQueue = bars.job.ledger.losses(bars.task) == 0;
        int ahead = queueAhead(line);
        line.openings.queueAhead(ahead, books.lines.present());
        NodeSet free = line.openings.free;
        NodeSet queue = line.openings.queue;
        int queues = ahead > 0 && mayQueue ? queue.size() : 0;
        open = free.size() + queues;
        if (open <= ALL || books.placer.looksAtAll() || bars.minds()) {
            lookAtAll(bars, free, mayQueue);
            if (queues > 0) {
                lookAtAll(bars, queue, mayQueue);
            }
            open = candidates.size();
        } else {
            lookAtInputs(bars, mayQueue);
            if (books.placer.asksWhatIsStranded()) {
                lookWhereLeastIsStranded(bars, free, mayQueue);
            } else {
                lookAround(bars, free, mayQueue);
            }
            boolean isEnough = !candidates.isEmpty() && !books.placer.isPatient();
            if (queues > 0 && !isEnough) {
                lookAround(bars, queue, mayQueue);
            }
        }
        candidates.sort(BY_NAME);
        var found = new ArrayList<>(candidates);
        if (bars.minds()) {
            var views = new ArrayList<NodeView>();
            found.forEach(candidate -> views.add(books.nodes.get(candidate.node())));
            bars.vicinity().lean(found, views, books.placer.isPatient());
        }
        return found;
    }

    private int queueAhead(Line line) {
        int ahead = line.queueAhead(books.settings);
        return ahead == 0 && books.shares.isAnyElsewhere() ? 1 : ahead;
    }

    /** The inputs of the task that was asked about last. */
    Whereabouts inputs() {
        return inputs;
    }

    /** About how many nodes have room for the task that was asked about last. */
    int open() {
        return Math.max(1, open);
    }

    /** Whether a node with room was passed over that others of the line may have. */
    boolean isBarred() {
        return isBarred;
    }

    /** How many nodes have been looked at so far. */
    long looks() {
        return looks;
    }

    /** Whether no node has room for any of the tasks of a line; of many nodes it does not say so. If none has, it counts as a look for one of them. */
    boolean isWithoutRoom(Line line) {
        line.openings.queueAhead(queueAhead(line), books.lines.present());
        boolean isWithout = isWithoutRoom(line, line.openings.free)
                && (!line.openings.areQueued() || isWithoutRoom(line, line.openings.queue));
        round += isWithout ? 1 : 0;
        return isWithout;
    }

    private boolean isWithoutRoom(Line line, NodeSet nodes) {
        int count = 0;
        for (int node = nodes.next(0); node >= 0; node = nodes.next(node + 1)) {
            if (count == FEW) {
                return false;
            }
            few[count++] = node;
        }
        for (int i = 0; i < count; i++) {
            NodeView view = books.view(few[i]);
            boolean hasRoom = view.freeNow(line) > 0 || view.queueRoom(line, books.settings) > 0;
            if (!hasRoom) {
                line.openings.close(few[i]);
            } else if (kept.keeper(view, line) == null) {
                return false;
            }
        }
        looks += count;
        return true;
    }

    private void lookAtAll(Bars bars, NodeSet nodes, boolean mayQueue) {
        for (int node = nodes.next(0); node >= 0; node = nodes.next(node + 1)) {
            look(bars, node, mayQueue);
        }
    }

    private void lookAtInputs(Bars bars, boolean mayQueue) {
        for (int i = 0; i < inputs.count(); i++) {
            int node = inputs.node(i);
            if (node >= 0 && (bars.line.openings.free.contains(node) || bars.line.openings.queue.contains(node))) {
                look(bars, node, mayQueue);
            }
        }
    }

    /** The first with room from each of some stretches of equal length; if none has any, all have been looked at. */
    private void lookAround(Bars bars, NodeSet nodes, boolean mayQueue) {
        int first = Math.max(0, nodes.next(0));
        double step = (nodes.end() - first) / (double) SOME;
        for (int i = 0; i < SOME; i++) {
            int from = first + (int) Math.ceil(i * step);
            int to = first + (int) Math.ceil((i + 1) * step);
            int begin = to > from ? from + (int) (round % (to - from)) : from;
            if (!lookUntilOne(bars, nodes, begin, to, mayQueue)) {
                lookUntilOne(bars, nodes, from, begin, mayQueue);
            }
        }
    }

    /** The nodes of which a look at all of them, at what is known already, says that they are the best. */
    private void lookWhereLeastIsStranded(Bars bars, NodeSet nodes, boolean mayQueue) {
        for (boolean isAny = true; isAny && candidates.isEmpty(); ) {
            best.clear();
            for (int node = nodes.next(0); node >= 0; node = nodes.next(node + 1)) {
                NodeView view = books.view(node);
                if (view.lookedAt != round) {
                    best.add(node, books.stranding.more(bars.line, view));
                }
            }
            isAny = best.size > 0;
            for (int i = 0; i < best.size; i++) {
                look(bars, best.nodes[i], mayQueue);
            }
        }
    }

    /** The nodes with the lowest of all values, of equals those that came first. */
    private static final class Best {
        private final int[] nodes = new int[SOME];
        private final double[] values = new double[SOME];
        private int size;

        void clear() {
            size = 0;
        }

        void add(int node, double value) {
            if (size == SOME && value >= values[SOME - 1]) {
                return;
            }
            int at = size < SOME ? size++ : SOME - 1;
            for (; at > 0 && values[at - 1] > value; at--) {
                values[at] = values[at - 1];
                nodes[at] = nodes[at - 1];
            }
            values[at] = value;
            nodes[at] = node;
        }
    }

    private boolean lookUntilOne(Bars bars, NodeSet nodes, int from, int to, boolean mayQueue) {
        boolean isFound = false;
        for (int node = nodes.next(from); node >= 0 && node < to && !isFound; node = nodes.next(node + 1)) {
            isFound = look(bars, node, mayQueue);
        }
        return isFound;
    }

    /** Whether it is a candidate that was none before. */
    private boolean look(Bars bars, int node, boolean mayQueue) {
        NodeView view = books.view(node);
        if (view.lookedAt == round) {
            return false;
        }
        view.lookedAt = round;
        looks++;
        Bar bar = bars.against(view);
        if (bar != null && !bar.isOfThisTask()) {
            if (bar.isUntilItChanges()) {
                bars.line.openings.close(node);
            }
            return false;
        }
        int freeNow = Math.max(0, view.freeNow(bars.line));
        int queueRoom = view.queueRoom(bars.line, books.settings);
        if (freeNow == 0) {
            bars.line.openings.free.remove(node);
        }
        if (queueRoom == 0) {
            bars.line.openings.queue.remove(node);
        }
        boolean hasRoom = freeNow > 0 || mayQueue && queueRoom > 0;
        if (hasRoom && bar == null) {
            candidates.add(candidate(bars, view, freeNow, mayQueue ? queueRoom : 0));
        }
        isBarred |= hasRoom && bar != null;
        return hasRoom && bar == null;
    }

    /** How the node stands, whether or not it has room. */
    Candidate candidate(Bars bars, NodeView view) {
        inputs.of(bars.job, bars.task);
        boolean mayQueue = bars.job.ledger.losses(bars.task) == 0;
        int queueRoom = mayQueue ? view.queueRoom(bars.line, books.settings) : 0;
        return candidate(bars, view, Math.max(0, view.freeNow(bars.line)), queueRoom);
    }

    private long wait(Bars bars, NodeView view) {
        return books.foresight.areWaitsAsked
                ? ExpectedWait.millis(view, bars.line, books.foresight.millis(bars.job, bars.task, view))
                : Candidate.WAIT_UNKNOWN;
    }

    private Candidate candidate(Bars bars, NodeView view, int freeNow, int queueRoom) {
        Line line = bars.line;
        long missing = inputs.missingAt(view);
        int idle = Math.max(0, view.idleNow(line, Resources.NONE));
        return new Candidate(
                view.id,
                view.labels,
                idle,
                freeNow - idle + queueRoom,
                view.load(line),
                line.hasPreference() && line.options.prefer().matches(view.id.value(), view.labels),
                FurtherTries.wouldRatherNot(bars.job, bars.task, view),
                books.ballots.isDistrusted(view.id),
                inputs.at(view),
                missing,
                missing == 0 ? 0 : inputs.millis(missing),
                idle > 0 ? 0 : wait(bars, view),
                books.placer.ranks() ? books.lines.wanted(view, books) : 0,
                books.repute.of(view),
                books.placer.asksWhatIsStranded() ? books.stranding.more(line, view) : 0);
    }
}

package dev.sampo.planning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/**
 * The ready tasks of one job that wait in one {@link Line}, by rank or as they came, but a task whose attempt came to nothing goes
 * before those that have not had their turn. Neighbours are kept as one range, so that a hundred thousand ready tasks
 * cost one entry. An entry may be out of date: a task that is no longer to be dispatched is passed over when its turn
 * comes.
 */
final class Waiting {
    private static final class Range {
        private int from;
        private int to;
        private final long rank;
        private final long since;
        private final long order;
        /** It goes first now, wherever else it may be found. */
        private boolean isOverdue;

        Range(int from, int to, long rank, long since, long order) {
            this.from = from;
            this.to = to;
            this.rank = rank;
            this.since = since;
            this.order = order;
        }
    }

    private static final int AGE_SPARE = 64;
    private static final int ASIDE_MAX = 16;
    /** Neighbours that came so much later, in milliseconds, are another range: each is to have the whole time it may wait. */
    private static final long LATER = 20;

    private static final Comparator<Range> HIGHEST =
            Comparator.<Range>comparingLong(range -> -range.rank).thenComparingLong(range -> range.order);

    final JobPlan job;
    private final Line line;
    private final boolean isRanked;
    /** Whether the line knows that there is somebody. */
    boolean isInLine;
    /** Where the {@link Group} has it while it is in line. */
    int place;
    /** What the job held, and had used, when it was last put in its place among others. */
    double share;

    double used;

    /** Those that have not had their turn; by rank, or as they came. */
    private final Queue<Range> ranges;
    /** The same as they came, to find those that have waited too long; unless they are in that order anyway. */
    private final ArrayDeque<Range> byAge = new ArrayDeque<>();

    /** Parts of older ones, few, in any order. */
    private final List<Range> parts = new ArrayList<>();

    private int size;
    private Range last;
    private long added;
    /** Those that have had their turn, and go first. */
    private final ArrayDeque<Range> returned = new ArrayDeque<>();

    /** Out of the way for the rest of this pass, the latest first. */
    private final ArrayDeque<Range> aside = new ArrayDeque<>();

    private final ArrayDeque<Range> asideReturned = new ArrayDeque<>();

    Waiting(JobPlan job, Line line, boolean isRanked) {
        this.job = job;
        this.line = line;
        this.isRanked = isRanked;
        this.ranges = isRanked ? new PriorityQueue<>(HIGHEST) : new ArrayDeque<>();
    }

    Line line() {
        return line;
    }

    /** Whether its tasks start together with others or not at all. */
    boolean isOfGang() {
        return !line.options.placing().gang().isEmpty();
    }

    void add(int from, int to, long rank, long now) {
        line.come(to - from);
        count(to - from);
        boolean isLater = isRanked && last != null && now - last.since >= LATER;
        boolean continues = last != null && last.to == from && last.rank == rank && !last.isOverdue && !isLater;
        if (continues && last.from < from) {
            last.to = to;
        } else {
            last = new Range(from, to, rank, now, added++);
            ranges.add(last);
            if (isRanked) {
                byAge.add(last);
                if (byAge.size() > 2 * ranges.size() + AGE_SPARE) {
                    byAge.removeIf(range -> range.from == range.to);
                }
            }
        }
        line.joins(this);
    }

    /** The ranks of its tasks have changed. */
    void rankAnew(IntToLongFunction rank) {
        var waiting = new ArrayList<>(ranges);
        waiting.removeIf(range -> range.isOverdue);
        waiting.sort(Comparator.<Range>comparingLong(range -> range.since).thenComparingLong(range -> range.order));
        ranges.clear();
        byAge.clear();
        parts.clear();
        last = null;
        for (Range range : waiting) {
            for (int task = range.from; task < range.to; task++) {
                var alone = new Range(task, task + 1, rank.applyAsLong(task), range.since, added++);
                ranges.add(alone);
                byAge.add(alone);
            }
        }
    }

    /** For a task that has had its turn, and is to have another. */
    void addReturned(int task, long now) {
        line.openings.reopen(); // It may be one that needs no room.
        count(1);
        Range end = returned.peekLast();
        if (end != null && end.to == task && !end.isOverdue && now - end.since < LATER) {
            end.to++;
        } else {
            returned.add(new Range(task, task + 1, 0, now, added++));
        }
        line.joins(this);
    }

    /** Those that have waited since then, or longer, go first from now on. */
    void promote(long since) {
        if (!parts.isEmpty()) {
            parts.removeIf(part -> isDone(part, since));
        }
        for (Range oldest = byAge.peek(); oldest != null; oldest = byAge.peek()) {
            if (oldest.from < oldest.to) {
                if (oldest.since > since) {
                    return;
                }
                oldest.isOverdue = true;
                returned.add(oldest);
            }
            byAge.poll();
        }
    }

    private boolean isDone(Range part, long since) {
        if (part.from < part.to && part.since <= since) {
            part.isOverdue = true;
            returned.add(part);
        }
        return part.from == part.to || part.isOverdue;
    }

    /** Whether a task is next; then {@link #task} tells which. */
    boolean hasNext() {
        return hasNext(returned) || hasNext(ranges);
    }

    private boolean hasNext(Queue<Range> queue) {
        while (!queue.isEmpty()) {
            Range head = queue.peek();
            while (head.from < head.to && (queue == returned || !head.isOverdue)) {
                if (job.isDispatchable(head.from) && !isOutgrown(head.from)) {
                    return true;
                }
                head.from++;
                count(-1);
            }
            if (queue.poll() == last) {
                last = null;
            }
        }
        return false;
    }

    /** It has run out of memory since, and waits where there is more. */
    private boolean isOutgrown(int task) {
        return job.ledger.tries().memory(task) > line.needs().memoryBytes();
    }

    private Range head() {
        return returned.isEmpty() ? ranges.element() : returned.element();
    }

    int task() {
        return head().from;
    }

    /** How urgent the next task is; nothing is more so than one that goes first. */
    long rank() {
        return returned.isEmpty() ? head().rank : Long.MAX_VALUE;
    }

    /** Since when the next task has waited. */
    long since() {
        return head().since;
    }

    void advance() {
        line.keepsNone();
        head().from++;
        count(-1);
    }

    /** Whether one more may be passed. */
    boolean maySetAside() {
        return aside.size() + asideReturned.size() < ASIDE_MAX;
    }

    /** Lets the next task and its neighbours before {@code end} be passed until {@link #putBack}; false when enough are. */
    boolean setAside(int end) {
        if (!maySetAside()) {
            return false;
        }
        if (aside.isEmpty() && asideReturned.isEmpty()) {
            line.hasSetAside(this);
        }
        Queue<Range> queue = returned.isEmpty() ? ranges : returned;
        Range passed = queue.element();
        if (end < passed.to) {
            passed = new Range(passed.from, end, passed.rank, passed.since, passed.order);
            passed.isOverdue = queue.element().isOverdue;
            queue.element().from = end;
            if (isRanked && !passed.isOverdue) {
                parts.add(passed);
            }
        } else {
            queue.remove();
        }
        (queue == returned ? asideReturned : aside).push(passed);
        return true;
    }

    /** Where the neighbours of the next task end. */
    int end() {
        return head().to;
    }

    /** Those that were set aside are where they were. */
    void putBack() {
        while (!asideReturned.isEmpty()) {
            returned.addFirst(asideReturned.pop());
        }
        while (!aside.isEmpty()) {
            if (ranges instanceof Deque<Range> inOrder) {
                inOrder.addFirst(aside.pop());
            } else {
                ranges.add(aside.pop());
            }
        }
        line.joins(this);
    }

    /** Between passes: nothing waits here any more. */
    void clear() {
        ranges.clear();
        byAge.clear();
        parts.clear();
        returned.clear();
        last = null;
        count(-size);
    }

    private void count(int more) {
        size += more;
        line.count(more);
    }

    /** How many there are at most: some may be out of date. */
    int size() {
        return size;
    }

    /** How many of them go before this one; -1 when it is not one of them. */
    int ahead(int task) {
        int ahead = 0;
        var waiting =
                isRanked ? ranges.stream().filter(range -> !range.isOverdue).sorted(HIGHEST) : ranges.stream();
        for (Range range : (Iterable<Range>) Stream.concat(returned.stream(), waiting)::iterator) {
            for (int other = range.from; other < range.to; other++) {
                if (other == task) {
                    return ahead;
                }
                ahead += job.isDispatchable(other) ? 1 : 0;
            }
        }
        return -1;
    }
}

package dev.sampo.planning;

import dev.sampo.dag.TaskOptions;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/**
 * Ready tasks that ask for the same: same needs, same nodes, same priority, same place to run without workers. First in, first out, but a task whose attempt
 * came to nothing goes before those that have not had their turn; neighbours in one job
 * are kept as one range, so that a hundred thousand ready tasks cost one entry. An entry may be out of date: a task that
 * is no longer to be dispatched is passed over when its turn comes.
 */
final class Line {
    private static final class Range {
        private final JobPlan job;
        private int from;
        private int to;
        private final long rank;
        private final long since;
        private final long order;
        /** It goes first now, wherever else it may be found. */
        private boolean isOverdue;

        Range(JobPlan job, int from, int to, long rank, long since, long order) {
            this.job = job;
            this.from = from;
            this.to = to;
            this.rank = rank;
            this.since = since;
            this.order = order;
        }
    }

    private static final int UNKNOWN = -1;
    private static final int TINY_MICROS = 1_000;
    private static final int AGE_SPARE = 64;
    private static final int ASIDE_MAX = 16;

    private static final Comparator<Range> HIGHEST =
            Comparator.<Range>comparingLong(range -> -range.rank).thenComparingLong(range -> range.order);

    final TaskOptions options;
    final int priority;
    private final Optional<NodeId> fallback;
    /** Those that have not had their turn; by rank, or as they came. */
    private final Queue<Range> ranges;
    /** The same as they came, to find those that have waited too long; unless they are in that order anyway. */
    private final ArrayDeque<Range> byAge = new ArrayDeque<>();

    /** Parts of older ones, few, in any order. */
    private final List<Range> parts = new ArrayList<>();

    private final boolean isRanked;
    /** Earlier made, lower. */
    final long order;
    /** Kept for the next task, which has waited too long, until it has room there. */
    NodeView kept;

    /** See {@link Lines#share}. */
    double share;

    private Range last;
    private long added;
    /** Those that have had their turn, and go first. */
    private final ArrayDeque<Range> returned = new ArrayDeque<>();

    /** Out of the way for the rest of this pass, the latest first. */
    private final ArrayDeque<Range> aside = new ArrayDeque<>();

    private final ArrayDeque<Range> asideReturned = new ArrayDeque<>();

    private int users;
    private int size;
    /** How many such tasks run at once on each node, by node index; zero where none can. */
    private int[] widths = {};

    private long averageMicros = UNKNOWN;

    Line(TaskOptions options, int priority, Optional<NodeId> fallback, boolean isRanked, long order) {
        this.options = options;
        this.priority = priority;
        this.fallback = fallback;
        this.isRanked = isRanked;
        this.order = order;
        this.ranges = isRanked ? new PriorityQueue<>(HIGHEST) : new ArrayDeque<>();
    }

    void used() {
        users++;
    }

    void unused() {
        users--;
    }

    boolean isUnused() {
        return users == 0;
    }

    void add(JobPlan job, int from, int to, long rank, long now) {
        size += to - from;
        boolean continues = last != null && last.job == job && last.to == from && last.rank == rank && !last.isOverdue;
        if (continues && last.from < from) {
            last.to = to;
        } else {
            last = new Range(job, from, to, rank, now, added++);
            ranges.add(last);
            if (isRanked) {
                byAge.add(last);
                if (byAge.size() > 2 * ranges.size() + AGE_SPARE) {
                    byAge.removeIf(range -> range.from == range.to);
                }
            }
        }
    }

    /** The ranks of a job's tasks have changed. */
    void rankAnew(JobPlan job, IntToLongFunction rank) {
        var waiting = new ArrayList<>(ranges);
        waiting.removeIf(range -> range.isOverdue);
        waiting.sort(Comparator.<Range>comparingLong(range -> range.since).thenComparingLong(range -> range.order));
        ranges.clear();
        byAge.clear();
        parts.clear();
        last = null;
        for (Range range : waiting) {
            if (range.job != job) {
                ranges.add(range);
                byAge.add(range);
                continue;
            }
            for (int task = range.from; task < range.to; task++) {
                var alone = new Range(job, task, task + 1, rank.applyAsLong(task), range.since, added++);
                ranges.add(alone);
                byAge.add(alone);
            }
        }
    }

    /** For a task that has had its turn, and is to have another. */
    void addReturned(JobPlan job, int task, long now) {
        size++;
        Range end = returned.peekLast();
        if (end != null && end.job == job && end.to == task && !end.isOverdue) {
            end.to++;
        } else {
            returned.add(new Range(job, task, task + 1, 0, now, added++));
        }
    }

    /** Those that have waited since then, or longer, go first from now on. */
    void promote(long since) {
        parts.removeIf(part -> isDone(part, since));
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

    /** Whether a task is next; then {@link #job} and {@link #task} tell which. */
    boolean hasNext() {
        return hasNext(returned) || hasNext(ranges);
    }

    private boolean hasNext(Queue<Range> queue) {
        while (!queue.isEmpty()) {
            Range head = queue.peek();
            while (head.from < head.to && (queue == returned || !head.isOverdue)) {
                if (head.job.isDispatchable(head.from)) {
                    return true;
                }
                head.from++;
                size--;
            }
            if (queue.poll() == last) {
                last = null;
            }
        }
        return false;
    }

    private Range head() {
        return returned.isEmpty() ? ranges.element() : returned.element();
    }

    JobPlan job() {
        return head().job;
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
        kept = null;
        head().from++;
        size--;
    }

    /** Lets the next task and its neighbours before {@code end} be passed until {@link #putBack}; false when enough are. */
    boolean setAside(int end) {
        if (aside.size() + asideReturned.size() == ASIDE_MAX) {
            return false;
        }
        Queue<Range> queue = returned.isEmpty() ? ranges : returned;
        Range passed = queue.element();
        if (end < passed.to) {
            passed = new Range(passed.job, passed.from, end, passed.rank, passed.since, passed.order);
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
    }

    /** How many entries there are, out-of-date ones included. */
    int size() {
        return size;
    }

    /** How many tasks go before this one; -1 when it is not in the line. */
    int ahead(JobPlan job, int task) {
        int ahead = 0;
        var waiting =
                isRanked ? ranges.stream().filter(range -> !range.isOverdue).sorted(HIGHEST) : ranges.stream();
        for (Range range : (Iterable<Range>) Stream.concat(returned.stream(), waiting)::iterator) {
            for (int other = range.from; other < range.to; other++) {
                if (range.job == job && other == task) {
                    return ahead;
                }
                ahead += range.job.isDispatchable(other) ? 1 : 0;
            }
        }
        return -1;
    }

    Resources needs() {
        return options.needs();
    }

    int width(NodeView view) {
        if (view.index >= widths.length) {
            int old = widths.length;
            widths = Arrays.copyOf(widths, view.index + 8);
            Arrays.fill(widths, old, widths.length, UNKNOWN);
        }
        if (widths[view.index] == UNKNOWN) {
            boolean serves = view.isWorker || fallback.filter(view.id::equals).isPresent();
            boolean allowed = serves && options.where().matches(view.labels);
            widths[view.index] = allowed ? needs().timesIn(view.capacity) : 0;
        }
        return widths[view.index];
    }

    void forgetWidth(NodeView view) {
        if (view.index < widths.length) {
            widths[view.index] = UNKNOWN;
        }
    }

    void ran(long micros) {
        averageMicros = averageMicros == UNKNOWN ? micros : averageMicros + (micros - averageMicros) / 8;
    }

    /** Whether such tasks are known to end before anybody could ask about them. */
    boolean isOfTinyTasks() {
        return averageMicros != UNKNOWN && averageMicros < TINY_MICROS;
    }

    /** How many tasks to queue behind each that runs; none until it is known how long they take. */
    int queueAhead(PlannerSettings settings) {
        return averageMicros == UNKNOWN
                ? 0
                : (int) Math.min(settings.queueAheadMax(), settings.queueAheadMicros() / Math.max(1, averageMicros));
    }
}

package dev.sampo.planning;

import dev.sampo.dag.TaskOptions;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
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

        Range(JobPlan job, int from, int to) {
            this.job = job;
            this.from = from;
            this.to = to;
        }
    }

    private static final int UNKNOWN = -1;

    final TaskOptions options;
    final int priority;
    private final Optional<NodeId> fallback;
    private final ArrayDeque<Range> ranges = new ArrayDeque<>();
    /** Those that have had their turn, and go first. */
    private final ArrayDeque<Range> returned = new ArrayDeque<>();

    private int users;
    private int size;
    /** How many such tasks run at once on each node, by node index; zero where none can. */
    private int[] widths = {};

    private long averageMicros = UNKNOWN;

    Line(TaskOptions options, int priority, Optional<NodeId> fallback) {
        this.options = options;
        this.priority = priority;
        this.fallback = fallback;
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

    void add(JobPlan job, int from, int to) {
        add(ranges, job, from, to);
    }

    /** For a task that has had its turn, and is to have another. */
    void addReturned(JobPlan job, int task) {
        add(returned, job, task, task + 1);
    }

    private void add(ArrayDeque<Range> queue, JobPlan job, int from, int to) {
        size += to - from;
        Range last = queue.peekLast();
        if (last != null && last.job == job && last.to == from) {
            last.to = to;
        } else {
            queue.add(new Range(job, from, to));
        }
    }

    /** Whether a task is next; then {@link #job} and {@link #task} tell which. */
    boolean hasNext() {
        return hasNext(returned) || hasNext(ranges);
    }

    private boolean hasNext(ArrayDeque<Range> queue) {
        while (!queue.isEmpty()) {
            Range head = queue.peek();
            while (head.from < head.to) {
                if (head.job.isDispatchable(head.from)) {
                    return true;
                }
                head.from++;
                size--;
            }
            queue.poll();
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

    void advance() {
        head().from++;
        size--;
    }

    /** How many entries there are, out-of-date ones included. */
    int size() {
        return size;
    }

    /** How many tasks go before this one; -1 when it is not in the line. */
    int ahead(JobPlan job, int task) {
        int ahead = 0;
        for (Range range : (Iterable<Range>) Stream.concat(returned.stream(), ranges.stream())::iterator) {
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

    /** How many tasks to queue behind each that runs; none until it is known how long they take. */
    int queueAhead(PlannerSettings settings) {
        return averageMicros == UNKNOWN
                ? 0
                : (int) Math.min(settings.queueAheadMax(), settings.queueAheadMicros() / Math.max(1, averageMicros));
    }
}

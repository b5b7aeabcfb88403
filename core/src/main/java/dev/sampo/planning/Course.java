package dev.sampo.planning;

import dev.sampo.lookahead.Timetable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A timetable that a job is kept to while what happens is what was foreseen: no task starts before those that the
 * timetable starts earlier, even if there is room, and each goes to its node. It is kept by order, not by the clock: as
 * long as durations are right, nothing can start later than it says.
 */
final class Course {
    private final Timetable timetable;
    private final int[] nodes;
    private final int[] order;
    private final long since;
    private final BitSet given = new BitSet();
    private int next;

    /**
     * @param nodes index of the view of each node of the timetable
     * @param since when the timetable begins
     */
    Course(Timetable timetable, int[] nodes, long since) {
        this.timetable = timetable;
        this.since = since;
        this.nodes = nodes;
        this.order = IntStream.range(0, timetable.start().length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(task -> timetable.start()[task])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int size() {
        return order.length;
    }

    boolean isTurnOf(int task) {
        while (next < order.length && given.get(order[next])) {
            next++;
        }
        return next == order.length || timetable.start()[task] <= timetable.start()[order[next]];
    }

    /** When the task is to start, if all goes as foreseen. */
    long startOf(int task) {
        return since + timetable.start()[task] / 1_000;
    }

    /** Index of the view of the node on which it is to run. */
    int nodeOf(int task) {
        return nodes[timetable.node()[task]];
    }

    boolean leadsTo(int task, NodeView view) {
        return nodeOf(task) == view.index;
    }

    boolean startTogether(int task, int other) {
        return timetable.start()[task] == timetable.start()[other];
    }

    /** Those that start there next and have not been given out, at most so many, in their order. */
    int[] next(NodeView view, int max) {
        return Arrays.stream(order, next, order.length)
                .filter(task -> !given.get(task) && leadsTo(task, view))
                .limit(max)
                .toArray();
    }

    void given(int task) {
        given.set(task);
    }
}

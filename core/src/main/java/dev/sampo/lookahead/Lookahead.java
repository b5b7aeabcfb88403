package dev.sampo.lookahead;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Looks for a short timetable: lists of tasks, each placed where it ends first, then pushed to the end and back to the
 * start as long as that helps (double justification); first by well-known rules, then by the best so far, shaken. The
 * same project gives the same timetable, and the effort is bounded in tasks placed, not in time.
 */
public final class Lookahead {
    private static final int ROUNDS_MAX = 4;
    private static final long SEED = 20_477;
    private static final double SHAKE = 0.35;

    private final Project project;
    private final Project reversed;
    private final int[][] before;
    private final Profile[] profiles;
    private final long leastMakespan;
    private long effortLeft;
    private Timetable best;

    private Lookahead(Project project, long effort) {
        this.project = project;
        this.before = project.predecessors();
        this.reversed = new Project(project.micros(), project.needs(), before, project.nodesOf(), project.capacity());
        this.profiles = Arrays.stream(project.capacity()).map(Profile::new).toArray(Profile[]::new);
        this.leastMakespan = project.leastMakespan();
        this.effortLeft = effort;
    }

    /** The best timetable found before so many tasks have been placed; at least one list is always tried. */
    public static Timetable search(Project project, long effort) {
        return new Lookahead(project, effort).search();
    }

    private Timetable search() {
        long[] tails = project.tails();
        improve(key(task -> -tails[(int) task]));
        improve(key(task -> project.micros()[(int) task] - tails[(int) task]));
        long[] following = following();
        improve(key(task -> -following[(int) task]));
        var random = new SplittableRandom(SEED);
        while (effortLeft > 0 && best.makespan() > leastMakespan) {
            double[] shaken = new double[project.size()];
            double width = best.makespan() * SHAKE * random.nextDouble();
            for (int task = 0; task < shaken.length; task++) {
                shaken[task] = best.start()[task] + width * (random.nextDouble() - 0.5);
            }
            improve(shaken);
        }
        return best;
    }

    private double[] key(LongUnaryOperator rule) {
        return IntStream.range(0, project.size()).mapToDouble(rule::applyAsLong).toArray();
    }

    /** Own duration and those of the direct successors. */
    private long[] following() {
        long[] sums = project.micros().clone();
        for (int task = 0; task < sums.length; task++) {
            for (int successor : project.successors()[task]) {
                sums[task] += project.micros()[successor];
            }
        }
        return sums;
    }

    private void improve(double[] keys) {
        if (best != null && best.makespan() <= leastMakespan) {
            return;
        }
        Timetable now = place(project, before, listed(keys));
        consider(now);
        for (int round = 0; round < ROUNDS_MAX && best.makespan() > leastMakespan; round++) {
            Timetable ends = place(reversed, project.successors(), byEnd(now));
            Timetable next = place(project, before, byEnd(ends));
            consider(next);
            if (next.makespan() >= now.makespan()) {
                break;
            }
            now = next;
        }
    }

    private void consider(Timetable found) {
        if (best == null || found.makespan() < best.makespan()) {
            best = found;
        }
    }

    /** All tasks, each after those it waits for, lowest key first. */
    private int[] listed(double[] keys) {
        int[] waits = Arrays.stream(before).mapToInt(row -> row.length).toArray();
        var ready = new java.util.PriorityQueue<Integer>(
                Comparator.<Integer>comparingDouble(task -> keys[task]).thenComparing(Comparator.naturalOrder()));
        IntStream.range(0, waits.length).filter(task -> waits[task] == 0).forEach(ready::add);
        int[] list = new int[waits.length];
        for (int at = 0; at < list.length; at++) {
            list[at] = ready.remove();
            for (int successor : project.successors()[list[at]]) {
                if (--waits[successor] == 0) {
                    ready.add(successor);
                }
            }
        }
        return list;
    }

    /** All tasks, the one that ends last first: the order in which they can be placed from the other end. */
    private int[] byEnd(Timetable from) {
        return IntStream.range(0, project.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(task -> -from.start()[task] - project.micros()[task])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Places tasks in this order, each on the node where it ends first, possibly before others already placed. */
    private Timetable place(Project of, int[][] waitsFor, int[] list) {
        effortLeft -= list.length;
        for (Profile profile : profiles) {
            profile.clear();
        }
        long[] start = new long[list.length];
        int[] node = new int[list.length];
        long makespan = 0;
        for (int task : list) {
            long from = 0;
            for (int other : waitsFor[task]) {
                from = Math.max(from, start[other] + of.micros()[other]);
            }
            start[task] = Long.MAX_VALUE;
            for (int candidate : of.nodesOf()[task]) {
                long at = profiles[candidate].earliest(of.needs()[task], from, of.micros()[task]);
                if (at < start[task]) {
                    start[task] = at;
                    node[task] = candidate;
                }
            }
            long end = start[task] + of.micros()[task];
            profiles[node[task]].take(of.needs()[task], start[task], end);
            makespan = Math.max(makespan, end);
        }
        return new Timetable(start, node, makespan);
    }
}

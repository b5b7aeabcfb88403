package dev.sampo.lookahead;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.function.LongPredicate;

/**
 * Looks for a short timetable: lists of tasks, each task placed as early as it can be, then pushed to the end and back to
 * the start (double justification). The first lists are made by well-known rules, the next are these
 * shaken, all others are crossed from two of the best (a genetic search); when that finds nothing better any more, it
 * begins again with more of them. It ends when it is told to, or when no timetable can be shorter.
 */
public final class Lookahead {
    private static final int BROOD_FIRST = 20;
    private static final int BROOD_MAX = 160;
    /** So many crossings for each list that is kept without a better one are in vain. */
    private static final int PATIENCE = 10;
    /** How far tasks are moved when a list is shaken, at most, in parts of the makespan. */
    private static final double SHAKE = 0.35;
    /** How likely tasks are placed on whatever node ends them first, not on that which they were on. */
    private static final double ANYWHERE = 0.3;

    private final Project project;
    private final long[] micros;
    private final int[][] before;
    private final int[][] after;
    private final Board board;
    private final LongPredicate goesOn;
    private final SplittableRandom random;
    private final long leastMakespan;
    private final Sorting sorting = new Sorting();
    private final int[] anywhere;
    private final long[] keys;
    private final long[] fromEnd;
    private long placed;
    private Listing best;

    private Lookahead(Project project, LongPredicate goesOn, long seed) {
        this.project = project;
        this.micros = project.micros();
        this.before = project.predecessors();
        this.after = project.successors();
        this.board = new Board(project);
        this.goesOn = goesOn;
        this.random = new SplittableRandom(seed);
        this.leastMakespan = project.leastMakespan();
        this.anywhere = new int[project.size()];
        Arrays.fill(anywhere, Board.ANYWHERE);
        this.keys = new long[project.size()];
        this.fromEnd = new long[project.size()];
    }

    /**
     * The best timetable found while it may go on; at least one list is always tried. The same project and seed give the
     * same timetable after the same number of tasks placed.
     *
     * @param goesOn told how many tasks have been placed, says whether to go on
     */
    public static Timetable search(Project project, long seed, LongPredicate goesOn) {
        var search = new Lookahead(project, goesOn, seed);
        search.run();
        return new Timetable(search.best.start, search.best.node, search.best.makespan);
    }

    private void run() {
        int lists = BROOD_FIRST;
        do {
            breed(new Brood(lists, after, random));
            lists = Math.min(BROOD_MAX, 2 * lists);
        } while (goesOn());
    }

    private boolean goesOn() {
        return best == null || best.makespan > leastMakespan && goesOn.test(placed);
    }

    private void breed(Brood brood) {
        begin(brood);
        var child = new Listing(project.size());
        int inVain = 0;
        while (inVain < PATIENCE * brood.most() && goesOn()) {
            long shortest = brood.shortest();
            brood.cross(child);
            if (isAnywhere()) {
                Arrays.fill(child.node, Board.ANYWHERE);
            }
            improve(child);
            child = brood.keep(child);
            inVain = brood.shortest() < shortest ? 0 : inVain + 1;
        }
    }

    private void begin(Brood brood) {
        long[] tails = project.tails();
        long[] following = following();
        begin(brood, task -> -tails[task]);
        begin(brood, task -> micros[task] - tails[task]);
        begin(brood, task -> -following[task]);
        while (!brood.isFull() && goesOn()) {
            Listing parent = brood.any();
            double width = parent.makespan * SHAKE * random.nextDouble();
            begin(brood, task -> parent.start[task] + (long) (width * (random.nextDouble() - 0.5)));
        }
    }

    private void begin(Brood brood, IntToLongFunction rule) {
        if (goesOn()) {
            var made = new Listing(project.size());
            order(rule, made.list);
            Arrays.fill(made.node, Board.ANYWHERE);
            improve(made);
            brood.keep(made);
        }
    }

    /** Own duration and those of the direct successors. */
    private long[] following() {
        long[] sums = micros.clone();
        for (int task = 0; task < sums.length; task++) {
            for (int successor : after[task]) {
                sums[task] += micros[successor];
            }
        }
        return sums;
    }

    /** All tasks, each after those it waits for, lowest key first. */
    private void order(IntToLongFunction rule, int[] list) {
        Arrays.setAll(keys, rule::applyAsLong);
        int[] waits = Arrays.stream(before).mapToInt(row -> row.length).toArray();
        var ready = new PriorityQueue<Integer>(
                Comparator.<Integer>comparingLong(task -> keys[task]).thenComparing(Comparator.naturalOrder()));
        for (int task = 0; task < waits.length; task++) {
            if (waits[task] == 0) {
                ready.add(task);
            }
        }
        for (int at = 0; at < list.length; at++) {
            list[at] = ready.remove();
            for (int successor : after[list[at]]) {
                if (--waits[successor] == 0) {
                    ready.add(successor);
                }
            }
        }
    }

    /** Places the list and justifies it; afterwards it is in the order in which tasks start. */
    private void improve(Listing made) {
        place(made, made.node);
        if (goesOn()) {
            justify(made);
        }
        sorting.sort(made.list, made.start);
    }

    private void justify(Listing made) {
        int[] wished = isAnywhere() ? anywhere : made.node;
        sortByEnd(made.list, made.start);
        board.place(made.list, after, wished, fromEnd, made.node);
        placed += made.list.length;
        sortByEnd(made.list, fromEnd);
        place(made, wished);
    }

    private boolean isAnywhere() {
        return random.nextDouble() < ANYWHERE;
    }

    /** The task that ends last goes first: so they can be placed from the other end. */
    private void sortByEnd(int[] list, long[] start) {
        for (int task : list) {
            keys[task] = -start[task] - micros[task];
        }
        sorting.sort(list, keys);
    }

    private void place(Listing made, int[] wished) {
        made.makespan = board.place(made.list, before, wished, made.start, made.node);
        placed += made.list.length;
        if (best == null || made.makespan < best.makespan) {
            best = made.copy();
        }
    }
}

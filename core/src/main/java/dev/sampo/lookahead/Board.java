package dev.sampo.lookahead;

import java.util.Arrays;

/** Makes a timetable of a list: each task in turn at the earliest moment, possibly before others already placed. */
final class Board {
    /** Stands for a task that may go wherever it ends first. */
    static final int ANYWHERE = -1;

    private final long[] durations;
    private final int[][] nodesOf;
    private final long[][] needs;
    private final Profile[] profiles;

    Board(Project project) {
        this.durations = project.micros();
        this.nodesOf = project.nodesOf();
        var packing = new Packing(project);
        this.needs = new long[project.size()][];
        Arrays.setAll(needs, packing::needs);
        this.profiles = new Profile[project.capacity().length];
        Arrays.setAll(profiles, node -> new Profile(packing.capacity(node), packing.guard));
    }

    /**
     * Fills in when each task starts and where, and gives the makespan.
     *
     * @param waitsFor by task, those that it starts after, all before it in the list
     * @param wished by task, its node or {@link #ANYWHERE}; may be the same array as {@code node}
     */
    long place(int[] list, int[][] waitsFor, int[] wished, long[] start, int[] node) {
        for (Profile profile : profiles) {
            profile.clear();
        }
        long makespan = 0;
        for (int task : list) {
            long from = 0;
            for (int other : waitsFor[task]) {
                from = Math.max(from, start[other] + durations[other]);
            }
            int chosen = wished[task];
            long at = Long.MAX_VALUE;
            if (chosen != ANYWHERE) {
                at = profiles[chosen].earliest(needs[task], from, durations[task]);
            } else {
                for (int candidate : nodesOf[task]) {
                    long there = profiles[candidate].earliest(needs[task], from, durations[task]);
                    if (there < at) {
                        at = there;
                        chosen = candidate;
                        if (at == from) {
                            break;
                        }
                    }
                }
            }
            long end = at + durations[task];
            profiles[chosen].take(needs[task], at, end);
            start[task] = at;
            node[task] = chosen;
            makespan = Math.max(makespan, end);
        }
        return makespan;
    }
}

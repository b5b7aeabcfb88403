package dev.sampo.lookahead;

import java.util.Arrays;

/**
 * Tasks with durations, needs and successors, and the nodes they may run on, as plain numbers.
 *
 * @param micros how long each task runs, at least 1
 * @param needs by task and resource
 * @param successors by task; the graph has no cycle and every successor has a higher number
 * @param nodesOf the nodes each task may run on, at least one, best first where all else is equal
 * @param capacity by node and resource
 */
public record Project(long[] micros, long[][] needs, int[][] successors, int[][] nodesOf, long[][] capacity) {

    public int size() {
        return micros.length;
    }

    /** Longest path from the start of each task to the end of all. */
    public long[] tails() {
        long[] tails = new long[size()];
        for (int task = size() - 1; task >= 0; task--) {
            long longest = 0;
            for (int successor : successors[task]) {
                longest = Math.max(longest, tails[successor]);
            }
            tails[task] = longest + micros[task];
        }
        return tails;
    }

    int[][] predecessors() {
        int[] counts = new int[size()];
        for (int[] row : successors) {
            for (int successor : row) {
                counts[successor]++;
            }
        }
        int[][] predecessors = new int[size()][];
        Arrays.setAll(predecessors, task -> new int[counts[task]]);
        for (int task = 0; task < size(); task++) {
            for (int successor : successors[task]) {
                predecessors[successor][--counts[successor]] = task;
            }
        }
        return predecessors;
    }

    /** No schedule is shorter: neither than the longest path nor than each resource shared out without a gap. */
    long leastMakespan() {
        long least = Arrays.stream(tails()).max().orElse(0);
        int resources = capacity[0].length;
        for (int resource = 0; resource < resources; resource++) {
            double work = 0;
            for (int task = 0; task < size(); task++) {
                work += (double) needs[task][resource] * micros[task];
            }
            double room = 0;
            for (long[] node : capacity) {
                room += node[resource];
            }
            if (work > 0) {
                least = Math.max(least, (long) Math.floor(work / room));
            }
        }
        return least;
    }
}

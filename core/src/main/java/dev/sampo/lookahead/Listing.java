package dev.sampo.lookahead;

import java.util.Arrays;

/** A list of all tasks, each after those it waits for, and what came of it when they were placed in this order. */
final class Listing {
    final int[] list;
    final int[] node;
    final long[] start;
    long makespan;

    Listing(int size) {
        list = new int[size];
        node = new int[size];
        start = new long[size];
    }

    Listing copy() {
        var copy = new Listing(list.length);
        System.arraycopy(list, 0, copy.list, 0, list.length);
        System.arraycopy(node, 0, copy.node, 0, list.length);
        System.arraycopy(start, 0, copy.start, 0, list.length);
        copy.makespan = makespan;
        return copy;
    }

    boolean cameToTheSame(Listing other) {
        return makespan == other.makespan && Arrays.equals(start, other.start);
    }
}

package dev.sampo.dag;

import java.util.Optional;

/**
 * Orders tasks so that each comes after all it waits for, and otherwise as they were added: a Dag written in order keeps
 * its order. Depth first with a stack of its own, since a chain may be a million tasks long.
 */
final class TopologicalOrder {
    private static final byte NEW = 0;
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final Wiring wiring;
    private final byte[] states;
    private final int[] positions;
    private final int[] stack;
    private final int[] order;
    private int ordered;
    private boolean cyclic;

    private TopologicalOrder(Wiring wiring) {
        int size = wiring.size();
        this.wiring = wiring;
        this.states = new byte[size];
        this.positions = new int[size];
        this.stack = new int[size];
        this.order = new int[size];
    }

    /** Empty when there is a cycle. */
    static Optional<int[]> of(Wiring wiring) {
        var search = new TopologicalOrder(wiring);
        for (int task = 0; task < wiring.size() && !search.cyclic; task++) {
            search.visit(task);
        }
        return search.cyclic ? Optional.empty() : Optional.of(search.order);
    }

    private void visit(int from) {
        if (states[from] != NEW) {
            return;
        }
        int depth = 0;
        stack[0] = from;
        states[from] = OPEN;
        while (depth >= 0 && !cyclic) {
            int task = stack[depth];
            int next = nextUnvisited(task);
            if (next >= 0) {
                states[next] = OPEN;
                stack[++depth] = next;
            } else {
                states[task] = DONE;
                order[ordered++] = task;
                depth--;
            }
        }
    }

    private int nextUnvisited(int task) {
        while (positions[task] < wiring.edgeCount(task)) {
            int next = wiring.edge(task, positions[task]++);
            if (states[next] == NEW) {
                return next;
            }
            cyclic |= states[next] == OPEN;
        }
        return -1;
    }
}

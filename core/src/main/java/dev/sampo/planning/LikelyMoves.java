package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Samples;

/**
 * What the moving of large values will probably add to the ways through a graph, by the sizes that were learned: a task goes where
 * its largest input is, and the others are moved there.
 */
final class LikelyMoves {
    static final LikelyMoves NONE = new LikelyMoves(null, new long[0]);

    private final Blueprint graph;
    /** How long it takes to move the value of each task; empty when nothing is known that takes any time. */
    private final long[] micros;

    private LikelyMoves(Blueprint graph, long[] micros) {
        this.graph = graph;
        this.micros = micros;
    }

    static LikelyMoves of(Blueprint graph, Hearsay hearsay, long bytesPerSecond) {
        long[] micros = new long[graph.size()];
        boolean isAny = false;
        for (int task = 0; task < micros.length; task++) {
            Samples sizes = hearsay.sizes(graph, task);
            long bytes = sizes == null ? 0 : sizes.median();
            micros[task] = (long) (bytes * 1e6 / Math.max(1, bytesPerSecond));
            isAny |= micros[task] > 0;
        }
        return isAny ? new LikelyMoves(graph, micros) : NONE;
    }

    /** The way from this task on is known now: that from its inputs on is at least this and the move. */
    void lengthen(int task, long[] tails) {
        if (micros.length == 0 || graph.inputCount(task) < 2) {
            return;
        }
        int largest = graph.input(task, 0);
        for (int i = 1; i < graph.inputCount(task); i++) {
            int input = graph.input(task, i);
            largest = micros[input] > micros[largest] ? input : largest;
        }
        for (int i = 0; i < graph.inputCount(task); i++) {
            int input = graph.input(task, i);
            if (input != largest) {
                tails[input] = Math.max(tails[input], tails[task] + micros[input]);
            }
        }
    }
}

package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Stretch;
import dev.sampo.job.Value;

/**
 * Where the inputs of one task are, of very many the first, and how large those are that do not ride along in messages: a node that
 * has been given one, or made it, has it.
 */
final class Whereabouts {
    private static final int INPUTS_MAX = 16;

    private final Books books;
    private final int[] sources = new int[INPUTS_MAX];
    private final int[] nodes = new int[INPUTS_MAX];
    private final long[] bytes = new long[INPUTS_MAX];
    private JobPlan job;
    private int count;
    private long all;

    Whereabouts(Books books) {
        this.books = books;
    }

    /** From now on it is about this task. */
    void of(JobPlan other, int task) {
        job = other;
        count = 0;
        all = 0;
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        for (int i = 0; i < graph.inputCount(local) && count < INPUTS_MAX; i++) {
            int source = stretch.base() + graph.input(local, i);
            Stretch elements = job.ledger.expansion(source);
            if (elements == null) {
                add(source);
            } else if (i == 0 && !stretch.isWhole()) {
                add(elements.first() + (task - stretch.first()));
            } else {
                for (int element = 0; element < elements.count() && count < INPUTS_MAX; element++) {
                    add(elements.first() + element);
                }
            }
        }
    }

    private void add(int source) {
        sources[count] = source;
        nodes[count] = job.node(source);
        bytes[count] = job.ledger.value(source) instanceof Value.Stored stored ? stored.size() : 0;
        all += bytes[count];
        count++;
    }

    int count() {
        return count;
    }

    /** Index of the node that has this one; {@link JobPlan#NOWHERE} if nobody knows. */
    int node(int input) {
        return nodes[input];
    }

    /** How many of them are there. */
    int at(NodeView view) {
        int here = 0;
        for (int i = 0; i < count; i++) {
            here += nodes[i] == view.index ? 1 : 0;
        }
        return here;
    }

    /** How many bytes would have to be moved there. */
    long missingAt(NodeView view) {
        long missing = 0;
        for (int i = 0; all > 0 && i < count; i++) {
            boolean isThere = bytes[i] == 0 || nodes[i] == view.index || view.hasBeenGiven(job, sources[i]);
            missing += isThere ? 0 : bytes[i];
        }
        return missing;
    }

    /** Whether it matters where the task goes because of them. */
    boolean areLarge() {
        return millis(all) > 0;
    }

    /** How long it takes to move so much. */
    long millis(long moved) {
        return (long) (moved * 1_000.0 / Math.max(1, books.settings.bytesPerSecond()));
    }

    /** Of the nodes that made them the one to which the least would have to be moved; null when that is none. */
    NodeView richest() {
        NodeView richest = null;
        long least = all;
        for (int i = 0; all > 0 && i < count; i++) {
            NodeView view = nodes[i] < 0 ? null : books.view(nodes[i]);
            boolean isThere = view != null && books.nodes.get(view.id) == view;
            long missing = isThere ? missingAt(view) : all;
            if (missing < least) {
                least = missing;
                richest = view;
            }
        }
        return richest;
    }
}

package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Need;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job's stretches in the order of their task numbers, and which of them an {@code each} became. */
final class Stretches {
    /** Hears of those that read a task, or come after it. */
    interface ReaderAction {
        void take(int reader, Need need);
    }

    private final List<Stretch> inOrder = new ArrayList<>();
    private final Map<Integer, Stretch> expansionOf = new HashMap<>();
    /** Its keys: asked of each input of each task, and few are one. */
    private final BitSet expanded = new BitSet();

    void add(Stretch stretch) {
        inOrder.add(stretch);
        if (!stretch.isWhole()) {
            expansionOf.put(stretch.each(), stretch);
            expanded.set(stretch.each());
        }
    }

    List<Stretch> all() {
        return inOrder;
    }

    /** The tasks an {@code each} became; null for other tasks and before it has. */
    Stretch expansion(int each) {
        return expanded.get(each) ? expansionOf.get(each) : null;
    }

    /**
     * An each that has expanded waits for its elements only; they wait for its inputs in its stead. The counts are kept
     * for finished tasks too: one may have to run again while an input of it is missing.
     */
    void forEachReaderOf(int task, Stretch stretch, ReaderAction action) {
        Blueprint graph = stretch.blueprint();
        int local = task - stretch.base();
        for (int i = 0; i < graph.successorCount(local); i++) {
            int reader = stretch.base() + graph.successor(local, i);
            Need need = graph.successorNeed(local, i);
            Stretch elements = expansion(reader);
            if (elements == null) {
                action.take(reader, need);
            } else {
                for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
                    action.take(element, need);
                }
            }
        }
    }

    /** Whether a list of so many elements may be the value of the task: the eaches that have mapped over it have as many. */
    boolean mayHave(int task, int count) {
        Stretch stretch = of(task);
        Blueprint graph = stretch.blueprint();
        int local = task - stretch.base();
        for (int i = 0; stretch.isWhole() && i < graph.successorCount(local); i++) {
            int reader = graph.successor(local, i);
            Stretch elements = expansion(stretch.base() + reader);
            if (elements != null && graph.input(reader, 0) == local && elements.count() != count) {
                return false;
            }
        }
        return true;
    }

    Stretch of(int task) {
        int low = 0;
        int high = inOrder.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (inOrder.get(middle).first() <= task) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return inOrder.get(low);
    }
}

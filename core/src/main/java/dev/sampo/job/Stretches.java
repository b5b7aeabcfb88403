package dev.sampo.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job's stretches in the order of their task numbers, and which of them an {@code each} became. */
final class Stretches {
    private final List<Stretch> inOrder = new ArrayList<>();
    private final Map<Integer, Stretch> expansionOf = new HashMap<>();

    void add(Stretch stretch) {
        inOrder.add(stretch);
        if (!stretch.isWhole()) {
            expansionOf.put(stretch.each(), stretch);
        }
    }

    List<Stretch> all() {
        return inOrder;
    }

    /** The tasks an {@code each} became; null for other tasks and before it has. */
    Stretch expansion(int each) {
        return expansionOf.get(each);
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

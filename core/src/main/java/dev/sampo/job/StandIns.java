package dev.sampo.job;

import java.util.HashMap;
import java.util.Map;

/** Which added tasks give their value to which: the body that added them chose the task whose value becomes its own. */
final class StandIns {
    private final Map<Integer, Integer> standsFor = new HashMap<>();

    void add(int task, int parent) {
        standsFor.put(task, parent);
    }

    /** The task that gets this one's value; null for none. */
    Integer parentOf(int task) {
        return standsFor.get(task);
    }

    boolean isEmpty() {
        return standsFor.isEmpty();
    }

    /** The task whose own body made the value of this one. */
    int makerOf(int task) {
        int maker = task;
        boolean found = true;
        while (found) {
            found = false;
            for (Map.Entry<Integer, Integer> alias : standsFor.entrySet()) {
                if (alias.getValue() == maker) {
                    maker = alias.getKey();
                    found = true;
                    break;
                }
            }
        }
        return maker;
    }
}

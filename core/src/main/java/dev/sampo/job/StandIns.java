package dev.sampo.job;

import java.util.HashMap;
import java.util.Map;

/**
 * Which tasks give their value to which: the body that added them chose the one whose value becomes its own, or the task has
 * failed and its graph names another.
 */
final class StandIns {
    private final Map<Integer, Integer> standsFor = new HashMap<>();
    private final Map<Integer, Integer> makers = new HashMap<>();

    /** From now on; one that stood in before has made nothing. */
    void add(int task, int parent) {
        standsFor.put(task, parent);
        makers.put(parent, task);
    }

    /** The task that gets this one's value; null for none. */
    Integer parentOf(int task) {
        return standsFor.get(task);
    }

    boolean isEmpty() {
        return standsFor.isEmpty();
    }

    /** The task that gives its value to this one, be it made or not; null for none. */
    Integer directMakerOf(int task) {
        return makers.get(task);
    }

    /** The task whose own body made the value of this one. */
    int makerOf(int task) {
        int maker = task;
        for (Integer next = makers.get(task); next != null; next = makers.get(next)) {
            maker = next;
        }
        return maker;
    }
}

package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Blueprint.Kind;
import dev.sampo.dag.Need;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which failures a job can do without: those that take from it nothing but what somebody reads as optional, however many tasks are
 * skipped on the way there. Where another task makes the value instead, it is what becomes of that value that counts.
 */
final class Coverage {
    /** By base of a graph in its job: the task whose value becomes that of the one that added it. */
    private final Map<Integer, Integer> results = new HashMap<>();

    private final Map<Integer, BitSet> covered = new HashMap<>();

    void added(int base, int result) {
        results.put(base, result);
    }

    /** Whether the job can do without what this task was to make. */
    boolean covers(Stretch stretch, int task) {
        return covered.computeIfAbsent(
                        stretch.base(), base -> of(stretch.blueprint(), results.getOrDefault(base, Blueprint.NO_TASK)))
                .get(stretch.blueprintTask(task));
    }

    private static BitSet of(Blueprint graph, int result) {
        var covered = new BitSet();
        var mayBeSkipped = new BitSet();
        for (int task = graph.size() - 1; task >= 0; task--) {
            boolean isHandedOver = task == result || graph.standsInFor(task) != Blueprint.NO_TASK;
            boolean anyTakes = isHandedOver || graph.successorCount(task) > 0;
            boolean isCovered = anyTakes;
            boolean isSpared = anyTakes;
            for (int i = 0; i < graph.successorCount(task); i++) {
                boolean goesOn = mayBeSkipped.get(graph.successor(task, i));
                Need need = graph.successorNeed(task, i);
                isCovered &= goesOn || need != Need.VALUE;
                isSpared &= goesOn || need == Need.OPTIONAL;
            }
            covered.set(task, isCovered);
            // Of an each that is skipped there are no elements, either.
            boolean isWhole = graph.kind(task) != Kind.EACH;
            mayBeSkipped.set(task, (isWhole ? isCovered : isSpared) || graph.standIn(task) != Blueprint.NO_TASK);
        }
        return covered;
    }
}

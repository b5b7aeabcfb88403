package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Problem;
import java.util.Collection;
import java.util.List;

/** Whether the nodes there are could ever run a graph; with no node known yet, nobody can say and the job waits. */
final class Feasible {
    private Feasible() {}

    static List<Problem> problems(Blueprint blueprint, Collection<NodeView> views) {
        return List.of();
    }
}

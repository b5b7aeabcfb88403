package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Reuse;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Origin;
import dev.sampo.job.Outcome;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which tasks of a fork run, since the job it is a fork of has no value of them that could be taken over. */
final class Remaking {
    private final Map<NodeId, NodeView> nodes;
    private final JobPlan source;
    private final Blueprint graph;
    private final int[] earlier;
    private final boolean[] runs;
    /** Tasks that succeeded, and what they added is not done. */
    private final Set<Integer> unfinished = new HashSet<>();

    Remaking(Map<NodeId, NodeView> nodes, JobPlan source, Blueprint graph, Origin origin) {
        this.nodes = nodes;
        this.source = source;
        this.graph = graph;
        this.earlier = Reuse.of(source.ledger.blueprint(), graph, origin.again());
        this.runs = new boolean[graph.size()];
        noteWhatAddedTasks();
        for (int task = runs.length - 1; task >= 0; task--) {
            runs[task] = graph.kind(task) != Blueprint.Kind.CONSTANT && mustRun(task);
        }
    }

    /** The number that a task has in the source. */
    int earlier(int task) {
        return earlier[task];
    }

    boolean runs(int task) {
        return runs[task];
    }

    boolean isFinished(int before) {
        return source.ledger.state(before) == TaskState.SUCCEEDED && !unfinished.contains(before);
    }

    /** What a body added without a result is done only when the whole job is. */
    private void noteWhatAddedTasks() {
        for (int i = 0; source.ledger.status() != JobStatus.SUCCEEDED && i < source.ledger.eventCount(); i++) {
            if (source.ledger.event(i) instanceof JobEvent.TasksAdded added
                    && added.result() == Outcome.Growth.NO_RESULT) {
                unfinished.add(added.parent());
            }
        }
    }

    /** What is gone is made again only where somebody needs it. */
    private boolean mustRun(int task) {
        int main = graph.standsInFor(task);
        if (main != Blueprint.NO_TASK) {
            return runs[main]; // If that fails, as far as anybody knows.
        }
        if (earlier[task] == Reuse.NONE || !isDone(earlier[task]) && !hasEndedWithout(earlier[task])) {
            return true;
        }
        return !isKept(earlier[task]) && isNeeded(task);
    }

    /** There is no value to take over, which does not matter where nobody needs it. */
    boolean hasEndedWithout(int before) {
        return source.ledger.state(before).isWithoutValue();
    }

    boolean isNeeded(int task) {
        boolean isNeeded =
                graph.successorCount(task) == 0 || graph.options(task).keep();
        for (int i = 0; i < graph.successorCount(task) && !isNeeded; i++) {
            isNeeded = runs[graph.successor(task, i)];
        }
        return isNeeded;
    }

    private boolean isDone(int before) {
        Stretch elements = source.ledger.expansion(before);
        boolean isDone = isFinished(before);
        for (int i = 0; elements != null && isDone && i < elements.count(); i++) {
            isDone = !unfinished.contains(elements.first() + i);
        }
        return isDone;
    }

    private boolean isKept(int before) {
        Stretch elements = source.ledger.expansion(before);
        if (elements == null || hasEndedWithout(before)) {
            return isThere(before) && !hasEndedWithout(before);
        }
        for (int i = 0; i < elements.count(); i++) {
            if (!isThere(elements.first() + i)) {
                return false;
            }
        }
        return true;
    }

    boolean isThere(int before) {
        return !(source.ledger.value(before) instanceof Value.Stored stored)
                || !source.isFreed(before) && nodes.containsKey(stored.node());
    }
}

package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.BreakerName;
import dev.sampo.job.Experience;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.resilience.Forced;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A planner that was told to leave a node alone, or with tasks of a kind, gives it none, whatever else there is, until it is told
 * otherwise.
 */
final class ForcedBreakersHold extends Witness {
    private record Open(int planner, BreakerName breaker) {}

    private final Tally tally;
    private final Set<Open> open = new HashSet<>();
    private final Map<JobId, Blueprint> graphs = new HashMap<>();
    private final NewAssigns assigns = new NewAssigns();

    ForcedBreakersHold(Tally tally) {
        this.tally = tally;
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        plan.facts().forEach(fact -> note(planner, fact));
        assigns.in(plan, (node, assign) -> {
            if (open.contains(new Open(planner, BreakerName.of(node)))) {
                throw violated(assign.job(), assign.tasks()[0], "given to " + node + ", which is to get nothing");
            }
            for (int task : assign.tasks()) {
                check(planner, node, assign.job(), task);
            }
        });
    }

    /** Tasks that were added are no part of the graph. */
    private void check(int planner, NodeId node, JobId job, int task) {
        Blueprint graph = graphs.get(job);
        if (!open.isEmpty() && graph != null && task < graph.size()) {
            var name = new BreakerName(node, graph.name(), Experience.kind(graph, task));
            if (open.contains(new Open(planner, name))) {
                throw violated(job, task, "given to " + node + ", which is to get none of its kind");
            }
        }
    }

    private void note(int planner, Fact fact) {
        if (fact instanceof JobEvent.JobAccepted accepted) {
            graphs.put(accepted.job(), accepted.blueprint());
        }
        if (fact instanceof Fact.BreakerForced forced) {
            BreakerName breaker = forced.breaker();
            if (forced.forced().to() == Forced.To.OPEN) {
                open.add(new Open(planner, breaker));
                tally.hit(breaker.isOfNode() ? Sometimes.NODE_LEFT_ALONE_AS_TOLD : Sometimes.KIND_LEFT_ALONE_AS_TOLD);
            } else if (breaker.isOfNode() && forced.forced().to() == Forced.To.NONE) {
                open.removeIf(each ->
                        each.planner() == planner && each.breaker().node().equals(breaker.node()));
            } else {
                open.remove(new Open(planner, breaker));
            }
        }
    }
}

package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.NodeId;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.resilience.Forced;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A planner that was told to leave a node alone gives it nothing, whatever else there is, until it is told otherwise. */
final class ForcedBreakersHold extends Witness {
    private record Open(int planner, NodeId node) {}

    private final Tally tally;
    private final Set<Open> open = new HashSet<>();
    private final NewAssigns assigns = new NewAssigns();

    ForcedBreakersHold(Tally tally) {
        this.tally = tally;
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        plan.facts().forEach(fact -> note(planner, fact));
        assigns.in(plan, (node, assign) -> {
            if (open.contains(new Open(planner, node))) {
                throw violated(assign.job(), assign.tasks()[0], "given to " + node + ", which is to get nothing");
            }
        });
    }

    private void note(int planner, Fact fact) {
        if (fact instanceof Fact.BreakerForced forced && forced.breaker().isOfNode()) {
            var node = new Open(planner, forced.breaker().node());
            if (forced.forced().to() == Forced.To.OPEN) {
                open.add(node);
                tally.hit(Sometimes.NODE_LEFT_ALONE_AS_TOLD);
            } else {
                open.remove(node);
            }
        }
    }
}

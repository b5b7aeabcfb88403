package dev.sampo.sim.world;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.BreakerName;
import dev.sampo.job.Experience;
import dev.sampo.job.NodeId;
import dev.sampo.planning.Input;
import dev.sampo.resilience.Forced;
import dev.sampo.sim.check.Sometimes;
import java.util.Optional;

/** Forces the breaker of a node, perhaps, or opens that of a kind of tasks there, with every partition that hears of it, and has all of that reset in the end. */
final class Meddler {
    private static final int FORCES_WITHIN = 2_000;
    private static final int RESETS_WITHIN = 3_000;
    private static final int RESETS_EVERY = 1_000;
    /** Nobody waits for the answer. */
    private static final long TICKET = 0;

    private final World world;

    Meddler(World world) {
        this.world = world;
    }

    void begin() {
        if (world.switches.happens(0.2)) {
            for (int times = world.switches.between(1, 3); times > 0; times--) {
                NodeId node = world.nodes[world.switches.below(world.nodes.length)].id();
                Forced.To to = world.switches.happens(0.7) ? Forced.To.OPEN : Forced.To.CLOSED;
                int at = world.switches.below(FORCES_WITHIN);
                int until = world.switches.below(RESETS_WITHIN);
                world.timeline.after(at, () -> meddle(node, to, at, until));
            }
        }
    }

    private void meddle(NodeId node, Forced.To to, int draw, int until) {
        Optional<BreakerName> ofKind = draw % 2 == 0 && to == Forced.To.OPEN ? someKind(node, draw) : Optional.empty();
        BreakerName breaker = ofKind.orElse(BreakerName.of(node));
        force(breaker, to);
        world.timeline.after(until, () -> reset(breaker));
    }

    /** Of some job there is, on the node. */
    private Optional<BreakerName> someKind(NodeId node, int draw) {
        PartitionHost host = world.seats[draw / 2 % world.seats.length].current();
        Optional<Blueprint> graph = host == null ? Optional.empty() : host.someGraph(draw);
        return graph.map(some -> new BreakerName(node, some.name(), Experience.kind(some, draw % some.size())));
    }

    private void force(BreakerName breaker, Forced.To to) {
        world.tally.hit(Sometimes.BREAKER_FORCED);
        for (int partition = 0; partition < world.seats.length; partition++) {
            world.clients.ask(partition, new Input.ForceBreaker(TICKET, breaker, to, "meddler", ""));
        }
    }

    /** For good: what was said before may still be on its way. */
    private void reset(BreakerName breaker) {
        force(breaker, Forced.To.NONE);
        world.timeline.after(RESETS_EVERY, () -> reset(breaker));
    }
}

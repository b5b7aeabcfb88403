package dev.sampo.sim.check;

import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A node that has heard a newer session of a partition starts nothing that only an older one asks for: that partition's
 * process has been replaced, or has given the node up, and may long have asked another node.
 */
final class StaleOrdersAreVoid extends Witness {
    private record Process(NodeId node, long incarnation, int partition) {}

    private record Ordered(NodeId node, long incarnation, JobId job, int task, Fence fence) {}

    private final Map<Process, Session> newest = new HashMap<>();
    private final Set<Ordered> valid = new HashSet<>();
    private final Set<Ordered> stale = new HashSet<>();
    private final Tally tally;

    StaleOrdersAreVoid(Tally tally) {
        this.tally = tally;
    }

    @Override
    void ordered(NodeId node, long incarnation, Orders orders) {
        var process = new Process(node, incarnation, orders.session().partition());
        Session known = newest.get(process);
        boolean isStale = known != null && known.isNewerThan(orders.session());
        if (isStale) {
            tally.hit(Sometimes.STALE_ORDERS_IGNORED);
        } else if (orders.number() == 1 || orders.session().equals(known)) {
            newest.put(process, orders.session());
        }
        for (Order order : orders.orders()) {
            if (order instanceof Order.Assign assign) {
                var fence = new Fence(orders.session().term(), assign.serial());
                for (int task : assign.tasks()) {
                    (isStale ? stale : valid).add(new Ordered(node, incarnation, assign.job(), task, fence));
                }
            }
        }
    }

    @Override
    void started(Start start) {
        var attempt = start.run().attempt();
        var order = new Ordered(start.node(), start.incarnation(), attempt.job(), attempt.task(), attempt.fence());
        if (stale.contains(order) && !valid.contains(order)) {
            throw violated(attempt.job(), attempt.task(), attempt + " started by order of a session that was over");
        }
    }
}

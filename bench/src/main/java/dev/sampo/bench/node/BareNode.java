package dev.sampo.bench.node;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.NodeId;
import dev.sampo.link.LinkSettings;
import dev.sampo.link.NodeLink;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import java.util.List;

/** A node without a worker, so that the planner alone is measured. */
public abstract class BareNode {
    protected final NodeLink link;

    protected BareNode(NodeId id) {
        link = new NodeLink(id, 1, LinkSettings.DEFAULTS);
    }

    public final List<Report> take(Orders orders, long now) {
        var arrival = link.take(orders, now);
        if (arrival == NodeLink.Arrival.NEW_SESSION) {
            link.greet(new Report.Greeting(List.of(), List.of()));
        }
        if (arrival == NodeLink.Arrival.NEW_SESSION || arrival == NodeLink.Arrival.NEXT) {
            orders.orders().forEach(order -> obey(order, orders.session().term()));
        }
        return link.flush(now);
    }

    private void obey(Order order, long term) {
        if (order instanceof Order.Assign assign) {
            var fence = new Fence(term, assign.serial());
            for (int task : assign.tasks()) {
                given(new Attempt(assign.job(), task, assign.number(), fence));
            }
        }
    }

    protected abstract void given(Attempt attempt);
}

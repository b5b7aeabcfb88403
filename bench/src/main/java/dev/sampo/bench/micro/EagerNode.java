package dev.sampo.bench.micro;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.Grounds;
import dev.sampo.link.LinkSettings;
import dev.sampo.link.NodeLink;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import java.util.List;

/** A node without a worker, so that the planner alone is measured: what it is given has already ended. */
final class EagerNode {
    private final NodeLink link;

    EagerNode(int number) {
        link = new NodeLink(Bench.node(number), 1, LinkSettings.DEFAULTS);
    }

    List<Report> take(Orders orders, long now) {
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
                var attempt = new Attempt(assign.job(), task, assign.number(), fence);
                link.add(new Report.Ended(attempt, Bench.SUCCESS, Bench.MICROS, Report.Ended.NONE, Grounds.NONE));
            }
        }
    }
}

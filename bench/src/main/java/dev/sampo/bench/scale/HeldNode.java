package dev.sampo.bench.scale;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.LinkSettings;
import dev.sampo.link.NodeLink;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import java.util.ArrayDeque;
import java.util.List;

/** A node without a worker: it holds what it is given until it is told how many of those have ended. */
final class HeldNode {
    private static final Outcome SUCCESS = Outcome.Succeeded.of(new Value.Inline(new byte[] {42}, Value.NO_LIST));
    private static final long MICROS = 60_000_000;

    private final NodeLink link;
    private final ArrayDeque<Attempt> held = new ArrayDeque<>();

    HeldNode(NodeId id) {
        link = new NodeLink(id, 1, LinkSettings.DEFAULTS);
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
                held.add(new Attempt(assign.job(), task, assign.number(), fence));
            }
        }
    }

    int held() {
        return held.size();
    }

    List<Report> end(int count, long now) {
        for (int i = 0; i < count && !held.isEmpty(); i++) {
            link.add(new Report.Ended(held.poll(), SUCCESS, MICROS, Report.Ended.NONE, dev.sampo.job.Grounds.NONE));
        }
        return link.flush(now);
    }
}

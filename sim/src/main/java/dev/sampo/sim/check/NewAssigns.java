package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Session;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Tells what planners give out apart from what they say again. */
final class NewAssigns {
    private record Conversation(NodeId node, long incarnation, Session session) {}

    private final Map<Conversation, Long> sent = new HashMap<>();

    void in(Plan plan, BiConsumer<NodeId, Order.Assign> each) {
        for (Plan.Letter letter : plan.letters()) {
            Orders orders = letter.orders();
            var conversation = new Conversation(letter.node(), letter.incarnation(), orders.session());
            boolean isRepetition = orders.number() <= sent.getOrDefault(conversation, 0L);
            sent.merge(conversation, orders.number(), Math::max);
            for (Order order : orders.orders()) {
                if (!isRepetition && order instanceof Order.Assign assign) {
                    each.accept(letter.node(), assign);
                }
            }
        }
    }
}

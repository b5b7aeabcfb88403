package dev.sampo.sim.world;

import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.worker.Action;
import java.util.Arrays;
import java.util.StringJoiner;

/** Orders as a transcript tells them: shorter than records print, and with task numbers instead of array addresses. */
final class Words {
    private Words() {}

    static String of(Orders orders) {
        var words = new StringJoiner(", ", "[", "]");
        orders.orders().forEach(order -> words.add(of(order)));
        var session = orders.session();
        return "p" + session.partition() + " session " + session.term() + "." + session.number() + " orders "
                + orders.number() + " (reports seen " + orders.reportsSeen() + ", durable " + orders.reportsDurable()
                + ") "
                + words;
    }

    static String of(Action action) {
        return action instanceof Action.Discard discard
                ? "Discard " + discard.job() + Arrays.toString(discard.tasks())
                : action.toString();
    }

    private static String of(Order order) {
        if (order instanceof Order.Assign assign) {
            return "assign " + assign.job() + Arrays.toString(assign.tasks()) + "#" + assign.number() + "@"
                    + assign.serial();
        }
        if (order instanceof Order.Deliver deliver) {
            return "deliver " + deliver.job() + Arrays.toString(deliver.tasks()) + " " + deliver.values();
        }
        if (order instanceof Order.Cancel cancel) {
            return "cancel " + cancel.job() + Arrays.toString(cancel.tasks()) + " " + cancel.reason();
        }
        if (order instanceof Order.Release release) {
            return "release " + release.job() + Arrays.toString(release.tasks());
        }
        return order.toString();
    }
}

package dev.sampo.actors.scheduler;

import dev.sampo.actors.Latest;
import dev.sampo.dag.Digest;
import dev.sampo.link.Order;
import dev.sampo.planning.Plan;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Letters to nodes. With the first word of a small blueprint goes the blueprint itself: a node that has to ask for it can begin
 * nothing for as long as that takes. It is sent once; a node that has not got it, or not any more, asks.
 */
final class Post {
    static final int ENCLOSED_BYTES_MAX = 8 << 10;
    private static final int REMEMBERED_MAX = 64;

    private record Enclosed(ActorRef<ToWorker> worker, Digest blueprint) {}

    private final Nodes nodes;
    private final ArrayDeque<Plan.Letter> waiting = new ArrayDeque<>();
    private final Set<Enclosed> enclosed = Collections.newSetFromMap(Latest.come(REMEMBERED_MAX));

    Post(Nodes nodes) {
        this.nodes = nodes;
    }

    void add(List<Plan.Letter> letters) {
        waiting.addAll(letters);
    }

    /** Those to nodes that are gone, or live again, are dropped. */
    void send(Blueprints blueprints, ActorRef<ToScheduler> sender) {
        for (Plan.Letter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
            var orders = letter.orders();
            nodes.addressee(letter).ifPresent(worker -> {
                orders.orders().forEach(order -> enclose(order, worker, blueprints));
                worker.tell(new ToWorker.FromPartition(orders, sender));
            });
        }
    }

    private void enclose(Order order, ActorRef<ToWorker> worker, Blueprints blueprints) {
        if (order instanceof Order.Stretch stretch && enclosed.add(new Enclosed(worker, stretch.blueprint()))) {
            blueprints
                    .small(stretch.blueprint(), ENCLOSED_BYTES_MAX)
                    .ifPresent(piece -> worker.tell(new ToWorker.Enclosed(piece)));
        }
    }
}

package dev.sampo.actors.scheduler;

import dev.sampo.job.NodeId;
import dev.sampo.planning.Plan;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** The workers a partition knows: whom to ask who they are, and where letters to a node go. */
final class Nodes {

    record Known(NodeId node, long incarnation, ActorRef<ToWorker> worker) {}

    private final Map<NodeId, Known> byNode = new HashMap<>();
    private final Map<ActorRef<?>, Known> byWorker = new HashMap<>();
    private final Set<ActorRef<ToWorker>> strangers = new HashSet<>();

    /** Those who have not said who they are. */
    Set<ActorRef<ToWorker>> strangers() {
        return strangers;
    }

    void listed(Set<ActorRef<ToWorker>> workers) {
        strangers.clear();
        workers.stream().filter(worker -> !byWorker.containsKey(worker)).forEach(strangers::add);
    }

    /** False when this was an older life of the node than is known. */
    boolean announced(ToScheduler.Announce announce) {
        strangers.remove(announce.worker());
        Known before = byNode.get(announce.node());
        if (before != null && before.incarnation() > announce.incarnation()) {
            return false;
        }
        var known = new Known(announce.node(), announce.incarnation(), announce.worker());
        byNode.put(known.node(), known);
        byWorker.put(known.worker(), known);
        return true;
    }

    boolean isKnown(ActorRef<?> worker) {
        return byWorker.containsKey(worker);
    }

    /** The node whose worker is gone, when it was one. */
    Optional<Known> gone(ActorRef<?> worker) {
        Known known = byWorker.remove(worker);
        if (known != null) {
            byNode.remove(known.node(), known);
        }
        return Optional.ofNullable(known);
    }

    /** The addressee, unless the node is gone or lives again. */
    Optional<ActorRef<ToWorker>> addressee(Plan.Letter letter) {
        Known known = byNode.get(letter.node());
        return known != null && known.incarnation() == letter.incarnation()
                ? Optional.of(known.worker())
                : Optional.empty();
    }
}

package dev.sampo.actors.scheduler;

import dev.sampo.job.NodeId;
import dev.sampo.planning.Plan;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/** The workers a partition knows: whom to ask who they are, and where letters to a node go. */
final class Nodes {

    record Known(NodeId node, long incarnation, ActorRef<ToWorker> worker) {}

    private final Map<NodeId, Known> byNode = new TreeMap<>();
    private final Map<ActorRef<?>, Known> byWorker = new HashMap<>();
    private final Set<ActorRef<ToWorker>> strangers = new HashSet<>();

    /** Those who have not said who they are, or not since they were suspected to be dead. */
    Set<ActorRef<ToWorker>> strangers() {
        return strangers;
    }

    /** Of the nodes that are known. */
    Set<Address> addresses(Address here) {
        var all = new HashSet<Address>();
        for (Known known : byNode.values()) {
            Address its = known.worker().path().address();
            all.add(its.hasGlobalScope() ? its : here);
        }
        return all;
    }

    /** Takes note of all workers there are, and gives those known ones that cannot be reached any more. */
    List<Known> listed(Set<ActorRef<ToWorker>> reachable, Set<ActorRef<ToWorker>> all) {
        strangers.removeIf(worker -> !byWorker.containsKey(worker));
        reachable.stream().filter(worker -> !byWorker.containsKey(worker)).forEach(strangers::add);
        return byNode.values().stream()
                .filter(known -> all.contains(known.worker()) && !reachable.contains(known.worker()))
                .filter(known -> strangers.add(known.worker()))
                .toList();
    }

    /** The nodes at this address, to be asked anew who they are. */
    List<Known> suspected(Address address) {
        var suspects = byNode.values().stream()
                .filter(known -> known.worker().path().address().equals(address))
                .toList();
        suspects.forEach(known -> strangers.add(known.worker()));
        return suspects;
    }

    /** False when this was an older life of the node than is known. */
    boolean announced(ToScheduler.Announce announce) {
        strangers.remove(announce.worker());
        if (byWorker.containsKey(announce.worker())) {
            return true;
        }
        Known before = byNode.get(announce.node());
        if (before != null && before.incarnation() > announce.incarnation()) {
            return false;
        }
        var known = new Known(announce.node(), announce.incarnation(), announce.worker());
        byNode.put(known.node(), known);
        byWorker.put(known.worker(), known);
        return true;
    }

    /** The node whose worker is gone, when it was one. */
    Optional<Known> gone(ActorRef<?> worker) {
        Known known = byWorker.remove(worker);
        if (known != null) {
            strangers.remove(known.worker());
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

package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Endpoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;

/** The other nodes that take part in the journal or use it, by the name of their node, as they last presented themselves. */
final class Neighbours {

    /** One of them; {@code heardAt} is when it last said anything at all. */
    record Neighbour(ActorRef peer, Letter.Hello hello, long heardAt) {

        Address address() {
            return peer.path().address();
        }
    }

    private final Map<String, Neighbour> byNode = new ConcurrentHashMap<>();
    private final Map<Address, String> names = new ConcurrentHashMap<>();

    /** True when it was not known before, or is another incarnation. */
    boolean heard(Letter.Hello hello, ActorRef peer, long now) {
        Neighbour before = byNode.put(hello.node(), new Neighbour(peer, hello, now));
        names.put(peer.path().address(), hello.node());
        return before == null || !before.peer().equals(peer);
    }

    void heard(ActorRef peer, long now) {
        String node = names.get(peer.path().address());
        if (node != null) {
            byNode.computeIfPresent(node, (name, known) -> new Neighbour(known.peer(), known.hello(), now));
        }
    }

    void forget(Address address) {
        String node = names.remove(address);
        if (node != null) {
            byNode.computeIfPresent(node, (name, known) -> known.address().equals(address) ? null : known);
        }
    }

    /** Null for a node that has not presented itself; from any thread. */
    ActorRef peer(String node) {
        Neighbour known = byNode.get(node);
        return known == null ? null : known.peer();
    }

    Neighbour get(String node) {
        return byNode.get(node);
    }

    /** The name of the node at that address, as far as it said. */
    String nameOf(Address address) {
        return names.getOrDefault(address, Nodes.nameOf(address));
    }

    Stream<Neighbour> all() {
        return byNode.values().stream();
    }

    Map<String, Letter.Hello> hellos() {
        Map<String, Letter.Hello> hellos = new HashMap<>();
        byNode.forEach((node, neighbour) -> hellos.put(node, neighbour.hello()));
        return hellos;
    }

    /** What the newest of these say about who leads. */
    static Optional<Letter.Hello> newest(Stream<Letter.Hello> hellos) {
        return hellos.filter(hello -> hello.group() != null)
                .max(Comparator.comparingInt(Letter.Hello::term).thenComparing(hello -> hello.leader() != null));
    }

    /** Those who can answer for the journal, the leader first. */
    List<ActorRef> members(Endpoint leader) {
        return all().filter(neighbour -> neighbour.hello().group() != null)
                .sorted(Comparator.comparing(
                        neighbour -> !Objects.equals(neighbour.hello().self(), leader)))
                .map(Neighbour::peer)
                .toList();
    }
}

package dev.sampo.harness;

import dev.sampo.harness.Links.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Where the members of one cluster are found, and the links between them. The last seat is the client's. */
final class Network implements AutoCloseable {
    private final List<Seat> seats;
    private final boolean wanted;
    private final Optional<Links> links;

    private Network(List<Seat> seats, boolean wanted, Optional<Links> links) {
        this.seats = seats;
        this.wanted = wanted;
        this.links = links;
    }

    /** @param linked whether links can be broken, which costs each message a way through this JVM */
    static Network of(int nodes, boolean linked) {
        var names = new ArrayList<>(
                IntStream.range(0, nodes).mapToObj(node -> "node-" + node).toList());
        names.add("client");
        List<Seat> seats = Loopback.seats(names, linked);
        boolean possible = seats.stream().allMatch(Seat::isLinked);
        return new Network(seats, linked, possible ? Optional.of(new Links(seats)) : Optional.empty());
    }

    Seat node(int node) {
        return seats.get(node);
    }

    Seat client() {
        return seats.get(seats.size() - 1);
    }

    /** Somebody is about to listen there. */
    void open(int member) {
        links.ifPresent(some -> some.open(place(member)));
    }

    /** Nobody listens there any more. */
    void shut(int member) {
        links.ifPresent(some -> some.shut(place(member)));
    }

    void partition(List<Set<Integer>> sides) {
        var cut = new ArrayList<Link>();
        List<Set<Integer>> all = withClient(sides);
        for (Set<Integer> side : all) {
            for (Set<Integer> other : all) {
                if (side != other) {
                    cut.addAll(between(side, other));
                }
            }
        }
        change(cut, LinkState::cutOff);
    }

    /** Whoever is not told otherwise wants to see the cluster go on. */
    private static List<Set<Integer>> withClient(List<Set<Integer>> sides) {
        if (sides.stream().anyMatch(side -> side.contains(Cluster.CLIENT))) {
            return sides;
        }
        int largest = 0;
        for (int i = 1; i < sides.size(); i++) {
            largest = sides.get(i).size() > sides.get(largest).size() ? i : largest;
        }
        var all = new ArrayList<>(sides);
        var withClient = new HashSet<>(all.get(largest));
        withClient.add(Cluster.CLIENT);
        all.set(largest, withClient);
        return all;
    }

    private List<Link> between(Collection<Integer> some, Collection<Integer> others) {
        return some.stream()
                .flatMap(from -> others.stream().map(to -> new Link(place(from), place(to))))
                .toList();
    }

    void cut(int one, int other) {
        change(List.of(new Link(place(one), place(other)), new Link(place(other), place(one))), LinkState::cutOff);
    }

    void silence(int from, int to) {
        change(List.of(new Link(place(from), place(to))), LinkState::cutOff);
    }

    void slow(int member, Duration latency) {
        change(around(member), state -> state.delayed(latency.toNanos()));
    }

    void lose(int member, double share) {
        change(around(member), state -> state.losing(share));
    }

    void isolate(int member) {
        change(around(member), LinkState::cutOff);
    }

    /** All links from and to the member. */
    private List<Link> around(int member) {
        int place = place(member);
        var around = new ArrayList<Link>();
        for (int other = 0; other < seats.size(); other++) {
            if (other != place) {
                around.add(new Link(place, other));
                around.add(new Link(other, place));
            }
        }
        return around;
    }

    void reset(int one, int other) {
        breakable().reset(new Link(place(one), place(other)));
        breakable().reset(new Link(place(other), place(one)));
    }

    void heal() {
        breakable().heal();
    }

    private void change(List<Link> which, UnaryOperator<LinkState> change) {
        breakable().change(which, change);
    }

    private Links breakable() {
        return links.orElseThrow(() -> wanted
                ? new NotPossibleHere(
                        "links cannot be broken here: this system gives its processes no addresses such as"
                                + " 127.1.2.3 to tell them apart")
                : new IllegalStateException("links cannot be broken: the spec of this cluster says direct()"));
    }

    private int place(int member) {
        int place = member == Cluster.CLIENT ? seats.size() - 1 : member;
        if (place < 0 || place >= seats.size()) {
            throw new IllegalArgumentException("there is no node " + member + " among " + (seats.size() - 1));
        }
        return place;
    }

    @Override
    public void close() {
        links.ifPresent(Links::close);
    }
}

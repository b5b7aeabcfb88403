package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Endpoint;
import dev.sampo.journal.raft.RaftMember;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import dev.sampo.journal.wire.Malformed;
import io.microraft.RaftRole;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftNodeReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;

/**
 * The junction of one node's replicated journal: letters come in here and go to the member that sits here, or to what waits
 * for an answer; writes and questions of this node leave through it to the leader, wherever that is.
 */
final class Peer extends AbstractActor {

    /** Something to do on the actor's thread. */
    record Do(Consumer<Peer> what) implements NoSerializationVerificationNeeded {}

    private record Tick() implements NoSerializationVerificationNeeded {}

    private static final long HELLO_TICKS = 5;

    private final ReplicatedSettings settings;
    private final Nodes nodes;
    private final String node;
    private final Neighbours neighbours;
    private final Post post;
    private final Calls calls;
    private final Executor pages;
    private final Supplier<Seat> openSeat;
    private final AtomicReference<JournalStatus> status;
    private final LoggingAdapter logger = Logging.getLogger(context().system(), Peer.class);
    private final Map<ActorRef, Assembly> assemblies = new HashMap<>();
    private final Commits commits;
    private final Barriers barriers;
    private final Reign reign;
    private final Cancellable ticking;
    private final ActorRef me = self();
    private Seat seat;
    private boolean reopening;
    private boolean fetching;
    private List<Endpoint> candidates = List.of();
    private Endpoint leader;
    private RaftNodeReport report;
    private long ticks;

    Peer(
            ReplicatedSettings settings,
            Nodes nodes,
            String node,
            Neighbours neighbours,
            Post post,
            Calls calls,
            Executor pages,
            Seat seat,
            Supplier<Seat> openSeat,
            AtomicReference<JournalStatus> status) {
        this.settings = settings;
        this.nodes = nodes;
        this.node = node;
        this.neighbours = neighbours;
        this.post = post;
        this.calls = calls;
        this.pages = pages;
        this.seat = seat;
        this.openSeat = openSeat;
        this.status = status;
        this.commits = new Commits(settings, this::toLeader);
        this.barriers = new Barriers(settings, this::toLeader);
        this.reign = new Reign(settings, nodes, neighbours, logger);
        Duration tick = settings.tick();
        this.ticking = context()
                .system()
                .scheduler()
                .scheduleWithFixedDelay(
                        tick, tick, self(), new Tick(), context().dispatcher(), self());
    }

    @Override
    public void preStart() {
        nodes.cluster()
                .subscribe(
                        self(),
                        ClusterEvent.initialStateAsEvents(),
                        ClusterEvent.MemberDowned.class,
                        ClusterEvent.MemberRemoved.class,
                        ClusterEvent.MemberUp.class);
        takeSeat();
    }

    private void takeSeat() {
        if (seat != null && seat.group() != null) {
            seat.take(me, changed -> later(peer -> peer.onReport(changed)));
        }
    }

    /** Does it on this actor's thread; from any. */
    private void later(Consumer<Peer> what) {
        me.tell(new Do(what), me);
    }

    @Override
    public void postStop() {
        ticking.cancel();
        nodes.cluster().unsubscribe(self());
        if (seat != null) {
            seat.close();
        }
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Frame.class, this::onFrame)
                .match(Do.class, task -> task.what().accept(this))
                .match(Tick.class, tick -> onTick())
                .match(
                        ClusterEvent.MemberDowned.class,
                        event -> onGone(event.member().address(), false))
                .match(
                        ClusterEvent.MemberRemoved.class,
                        event -> onGone(event.member().address(), true))
                .match(ClusterEvent.MemberUp.class, event -> sayHello())
                .build();
    }

    // What others say

    private void onFrame(Frame frame) {
        ActorRef from = sender();
        byte[] whole = assemblies
                .computeIfAbsent(from, each -> new Assembly(settings.letterMax()))
                .add(frame);
        if (whole == null) {
            return;
        }
        try {
            neighbours.heard(from, System.nanoTime());
            on(Letter.of(whole), from);
        } catch (Malformed e) {
            logger.warning("JOURNAL_MALFORMED from={} ({}): the letter is dropped", from.path(), e.getMessage());
        }
    }

    private void on(Letter letter, ActorRef from) {
        if (letter instanceof Letter.Raft raft) {
            onRaft(raft, from);
        } else if (letter instanceof Letter.Hello hello) {
            onHello(hello, from);
        } else if (letter instanceof Letter.Invite invite) {
            onInvite(invite);
        } else if (letter instanceof Letter.Submitted answer) {
            commits.on(answer, System.nanoTime());
        } else if (letter instanceof Letter.TellHighest answer) {
            barriers.on(answer, System.nanoTime());
        } else if (letter instanceof Letter.TellPage answer) {
            calls.on(answer.id(), answer);
        } else if (letter instanceof Letter.TellStreams answer) {
            calls.on(answer.id(), answer);
        } else {
            serve(letter, answer -> post.send(from, me, answer));
        }
    }

    private void serve(Letter question, Consumer<Letter> answer) {
        if (seat == null || !seat.isTaken()) {
            return; // whoever asked asks somebody else in time
        }
        if (question instanceof Letter.Submit submit) {
            seat.serve(submit, answer);
        } else if (question instanceof Letter.AskHighest ask) {
            seat.serve(ask, answer);
        } else if (question instanceof Letter.AskPage ask) {
            seat.serve(ask, answer);
        } else if (question instanceof Letter.AskStreams ask) {
            seat.serve(ask, answer);
        } else {
            throw new AssertionError(question);
        }
    }

    private void onRaft(Letter.Raft letter, ActorRef from) {
        if (seat == null) {
            return;
        }
        RaftMessage message = seat.receive(letter);
        if (message == null) {
            return;
        }
        if (Seat.needsStreams(message)) {
            fetch(message, from);
        } else {
            seat.member().receive(message);
        }
    }

    /** Another one that arrives meanwhile is dropped: the leader says it again. */
    private void fetch(RaftMessage snapshot, ActorRef from) {
        if (fetching) {
            return;
        }
        fetching = true;
        RaftMember member = seat.member();
        logger.info("JOURNAL_CATCHING_UP from={}: fetching streams", from.path().address());
        StateFetch fetch = new StateFetch(calls, me, from, member.streams());
        CompletableFuture.runAsync(fetch, task -> new Thread(task, "sampo-journal-fetch").start())
                .whenComplete((done, failure) -> later(peer -> peer.fetched(member, snapshot, failure)));
    }

    private void fetched(RaftMember member, RaftMessage snapshot, Throwable failure) {
        fetching = false;
        if (failure == null) {
            member.receive(snapshot);
        } else {
            logger.warning("JOURNAL_NOT_CAUGHT_UP ({}): tried again", failure.toString());
        }
    }

    private void onHello(Letter.Hello hello, ActorRef from) {
        boolean isNew = neighbours.heard(hello, from, System.nanoTime());
        if (seat != null
                && seat.group() == null
                && hello.group() != null
                && hello.initial().contains(seat.self())) {
            joinGroup(hello.group(), hello.initial());
        }
        if (isNew && seat != null && isForeign(hello)) {
            logger.error(
                    "JOURNAL_FOREIGN_GROUP {} belongs to another journal than {}: stop one of them, and delete the data"
                            + " directory of the node that is to forget its journal",
                    hello.node(),
                    node);
        }
        if (isNew || hello.self() == null) {
            post.send(from, me, hello());
        }
        lookForLeader();
    }

    private boolean isForeign(Letter.Hello hello) {
        return seat.group() != null && hello.group() != null && !hello.group().equals(seat.group());
    }

    private void onInvite(Letter.Invite invite) {
        if (seat != null
                && seat.group() == null
                && invite.to().equals(seat.self().getId())) {
            joinGroup(invite.group(), invite.initial());
        }
    }

    private void joinGroup(String group, List<Endpoint> founders) {
        logger.info("JOURNAL_JOINS group={} founders={}", group, founders);
        seat.join(group, founders);
        takeSeat();
        sayHello();
    }

    // What this node wants

    void write(Write write, CompletableFuture<Written> written) {
        commits.add(write, written, System.nanoTime());
    }

    void highest(String stream, CompletableFuture<Barriers.Known> known) {
        barriers.add(stream, known, System.nanoTime());
    }

    /** Where records of a stream can be read: here, if this node belongs to the group, and at the others. */
    record Sources(Seat here, List<ActorRef> elsewhere) {}

    void sources(CompletableFuture<Sources> found) {
        boolean here = status.get().role() != JournalStatus.Role.NONE && seat != null && seat.isTaken();
        found.complete(new Sources(here ? seat : null, neighbours.members(leader)));
    }

    /** Hands the lead to another, so that nobody has to notice that this node is going. */
    void stepDown(CompletableFuture<Void> done) {
        if (seat == null || report == null || !seat.self().equals(leader)) {
            done.complete(null);
            return;
        }
        reign.heir(seat, report)
                .map(seat.member()::transferLeadership)
                .ifPresentOrElse(
                        transfer -> transfer.whenComplete((ok, failure) -> done.complete(null)),
                        () -> done.complete(null));
    }

    private boolean toLeader(Letter letter) {
        if (leader == null) {
            return false;
        }
        if (seat != null && leader.equals(seat.self())) {
            serve(letter, answer -> later(peer -> peer.on(answer, me)));
            return true;
        }
        ActorRef peer = neighbours.peer(leader.node());
        if (peer == null) {
            return false;
        }
        post.send(peer, me, letter);
        return true;
    }

    // Time and change

    private void onTick() {
        long now = System.nanoTime();
        ticks++;
        commits.tick(now);
        barriers.tick(now);
        boolean settled = leader != null && (seat == null || seat.group() != null);
        if (!settled || ticks % HELLO_TICKS == 0) {
            sayHello();
        }
        if (seat == null) {
            return;
        }
        if (seat.group() == null) {
            found();
        } else if (seat.isTaken()) {
            watchLeader(now);
            seat.member().report().thenAccept(done -> later(peer -> peer.onReport(done.getResult())));
        }
    }

    private void found() {
        Map<String, Letter.Hello> hellos = neighbours.hellos();
        hellos.put(node, hello());
        List<String> up = nodes.up().stream()
                .map(address -> address.equals(nodes.self()) ? node : neighbours.nameOf(address))
                .toList();
        candidates = Founding.candidates(settings.expect(), up, hellos);
        hellos.put(node, hello());
        if (candidates.contains(seat.self()) && Founding.isAgreed(candidates, hellos)) {
            joinGroup(Founding.name(candidates), candidates);
        }
    }

    private void onReport(RaftNodeReport now) {
        report = now;
        lookForLeader();
        if (now.getRole() == RaftRole.LEADER && seat != null) {
            reign.next(seat, now, me, post);
        }
    }

    private Letter.Hello hello() {
        boolean member = seat != null && seat.isTaken();
        return new Letter.Hello(
                node,
                seat == null ? null : seat.self(),
                seat == null ? null : seat.group(),
                seat == null ? List.of() : seat.founders(),
                candidates,
                member ? seat.member().term().getTerm() : 0,
                member ? (Endpoint) seat.member().term().getLeaderEndpoint() : null,
                member ? Reign.endpoints(seat.member().members().getMembers()) : List.of());
    }

    private void sayHello() {
        Letter.Hello hello = hello();
        for (Address address : nodes.present()) {
            if (!address.equals(nodes.self())) {
                post.send(
                        context()
                                .actorSelection(new RootActorPath(address, "/")
                                        .child("system")
                                        .child(ReplicatedJournal.ACTOR)),
                        address,
                        me,
                        hello);
            }
        }
    }

    private void lookForLeader() {
        Stream<Letter.Hello> others = neighbours.all().map(Neighbours.Neighbour::hello);
        Optional<Letter.Hello> newest =
                Neighbours.newest(seat != null && seat.isTaken() ? Stream.concat(Stream.of(hello()), others) : others);
        Endpoint found = newest.map(Letter.Hello::leader).orElse(null);
        status.set(JournalStatus.of(node, seat == null ? null : seat.self(), newest.orElse(null), report));
        if (!Objects.equals(found, leader)) {
            leader = found;
            logger.info("JOURNAL_LEADER {}", leader == null ? "none" : leader.node());
            sayHelloToUsers();
            if (leader != null) {
                commits.leaderChanged(System.nanoTime());
                barriers.leaderChanged(System.nanoTime());
            }
        }
    }

    private void sayHelloToUsers() {
        if (seat != null && seat.isTaken()) {
            Letter.Hello hello = hello();
            neighbours.all().forEach(neighbour -> post.send(neighbour.peer(), me, hello));
        }
    }

    private void onGone(Address address, boolean removed) {
        suspect(address);
        if (removed) {
            neighbours.forget(address);
            assemblies.keySet().removeIf(peer -> peer.path().address().equals(address));
            lookForLeader();
        }
    }

    private void watchLeader(long now) {
        if (leader == null || leader.equals(seat.self())) {
            return;
        }
        Neighbours.Neighbour leading = neighbours.get(leader.node());
        if (leading != null
                && nodes.isUnreachable(leading.address())
                && now - leading.heardAt() > settings.suspicionSilence().toNanos()) {
            suspect(leading.address());
        }
    }

    /** Somebody thinks that a node is gone; if it leads the journal, another is to. */
    void suspect(Address address) {
        if (seat == null || !seat.isTaken() || leader == null || leader.equals(seat.self())) {
            return;
        }
        if (!neighbours.nameOf(address).equals(leader.node())) {
            return;
        }
        List<Endpoint> heirs = Reign.endpoints(seat.member().members().getVotingMembers()).stream()
                .filter(voter -> !voter.equals(leader))
                .sorted()
                .toList();
        int rank = heirs.indexOf(seat.self());
        if (rank >= 0 && reign.mayGiveUp(leader, System.nanoTime())) {
            logger.info("JOURNAL_LEADER_GONE {}: asking for another", leader.node());
            seat.member().giveUpLeader(settings.candidateDelay().multipliedBy(rank));
        }
    }

    /** The disk failed under the member: it is closed, and tried again from what the disk holds. */
    void reopen(Exception cause) {
        logger.error(cause, "JOURNAL_MEMBER_FAILED: it takes no part until its directory can be opened again");
        if (seat == null || reopening) {
            return;
        }
        reopening = true;
        Seat failed = seat;
        seat = null;
        report = null;
        Executor soon =
                CompletableFuture.delayedExecutor(settings.attemptTimeout().toMillis(), TimeUnit.MILLISECONDS, pages);
        CompletableFuture.runAsync(failed::close, pages)
                .handleAsync((done, failure) -> openSeat.get(), soon)
                .whenComplete((opened, failure) -> later(peer -> peer.reopened(opened, failure)));
    }

    private void reopened(Seat opened, Throwable failure) {
        reopening = false;
        if (failure != null) {
            logger.error("JOURNAL_MEMBER_NOT_OPENED ({}): restart this node when that is mended", failure.toString());
            return;
        }
        seat = opened;
        takeSeat();
    }
}

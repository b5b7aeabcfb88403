package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Endpoint;
import io.microraft.MembershipChangeMode;
import io.microraft.RaftEndpoint;
import io.microraft.report.RaftNodeReport;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.event.LoggingAdapter;

/** What a leader does besides leading: it replaces members that are gone, and knows who could lead in its place. */
final class Reign {

    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final long CAUGHT_UP_ENTRIES = 200;
    private static final long CHANGE_SECONDS = 10;

    private final ReplicatedSettings settings;
    private final Nodes nodes;
    private final Neighbours neighbours;
    private final LoggingAdapter logger;
    private final Map<Endpoint, Long> missingSince = new HashMap<>();
    private volatile boolean changing;
    private long lastLook = System.nanoTime();
    private Endpoint givenUp;
    private long givenUpAt;

    Reign(ReplicatedSettings settings, Nodes nodes, Neighbours neighbours, LoggingAdapter logger) {
        this.settings = settings;
        this.nodes = nodes;
        this.neighbours = neighbours;
        this.logger = logger;
    }

    static List<Endpoint> endpoints(Collection<RaftEndpoint> endpoints) {
        return endpoints.stream().map(Endpoint.class::cast).toList();
    }

    /** Looks once a second whether a change of members is due, and makes it. */
    void next(Seat seat, RaftNodeReport report, ActorRef self, Post post) {
        long now = System.nanoTime();
        boolean underWay = !report.getCommittedMembers().equals(report.getEffectiveMembers())
                && report.getCommittedMembers().getLogIndex()
                        != report.getEffectiveMembers().getLogIndex();
        if (changing || underWay || now - lastLook < PERIOD_NANOS) {
            return;
        }
        lastLook = now;
        Succession.next(view(seat, report, now)).ifPresent(step -> {
            if (isInvited(seat, step.member()) || step.mode() == MembershipChangeMode.REMOVE_MEMBER) {
                change(seat, step);
            } else {
                invite(seat, step.member(), self, post);
            }
        });
    }

    private boolean isInvited(Seat seat, Endpoint member) {
        Neighbours.Neighbour neighbour = neighbours.get(member.node());
        return neighbour != null && seat.group().equals(neighbour.hello().group());
    }

    private void invite(Seat seat, Endpoint spare, ActorRef self, Post post) {
        ActorRef peer = neighbours.peer(spare.node());
        if (peer != null) {
            post.send(peer, self, new Letter.Invite(spare.getId(), seat.group(), seat.founders()));
        }
    }

    private void change(Seat seat, Succession.Step step) {
        changing = true;
        logger.info("JOURNAL_MEMBERS {} {}", step.mode(), step.member());
        // Of one that nothing is heard of, as when the lead was lost and won in between, nobody must wait for ever.
        var changed = seat.member().change(step.member(), step.mode()).copy();
        changed.orTimeout(CHANGE_SECONDS, TimeUnit.SECONDS).whenComplete((done, failure) -> {
            changing = false;
            if (failure != null) {
                logger.warning("JOURNAL_MEMBERS {} {} failed ({})", step.mode(), step.member(), failure.toString());
            }
        });
    }

    private Succession.View view(Seat seat, RaftNodeReport report, long now) {
        List<Endpoint> members = endpoints(report.getEffectiveMembers().getMembers());
        List<Endpoint> voters = endpoints(report.getEffectiveMembers().getVotingMembers());
        Set<String> present =
                nodes.present().stream().map(neighbours::nameOf).collect(Collectors.toCollection(HashSet::new));
        present.add(seat.self().node());
        missingSince.keySet().retainAll(members);
        for (Endpoint member : members) {
            if (present.contains(member.node()) && !isSomebodyElse(member)) {
                missingSince.remove(member);
            } else {
                missingSince.putIfAbsent(member, now);
            }
        }
        Set<Endpoint> gone = missingSince.entrySet().stream()
                .filter(each -> isSomebodyElse(each.getKey())
                        || now - each.getValue() >= settings.replaceAfter().toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        long commitIndex = report.getLog().getCommitIndex();
        Set<Endpoint> caughtUp = report.getLog().getFollowerMatchIndices().entrySet().stream()
                .filter(match -> match.getValue() > 0 && commitIndex - match.getValue() < CAUGHT_UP_ENTRIES)
                .map(match -> (Endpoint) match.getKey())
                .collect(Collectors.toSet());
        List<Endpoint> spares = nodes.up().stream()
                .map(neighbours::nameOf)
                .map(neighbours::get)
                .filter(Objects::nonNull)
                .map(Neighbours.Neighbour::hello)
                .filter(hello -> hello.self() != null && !members.contains(hello.self()))
                .filter(hello -> hello.group() == null || hello.group().equals(seat.group()))
                .map(Letter.Hello::self)
                .toList();
        return new Succession.View(
                settings.expect(),
                voters,
                members.stream().filter(member -> !voters.contains(member)).toList(),
                gone,
                caughtUp,
                Set.copyOf(seat.founders()),
                spares);
    }

    /** The node is there, but as another member: it lost its disk, so the one it was will not come back. */
    private boolean isSomebodyElse(Endpoint member) {
        Neighbours.Neighbour neighbour = neighbours.get(member.node());
        return neighbour != null
                && neighbour.hello().self() != null
                && !neighbour.hello().self().equals(member);
    }

    /** The voter that has come furthest. */
    Optional<Endpoint> heir(Seat seat, RaftNodeReport report) {
        List<Endpoint> voters = endpoints(report.getEffectiveMembers().getVotingMembers());
        return report.getLog().getFollowerMatchIndices().entrySet().stream()
                .filter(match -> voters.contains((Endpoint) match.getKey())
                        && !match.getKey().equals(seat.self()))
                .max(Map.Entry.comparingByValue())
                .map(match -> (Endpoint) match.getKey());
    }

    /** Whether a leader may be given up now; not again and again for the same reason. */
    boolean mayGiveUp(Endpoint leader, long now) {
        if (leader.equals(givenUp) && now - givenUpAt < PERIOD_NANOS) {
            return false;
        }
        givenUp = leader;
        givenUpAt = now;
        return true;
    }
}

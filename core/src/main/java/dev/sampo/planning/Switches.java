package dev.sampo.planning;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Fact;
import dev.sampo.job.NodeId;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Breaker.State;
import dev.sampo.resilience.Forced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Breakers by hand: what somebody has decided of the breaker of a node, or of a kind of tasks there, which goes before what {@link
 * Breakers} find out. It is in the journal, and stands until it is taken back, whatever becomes of the scheduler or the node. What is
 * said of a kind goes before what is said of its node.
 */
final class Switches {
    private static final int FORCED_MAX = 1_000;
    private static final int PAGE_MAX = 1_000;
    /** Of text, in an answer. */
    private static final int PAGE_CHARS = 32 * 1024;

    private final Books books;

    Switches(Books books) {
        this.books = books;
    }

    void force(Input.ForceBreaker order) {
        BreakerName name = order.breaker();
        Forced before = books.ledger.forced().get(name);
        var wanted = new Forced(order.to(), order.by(), order.why(), books.now);
        boolean isNew = before == null ? order.to() != Forced.To.NONE : !before.saysTheSameAs(wanted);
        String fault = order.to() == Forced.To.NONE || before != null ? "" : fault(name);
        if (!fault.isEmpty()) {
            books.reply(order.ticket(), new Answer.BreakerNotSet(name, fault));
            return;
        }
        boolean isForAll = name.isOfNode() && order.to() == Forced.To.NONE && isAnyForced(name.node());
        if (isNew || isForAll) {
            books.record(new Fact.BreakerForced(name, wanted));
            books.foresight.leaveCourse();
        }
        NodeView view = books.nodes.get(name.node());
        if (view != null && order.to() == Forced.To.NONE) {
            books.breakers.forget(view, name);
        }
        if (view != null) {
            books.stir.opened(view);
        }
        books.reply(order.ticket(), new Answer.BreakerSet(name, order.to()));
    }

    private String fault(BreakerName name) {
        if (name.dag().isEmpty() && !name.isOfNode()) {
            return "that names no graph and no kind of tasks";
        }
        return books.ledger.forced().size() < FORCED_MAX
                ? ""
                : FORCED_MAX + " breakers are forced by hand already; reset some of them";
    }

    private boolean isAnyForced(NodeId node) {
        return books.ledger.forced().keySet().stream()
                .anyMatch(each -> each.node().equals(node));
    }

    boolean isForcedOpen(JobPlan job, int task, NodeView view) {
        return is(Forced.To.OPEN, job, task, view);
    }

    /** Whether it is to get nothing at all. */
    boolean isForcedOpen(NodeView view) {
        Forced ofNode = books.ledger.forced().get(BreakerName.of(view.id));
        return ofNode != null
                && ofNode.to() == Forced.To.OPEN
                && books.ledger.forced().entrySet().stream()
                        .noneMatch(each -> each.getKey().node().equals(view.id)
                                && each.getValue().to() == Forced.To.CLOSED);
    }

    /** Whether some node is to get some tasks and not others: no timetable minds that. */
    boolean isAnyHalfOpen() {
        return books.ledger.forced().entrySet().stream()
                .filter(each -> each.getValue().to() == Forced.To.OPEN)
                .map(each -> books.nodes.get(each.getKey().node()))
                .anyMatch(view -> view != null && !isForcedOpen(view));
    }

    boolean isForcedClosed(JobPlan job, int task, NodeView view) {
        return is(Forced.To.CLOSED, job, task, view);
    }

    private boolean is(Forced.To to, JobPlan job, int task, NodeView view) {
        return !books.ledger.forced().isEmpty()
                && forced(job, task, view).filter(order -> order.to() == to).isPresent();
    }

    private Optional<Forced> forced(JobPlan job, int task, NodeView view) {
        Forced ofKind = books.ledger.forced().get(Breakers.name(job, task, view));
        return Optional.ofNullable(ofKind == null ? books.ledger.forced().get(BreakerName.of(view.id)) : ofKind);
    }

    /** For people: why the node gets no such tasks. */
    String why(JobPlan job, int task, NodeView view) {
        return forced(job, task, view).map(order -> "its breaker was " + order).orElseThrow();
    }

    /** Of those of which there is something to say: that of a node with any, and that of each kind there. As many as fit into one answer. */
    Answer.Breakers page(Input.AskBreakers ask) {
        Map<BreakerName, Forced> forced = books.ledger.forced();
        var byNode = new TreeMap<NodeId, TreeSet<BreakerName>>();
        books.breakers.found().keySet().forEach(view -> byNode.put(view.id, new TreeSet<>()));
        books.ballots.outvoted().forEach(node -> byNode.putIfAbsent(node, new TreeSet<>()));
        forced.keySet().forEach(name -> byNode.computeIfAbsent(name.node(), node -> new TreeSet<>())
                .add(name));
        BreakerName from = ask.from().orElse(null);
        var entries = new ArrayList<BreakerEntry>();
        int size = 0;
        for (var ofNode : from == null
                ? byNode.entrySet()
                : byNode.tailMap(from.node(), true).entrySet()) {
            NodeId node = ofNode.getKey();
            TreeSet<BreakerName> names = ofNode.getValue();
            names.add(BreakerName.of(node));
            names.addAll(found(node).keySet());
            for (BreakerName name : from == null ? names : names.tailSet(from, true)) {
                if (entries.size() >= Math.max(1, Math.min(ask.max(), PAGE_MAX)) || size >= PAGE_CHARS) {
                    return new Answer.Breakers(entries, Optional.of(name));
                }
                BreakerEntry entry = entry(name);
                entries.add(entry);
                size += entry.roughChars();
            }
        }
        return new Answer.Breakers(entries, Optional.empty());
    }

    /** How many breakers of each node are not closed, of kinds and of the node as a whole; without nodes where all are. */
    Map<NodeId, Integer> notClosed() {
        var names = new HashSet<>(books.ledger.forced().keySet());
        books.breakers.found().forEach((view, found) -> {
            names.add(BreakerName.of(view.id));
            names.addAll(found.keySet());
        });
        var notClosed = new HashMap<NodeId, Integer>();
        for (BreakerName name : names) {
            if (entry(name).openFor() > 0) {
                notClosed.merge(name.node(), 1, Integer::sum);
            }
        }
        return notClosed;
    }

    private Map<BreakerName, Breaker> found(NodeId node) {
        return books.breakers.found().getOrDefault(books.nodes.get(node), Map.of());
    }

    private BreakerEntry entry(BreakerName name) {
        Map<BreakerName, Breaker> found = found(name.node());
        return name.isOfNode() ? ofNode(books.nodes.get(name.node()), name, found) : entry(name, found.get(name));
    }

    private BreakerEntry ofNode(NodeView view, BreakerName name, Map<BreakerName, Breaker> found) {
        int calls = 0;
        int failed = 0;
        int slow = 0;
        for (Breaker each : found.values()) {
            calls += each.calls();
            failed += each.failed();
            slow += each.slow();
        }
        boolean isBroken = view != null && books.breakers.isBroken(view);
        return entry(name, isBroken ? State.OPEN : State.CLOSED, calls, failed, slow);
    }

    private BreakerEntry entry(BreakerName name, Breaker found) {
        return found == null
                ? entry(name, State.CLOSED, 0, 0, 0)
                : entry(name, found.state(books.now), found.calls(), found.failed(), found.slow());
    }

    private BreakerEntry entry(BreakerName name, State found, int calls, int failed, int slow) {
        var forced = Optional.ofNullable(books.ledger.forced().get(name));
        State state = forced.map(order -> order.to() == Forced.To.OPEN ? State.OPEN : State.CLOSED)
                .orElse(found);
        int openFor = state == State.CLOSED ? 0 : 1;
        int outvoted = name.isOfNode() ? books.ballots.outvoted(name.node()) : 0;
        return new BreakerEntry(name, state, calls, failed, slow, openFor, outvoted, forced);
    }
}

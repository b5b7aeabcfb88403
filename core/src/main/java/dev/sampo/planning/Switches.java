package dev.sampo.planning;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Fact;
import dev.sampo.job.NodeId;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Breaker.State;
import dev.sampo.resilience.Forced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Breakers by hand: what somebody has decided of the breaker of a node, or of a kind of tasks there, which goes before what {@link
 * Breakers} find out. It is in the journal, and stands until it is taken back, whatever becomes of the scheduler or the node. What is
 * said of a kind goes before what is said of its node.
 */
final class Switches {
    private static final int FORCED_MAX = 1_000;
    private static final int NAME_MAX = 256;

    private final Books books;

    Switches(Books books) {
        this.books = books;
    }

    void force(Input.ForceBreaker order) {
        BreakerName name = order.breaker();
        Forced before = books.ledger.forced().get(name);
        boolean isNew = before == null ? order.to() != Forced.To.NONE : before.to() != order.to();
        String fault = order.to() == Forced.To.NONE || before != null ? "" : fault(name);
        if (!fault.isEmpty()) {
            books.reply(order.ticket(), new Answer.BreakerNotSet(name, fault));
            return;
        }
        boolean isForAll = name.isOfNode() && order.to() == Forced.To.NONE && isAnyForced(name.node());
        if (isNew || isForAll) {
            books.record(new Fact.BreakerForced(name, new Forced(order.to(), order.by(), order.why(), books.now)));
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
        if (name.dag().isEmpty() && !name.isOfNode()
                || name.dag().length() > NAME_MAX
                || name.kind().length() > NAME_MAX) {
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

    /** All breakers of which there is something to say: that of a node with any, and of each kind there. */
    List<BreakerEntry> entries() {
        var found = new HashMap<BreakerName, Breaker>();
        Set<NodeId> nodes = new LinkedHashSet<>();
        books.breakers.found().forEach((view, ofNode) -> {
            nodes.add(view.id);
            found.putAll(ofNode);
        });
        Set<BreakerName> kinds = new LinkedHashSet<>(found.keySet());
        books.ledger.forced().keySet().forEach(name -> {
            nodes.add(name.node());
            kinds.add(name);
        });
        kinds.removeIf(BreakerName::isOfNode);
        var entries = new ArrayList<BreakerEntry>();
        nodes.stream().sorted().map(node -> ofNode(node, found)).forEach(entries::add);
        kinds.stream().map(name -> entry(name, found.get(name))).forEach(entries::add);
        return entries;
    }

    private BreakerEntry ofNode(NodeId node, Map<BreakerName, Breaker> found) {
        NodeView view = books.nodes.get(node);
        int calls = 0;
        int failed = 0;
        int slow = 0;
        for (var each : found.entrySet()) {
            boolean isThere = each.getKey().node().equals(node);
            calls += isThere ? each.getValue().calls() : 0;
            failed += isThere ? each.getValue().failed() : 0;
            slow += isThere ? each.getValue().slow() : 0;
        }
        boolean isBroken = view != null && books.breakers.isBroken(view);
        return entry(BreakerName.of(node), isBroken ? State.OPEN : State.CLOSED, calls, failed, slow);
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
        return new BreakerEntry(name, state, calls, failed, slow, forced);
    }
}

package dev.sampo.planning;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Experience;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.Samples;
import dev.sampo.job.Stretch;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Breaker.State;
import dev.sampo.telemetry.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes on which tasks of a kind fail or drag, for a while, get none of them, and a node that is so for several kinds gets
 * nothing; as long as another node will do. What fails everywhere is the task's own fault. Known to this term only: the next
 * one finds out for itself.
 */
final class Breakers {
    /** So many kinds at once are the node's fault. */
    private static final int BROKEN_KINDS = 3;

    private static final int KINDS_MAX = 500;
    private static final int NEIGHBOURS_MAX = 256;

    /** So many times the usual is slow, unless it is short all the same. */
    private static final int SLOW_TIMES = 10;

    private static final long SHORT_MICROS = 1_000_000;

    private final Books books;
    /** There is none for what has never failed. */
    private final Map<NodeView, Map<BreakerName, Breaker>> byNode = new HashMap<>();

    /** Those that keep a node from being given something, or have and are not done with it. */
    private final Set<Breaker> tripped = new HashSet<>();

    /** When the next look at a breaker is due; one timer for each will do. */
    private final Map<Breaker, Long> wakes = new HashMap<>();

    Breakers(Books books) {
        this.books = books;
    }

    /** Whether there is any reason to ask for more. */
    boolean isAny() {
        return !tripped.isEmpty();
    }

    void begun(JobPlan job, int task, NodeView view, long serial) {
        Breaker breaker = breaker(job, task, view);
        if (breaker != null) {
            breaker.begun(serial, books.now);
            wakeFor(breaker);
        }
    }

    void succeeded(JobPlan job, int task, NodeView view, Fence fence, long micros) {
        books.repute.succeeded(view);
        Breaker known = breaker(job, task, view);
        boolean isSlow = isSlow(job, task, micros);
        if (known != null || isSlow) {
            ended(job, task, view, known != null ? known : made(job, task, view), new Ending(fence, false, isSlow));
            if (known != null && known.isContent(books.now)) {
                forgetFound(view, name(job, task, view));
            }
        }
    }

    /** Another attempt was quicker than this one, which had run for so long. */
    void calledOff(JobPlan job, int task, NodeView view, Fence fence, long micros) {
        Breaker known = breaker(job, task, view);
        if (isSlow(job, task, micros)) {
            ended(job, task, view, known != null ? known : made(job, task, view), new Ending(fence, false, true));
        } else if (known != null && fence.term() == books.term) {
            known.calledOff(fence.serial(), books.now);
        }
    }

    private boolean isSlow(JobPlan job, int task, long micros) {
        return micros > SHORT_MICROS && micros > SLOW_TIMES * usual(job, task);
    }

    private long usual(JobPlan job, int task) {
        Samples runs = books.ledger.experience().of(job.ledger, task);
        return runs == null ? Long.MAX_VALUE / SLOW_TIMES : runs.median();
    }

    /** One that says when to come again speaks of something else than the node. */
    void failed(JobPlan job, int task, NodeView view, Fence fence, Failure failure) {
        if (failure.kind().isRetriable() && failure.askedMillis() == 0) {
            books.repute.failed(view);
            ended(job, task, view, made(job, task, view), new Ending(fence, true, false));
        }
    }

    /** A node that goes on doing so, though it is open, would be given the same again and again: it is the emptiest. */
    void handedBack(JobPlan job, int task, NodeView view, Fence fence) {
        ended(job, task, view, made(job, task, view), new Ending(fence, true, false));
    }

    private record Ending(Fence fence, boolean hasFailed, boolean wasSlow) {}

    private void ended(JobPlan job, int task, NodeView view, Breaker breaker, Ending end) {
        long number = end.fence().term() == books.term ? end.fence().serial() : 0;
        State was = breaker.state(books.now);
        breaker.ended(number, end.hasFailed(), end.wasSlow(), books.now);
        State now = breaker.state(books.now);
        if (now == State.CLOSED) {
            tripped.remove(breaker);
        } else {
            tripped.add(breaker);
            wakeFor(breaker);
        }
        if (books.telling.isOn() && now != was && now != State.HALF_OPEN) {
            BreakerName name = name(job, task, view);
            books.telling.tell(
                    now == State.OPEN
                            ? new Event.BreakerOpened(books.now, view.id, name.dag(), name.kind(), breaker.toString())
                            : new Event.BreakerClosed(books.now, view.id, name.dag(), name.kind()));
        }
    }

    /** Those that wait for a node to be tried again are to be placed then. */
    private void wakeFor(Breaker breaker) {
        long at = breaker.wakeAt(books.now);
        if (at != Long.MAX_VALUE && at < wakes.getOrDefault(breaker, Long.MAX_VALUE)) {
            wakes.put(breaker, at);
            books.timers.add(at, new Timers.Due.Probing(breaker));
        }
    }

    void due(Timers.Due.Probing due) {
        if (wakes.getOrDefault(due.breaker(), Long.MAX_VALUE) <= books.now) {
            wakes.remove(due.breaker());
            wakeFor(due.breaker());
        }
    }

    /** How many tasks of this one's kind the node may be given now, if others would do as well. */
    int room(JobPlan job, int task, NodeView view) {
        if (books.switches.isForcedClosed(job, task, view)) {
            return Integer.MAX_VALUE;
        }
        Breaker breaker = breaker(job, task, view);
        int room = breaker == null ? Integer.MAX_VALUE : breaker.room(books.now);
        return room == Integer.MAX_VALUE && isBroken(view) ? 0 : room;
    }

    boolean isBroken(NodeView view) {
        Map<BreakerName, Breaker> ofNode = byNode.get(view);
        return ofNode != null
                && ofNode.size() >= BROKEN_KINDS
                && ofNode.values().stream()
                                .filter(breaker -> breaker.state(books.now) == State.OPEN)
                                .count()
                        >= BROKEN_KINDS;
    }

    /** What was found of kinds on each node where something was. */
    Map<NodeView, Map<BreakerName, Breaker>> found() {
        return byNode;
    }

    /** As if nothing had been found: of one kind on the node, or of all. */
    void forget(NodeView view, BreakerName name) {
        Map<BreakerName, Breaker> ofNode = byNode.getOrDefault(view, Map.of());
        for (BreakerName each : name.isOfNode() ? List.copyOf(ofNode.keySet()) : List.of(name)) {
            Breaker known = ofNode.get(each);
            if (known != null) {
                tripped.remove(known);
                wakes.remove(known);
                forgetFound(view, each);
            }
        }
    }

    /** For people: why the node is left alone. */
    String why(JobPlan job, int task, NodeView view) {
        Breaker breaker = breaker(job, task, view);
        if (breaker == null || breaker.state(books.now) == State.CLOSED) {
            return "left alone for a while: tasks of several kinds fail or drag there";
        }
        return breaker.state(books.now) == State.HALF_OPEN
                ? "left alone until it is known how the one that is tried there ends (" + breaker + ")"
                : "left alone for " + (breaker.wakeAt(books.now) - books.now) + " ms: of its kind " + breaker;
    }

    /** Where those of the same kind end among neighbours, or a little before. */
    static int endOfKind(JobPlan job, int task, int end) {
        Stretch stretch = job.ledger.stretchOf(task);
        String kind = kind(stretch, task);
        int last = Math.min(end, stretch.first() + stretch.count());
        if (!stretch.isWhole()) {
            return last;
        }
        int next = task + 1;
        while (next < Math.min(last, task + NEIGHBOURS_MAX)
                && kind(stretch, next).equals(kind)) {
            next++;
        }
        return next;
    }

    void gone(NodeView view) {
        books.repute.lost(view);
        Map<BreakerName, Breaker> ofNode = byNode.remove(view);
        if (ofNode != null) {
            tripped.removeAll(ofNode.values());
        }
    }

    private Breaker breaker(JobPlan job, int task, NodeView view) {
        Map<BreakerName, Breaker> ofNode = byNode.get(view);
        return ofNode == null ? null : ofNode.get(name(job, task, view));
    }

    /** The breaker of the task's kind on the node. */
    static BreakerName name(JobPlan job, int task, NodeView view) {
        Stretch stretch = job.ledger.stretchOf(task);
        return new BreakerName(view.id, stretch.blueprint().name(), kind(stretch, task));
    }

    private static String kind(Stretch stretch, int task) {
        return Experience.kind(stretch.blueprint(), stretch.blueprintTask(task));
    }

    private Breaker made(JobPlan job, int task, NodeView view) {
        Map<BreakerName, Breaker> ofNode = byNode.computeIfAbsent(view, node -> new LinkedHashMap<>());
        Breaker breaker = ofNode.computeIfAbsent(
                name(job, task, view),
                first -> new Breaker(books.settings.breaker(), books.lastFence().serial()));
        if (ofNode.size() > KINDS_MAX) {
            tripped.remove(ofNode.remove(ofNode.keySet().iterator().next()));
        }
        return breaker;
    }

    private void forgetFound(NodeView view, BreakerName name) {
        Map<BreakerName, Breaker> ofNode = byNode.get(view);
        ofNode.remove(name);
        if (ofNode.isEmpty()) {
            byNode.remove(view);
        }
    }
}

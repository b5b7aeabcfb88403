package dev.sampo.planning;

import dev.sampo.link.Orders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Nodes that something happened to, so that a step costs nothing for all the others. */
final class Stir {
    private record Resting(long facts, NodeView view) {}

    private static final Comparator<NodeView> NEXT =
            Comparator.<NodeView>comparingLong(view -> view.wakeAt).thenComparingInt(view -> view.index);

    /** In this step something was said by them, or is to be said to them. */
    private final List<NodeView> heard = new ArrayList<>();
    /** They may have more room than before. */
    private final List<NodeView> opened = new ArrayList<>();

    /** Those with something to do at a time, be it said again; each once. */
    private final TreeSet<NodeView> wakes = new TreeSet<>(NEXT);
    /** Reports that rest on facts which are not durable yet. */
    private final ArrayDeque<Resting> resting = new ArrayDeque<>();

    void heard(NodeView view) {
        if (!view.isHeard) {
            view.isHeard = true;
            heard.add(view);
        }
    }

    void opened(NodeView view) {
        if (!view.isOpened) {
            view.isOpened = true;
            opened.add(view);
        }
    }

    /** Those that may have more room than when this was last asked. */
    List<NodeView> takeOpened() {
        var taken = List.copyOf(opened);
        opened.clear();
        taken.forEach(view -> view.isOpened = false);
        return taken;
    }

    /** The report of this node that was just taken rests on these facts. */
    void rests(NodeView view, long facts) {
        resting.add(new Resting(facts, view));
    }

    void durable(long facts) {
        while (!resting.isEmpty() && resting.peek().facts() <= facts) {
            NodeView view = resting.poll().view();
            view.link.durable(facts);
            heard(view);
        }
    }

    /** What to send now, in the order of the nodes. */
    List<Plan.Letter> letters(long now, Map<?, NodeView> nodes) {
        for (NodeView view : wakes) {
            if (view.wakeAt > now) {
                break;
            }
            heard(view);
        }
        heard.sort(Comparator.comparing(view -> view.id));
        var letters = new ArrayList<Plan.Letter>();
        for (NodeView view : heard) {
            view.isHeard = false;
            if (nodes.get(view.id) == view) {
                for (Orders orders : view.link.flush(now)) {
                    letters.add(new Plan.Letter(view.id, view.incarnation, orders));
                }
                wake(view, view.link.wakeAt());
            }
        }
        heard.clear();
        return letters;
    }

    private void wake(NodeView view, long at) {
        if (at != view.wakeAt) {
            wakes.remove(view);
            view.wakeAt = at;
            if (at != Plan.NEVER) {
                wakes.add(view);
            }
        }
    }

    /** It is not to be woken any more. */
    void gone(NodeView view) {
        wake(view, Plan.NEVER);
    }

    void flushBatches() {
        for (int i = 0; i < heard.size(); i++) {
            heard.get(i).flushBatch();
        }
    }

    /** When {@link #letters} has something to do although nothing happens. */
    long wakeAt() {
        return wakes.isEmpty() ? Plan.NEVER : wakes.first().wakeAt;
    }
}

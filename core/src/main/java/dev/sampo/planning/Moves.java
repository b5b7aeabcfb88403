package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Report;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes large values off nodes that are on their way out: another node fetches and keeps the value, then the ledger learns
 * where it is, and when all of that is durable the node is dismissed. What cannot be fetched is left behind, and made
 * again if somebody needs it.
 */
final class Moves {
    /** @param tries how often nobody could get it so far */
    private record Item(JobPlan job, int task, Value.Stored value, Fence maker, int tries) {
        Item again() {
            return new Item(job, task, value, maker, tries + 1);
        }
    }

    private record Key(JobId job, int task) {}

    private record UnderWay(Item item, NodeView to) {}

    private static final class Leaving {
        private final ArrayDeque<Item> waiting = new ArrayDeque<>();
        private final Map<Key, UnderWay> underWay = new LinkedHashMap<>();
        /** Until these are durable a crash may bring back that values are here, be it from an earlier drain. */
        private long factsUpTo;

        Leaving(long factsUpTo) {
            this.factsUpTo = factsUpTo;
        }
    }

    private static final int UNDER_WAY_MAX = 16;

    /** After so many it is made anew when somebody needs it. */
    private static final int TRIES_MAX = 3;

    private final Books books;
    private final Map<NodeView, Leaving> leaving = new LinkedHashMap<>();
    private int turn;

    Moves(Books books) {
        this.books = books;
    }

    /** The node takes on more or less than before. */
    void changed(NodeView view) {
        if (view.availability != Availability.DRAINING) {
            leaving.remove(view);
        } else if (!leaving.containsKey(view)) {
            leaving.put(view, new Leaving(books.ledger.factCount()));
            for (JobPlan job : books.jobs.values()) {
                for (int task = 0; task < job.ledger.size(); task++) {
                    made(job, task, view);
                }
            }
        }
    }

    /** The node has made this value, or had it. */
    void made(JobPlan job, int task, NodeView at) {
        Leaving from = leaving.isEmpty() ? null : leaving.get(at);
        if (from != null
                && job.ledger.value(task) instanceof Value.Stored stored
                && stored.node().equals(at.id)) {
            from.waiting.add(new Item(job, task, stored, job.ledger.fence(job.ledger.madeBy(task)), 0));
        }
    }

    void lost(NodeView view) {
        leaving.remove(view);
        for (Leaving from : leaving.values()) {
            from.underWay.values().removeIf(move -> {
                if (move.to() == view) {
                    from.waiting.add(move.item());
                }
                return move.to() == view;
            });
        }
    }

    void kept(NodeView to, Report.Kept kept) {
        for (Leaving from : leaving.values()) {
            UnderWay move = from.underWay.get(new Key(kept.job(), kept.task()));
            if (move != null && move.to() == to) {
                from.underWay.remove(new Key(kept.job(), kept.task()));
                arrived(from, move, kept);
            }
        }
    }

    private void arrived(Leaving from, UnderWay move, Report.Kept kept) {
        JobPlan job = move.item().job();
        int task = move.item().task();
        if (!isWanted(move.item())) {
            return;
        }
        if (!kept.isHere()) {
            if (move.item().tries() + 1 < TRIES_MAX) {
                from.waiting.add(move.item().again());
            }
            return;
        }
        if (!kept.maker().equals(move.item().maker())) {
            from.waiting.add(move.item());
            return;
        }
        books.record(new JobEvent.ValueMoved(job.ledger.id(), task, move.to().id, books.now));
        from.factsUpTo = books.ledger.factCount();
        job.moved(task, move.to(), books.lastFence());
        for (int copy = task; copy != Blueprint.NO_TASK; copy = job.ledger.givenTo(copy)) {
            int moved = copy;
            books.nodes.values().forEach(view -> view.valueLost(job, moved));
        }
        made(job, task, move.to()); // Which may be on its way out itself by now.
    }

    private boolean isWanted(Item item) {
        JobPlan job = item.job();
        return books.jobs.get(job.ledger.id()) == job
                && !job.isFreed(item.task())
                && item.value().equals(job.ledger.value(item.task()));
    }

    /** Orders what can be moved now, and dismisses nodes that have nothing left. */
    void run() {
        leaving.forEach((view, from) -> {
            NodeView to = receiver();
            while (to != null && !from.waiting.isEmpty() && from.underWay.size() < UNDER_WAY_MAX) {
                Item item = from.waiting.poll();
                if (isWanted(item)) {
                    from.underWay.put(new Key(item.job().ledger.id(), item.task()), new UnderWay(item, to));
                    to.keep(item.job(), item.task(), item.value(), item.maker());
                    to = receiver();
                }
            }
            from.waiting.removeIf(item -> !isWanted(item));
            boolean isEmpty = from.waiting.isEmpty() && from.underWay.isEmpty() && view.held == 0;
            if (view.greeted && isEmpty && from.factsUpTo <= books.factsDurable) {
                view.dismiss();
            }
        });
    }

    /** In turn, so that no node gets it all; null when there is nobody. */
    private NodeView receiver() {
        var open = books.nodes.values().stream()
                .filter(view -> view.isOpen() && view.isWorker)
                .toList();
        return open.isEmpty() ? null : open.get(turn++ % open.size());
    }
}

package dev.sampo.planning;

import java.util.HashMap;
import java.util.Map;

/** In one pass: nodes that are kept for the next tasks of lines in which these have waited too long. */
final class KeptNodes {
    /** For how many times the time after which a task has waited too long a node is kept before another one is tried. */
    private static final int KEPT_FOR = 10;

    private static final long DAY = 86_400_000;

    private final Books books;
    private final Map<NodeView, Line> keepers = new HashMap<>();
    /** The least urgent priority for which a node is kept while all are; null when that has to be found out anew. */
    private Integer leastUrgent;

    KeptNodes(Books books) {
        this.books = books;
    }

    void clear() {
        keepers.clear();
        leastUrgent = null;
    }

    void keep(NodeView view, Line line) {
        keepers.put(view, line);
        leastUrgent = null;
    }

    void letGo(NodeView view, Line line) {
        keepers.remove(view, line);
        leastUrgent = null;
    }

    void letGoAll(Line line) {
        keepers.values().removeIf(keeper -> keeper == line);
        leastUrgent = null;
    }

    /** For which line it is kept from this one; null when it is not, or for one that is less urgent. */
    Line keeper(NodeView view, Line line) {
        Line keeper = keepers.isEmpty() ? null : keepers.get(view);
        return keeper == null || keeper == line.first || keeper.priority < line.priority ? null : keeper;
    }

    /** Whether no node is left to be kept for a line that keeps none. */
    boolean areAllKeptFrom(Line line) {
        if (keepers.size() < books.nodes.size()) {
            return false;
        }
        if (leastUrgent == null) {
            leastUrgent = leastUrgent();
        }
        return leastUrgent >= line.priority;
    }

    private int leastUrgent() {
        int least = Integer.MAX_VALUE;
        for (NodeView view : books.nodes.values()) {
            Line keeper = keepers.get(view);
            least = Math.min(least, keeper == null ? Integer.MIN_VALUE : keeper.priority);
        }
        return least;
    }

    /** Until there is room for the line's next task, one node gets nothing else: that which has the least to end first. */
    void keepOne(Line line, Waiting next) {
        NodeView chosen = toKeepFor(line, next);
        if (chosen == null && line.triesAllAgain()) {
            chosen = toKeepFor(line, next);
        }
        if (chosen == null && isPresentFit(line, next)) {
            chosen = line.kept;
        }
        letGo(line.kept, line);
        line.keeps(chosen, books.now, KEPT_FOR * Math.min(DAY, books.settings.overdueMillis()));
        if (chosen != null) {
            keep(chosen, line);
        }
    }

    private NodeView toKeepFor(Line line, Waiting next) {
        NodeView chosen = null;
        for (Line shape = line; shape != null && chosen == null; shape = shape.otherwise) {
            chosen = toKeepFor(shape, next, line);
        }
        return chosen;
    }

    /** The node that is kept already, or if it has been in vain for too long another that has not been, if there is one. */
    private NodeView toKeepFor(Line shape, Waiting next, Line line) {
        NodeView present = line.kept;
        if (next.job.tenant.room(shape.needs()) == 0) {
            return null;
        }
        var bars = bars(shape, next.job, next.task());
        if (!line.isKeptInVain(books.now) && isThere(present) && bars.againstKeeping(present) == null) {
            return present;
        }
        NodeView chosen = null;
        int looked = 0;
        for (NodeView view : books.nodes.values()) {
            if (view != present && !line.wasKeptInVain(view) && bars.againstKeeping(view) == null) {
                chosen = chosen == null || view.load(shape) < chosen.load(shape) ? view : chosen;
                if (++looked == Scout.ALL) {
                    break;
                }
            }
        }
        return chosen;
    }

    /** Whether the node that is kept, be it in vain, would do for any of the needs. */
    private boolean isPresentFit(Line line, Waiting next) {
        boolean isFit = false;
        for (Line shape = line; shape != null && isThere(line.kept) && !isFit; shape = shape.otherwise) {
            isFit = next.job.tenant.room(shape.needs()) > 0
                    && bars(shape, next.job, next.task()).againstKeeping(line.kept) == null;
        }
        return isFit;
    }

    private boolean isThere(NodeView view) {
        return view != null && books.nodes.get(view.id) == view;
    }

    private Bars bars(Line shape, JobPlan job, int task) {
        return new Bars(books, this, shape, job, task);
    }
}

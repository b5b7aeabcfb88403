package dev.sampo.planning;

import dev.sampo.link.Availability;

/** What stands against nodes, besides a want of room, for one task at one moment: the only place where that is decided. */
final class Bars {
    final Line line;
    final JobPlan job;
    final int task;
    private final Books books;
    private final KeptNodes kept;
    private final boolean hasVotes;
    /** Null for one that does not mind where others are. */
    private final Vicinity vicinity;
    /** Whether nodes may be left alone because of how such tasks do there: there is one where they do well. */
    final boolean spares;

    Bars(Books books, KeptNodes kept, Line line, JobPlan job, int task) {
        this.books = books;
        this.kept = kept;
        this.line = line;
        this.job = job;
        this.task = task;
        this.vicinity = line.options.placing().isNone() ? null : books.company.around(job, task);
        this.hasVotes = job.ledger.votes().count(task) > 0;
        this.spares = books.breakers.isAny() && books.nodes.values().stream().anyMatch(this::doesWell);
    }

    private boolean doesWell(NodeView view) {
        return unable(view) == null
                && (vicinity == null || vicinity.against(view) == null)
                && books.breakers.room(job, task, view) > 0;
    }

    /** Null when nothing but a want of room can be against the node. */
    Bar against(NodeView view) {
        Bar bar = againstKeeping(view);
        return bar == null && view.hasSolo() ? Bar.SOLO : bar;
    }

    /** Against keeping the node for this task, until there is room. */
    Bar againstKeeping(NodeView view) {
        Bar bar = unable(view);
        if (bar != null) {
            return bar;
        }
        Line keeper = kept.keeper(view, line);
        if (keeper != null && !isForItsGang(keeper)) {
            return Bar.KEPT;
        }
        if (job.course != null && !job.course.leadsTo(task, view)) {
            return Bar.ELSEWHERE;
        }
        Bar lasting = againstIn(view);
        if (lasting != null) {
            return lasting;
        }
        return spares && books.breakers.room(job, task, view) == 0 ? Bar.SPARED : null;
    }

    /** Against running it there when all else has ended: it has to run somewhere, however things go there. */
    Bar againstAlone(NodeView view) {
        Bar bar = unable(view);
        if (bar != null) {
            return bar;
        }
        Bar lasting = againstIn(view);
        if (lasting != null) {
            return lasting;
        }
        return view.hasSolo() ? Bar.SOLO : null;
    }

    /** Against it whatever else is there. */
    private Bar againstIn(NodeView view) {
        Bar bar = vicinity == null ? null : vicinity.against(view);
        return bar == null && hasVotes && Ballots.hasVoted(job, task, view) ? Bar.VOTED : bar;
    }

    private boolean isForItsGang(Line keeper) {
        return keeper.gang != null && vicinity != null && keeper.gang.has(job, task);
    }

    /** Against every node there is. */
    boolean isHeldUp() {
        return vicinity != null && vicinity.isHeldUp();
    }

    /** Whether it minds where others are. */
    boolean minds() {
        return vicinity != null;
    }

    Vicinity vicinity() {
        return vicinity;
    }

    private Bar unable(NodeView view) {
        if (line.width(view) == 0) {
            return Bar.UNFIT;
        }
        Bar bar = toAll(view, books);
        if (bar == null && books.switches.isForcedOpen(job, task, view)) {
            return books.switches.isForcedOpen(view) ? Bar.FORCED_NODE : Bar.FORCED;
        }
        return bar;
    }

    /** Against giving the node anything. */
    static Bar toAll(NodeView view, Books books) {
        if (!view.greeted) {
            return Bar.SILENT;
        }
        if (view.availability != Availability.ACTIVE) {
            return Bar.CLOSED;
        }
        return view.isWorker || books.absence.isLong() ? null : Bar.NOT_YET;
    }
}

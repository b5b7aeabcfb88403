package dev.sampo.planning;

import dev.sampo.placement.Candidate;

/**
 * Whether a task had better wait for the node that has its large inputs than have them moved to one with room. It waits for no
 * longer than moving them takes, so that with the wait and the moving it is done at most one such time later than it could have been, and not at all where
 * what runs on that node is known to take longer.
 */
final class Patience {
    /** Less is not worth a wait. */
    private static final long SAVED_MIN = 20;

    private final Books books;
    /** When there is a look at those that wait. */
    private long looksAt = Plan.NEVER;

    Patience(Books books) {
        this.books = books;
    }

    /**
     * @param inputs those of the task
     * @param chosen has room for it
     * @param since when the task has been ready
     */
    boolean waits(Bars bars, Whereabouts inputs, Candidate chosen, long since) {
        NodeView awaited = awaited(bars, inputs, chosen.bytesToMove());
        if (awaited == null) {
            return false;
        }
        long until = since + saved(inputs, awaited, chosen.bytesToMove());
        if (until <= books.now) {
            return false;
        }
        if (until < looksAt || looksAt <= books.now) {
            looksAt = until;
            books.lookAgain(until);
        }
        return true;
    }

    /** The node for which it is worth to wait when so much would have to be moved elsewhere; null when there is none. */
    private NodeView awaited(Bars bars, Whereabouts inputs, long bytes) {
        boolean isWeighed = books.foresight.isAsked && bars.job.course == null && inputs.areLarge();
        NodeView richest = isWeighed ? inputs.richest() : null;
        if (richest == null || bars.against(richest) != null || richest.freeNow(bars.line) > 0) {
            return null;
        }
        long saved = saved(inputs, richest, bytes);
        return saved >= SAVED_MIN && richest.millisUntilOneEnds() <= saved ? richest : null;
    }

    private long saved(Whereabouts inputs, NodeView awaited, long bytes) {
        long saved = inputs.millis(bytes) - inputs.millis(inputs.missingAt(awaited));
        return Math.min(saved, books.settings.overdueMillis());
    }

    /** For people: what such a task waits for; empty when it does not. */
    String words(Bars bars, Whereabouts inputs) {
        long least = Long.MAX_VALUE;
        for (NodeView view : books.nodes.values()) {
            if (bars.against(view) == null && view.freeNow(bars.line) > 0) {
                least = Math.min(least, inputs.missingAt(view));
            }
        }
        NodeView awaited = least == Long.MAX_VALUE ? null : awaited(bars, inputs, least);
        return awaited == null
                ? ""
                : "is ready and waits for room on " + awaited.id + ": elsewhere " + Words.bytes(least)
                        + " of its inputs would have to be moved, and it waits for up to "
                        + saved(inputs, awaited, least) + " ms, since that would take as long";
    }
}

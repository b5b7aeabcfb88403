package dev.sampo.planning;

import dev.sampo.placement.Candidate;

/**
 * How long a task would probably wait on a node before it begins: by what is there, how much of the node that needs, and how long it runs from now
 * on in the mean. A node that others use, too, says how long that is. Else it is half of what the tasks were expected to run that this
 * partition gave to it last, for those that have begun; and where nobody knows, what is there is taken to be as long as the task.
 *
 * <pre>
 *   what is there, in nodes    |###########|######|          load = 1.5
 *   the task                                      |##|       share = 0.25
 *   what the node can hold     |###########|                 so that load + share - 1 = 0.75 of a node are to end first,
 *                                                            and one attempt at least
 * </pre>
 */
final class ExpectedWait {
    private ExpectedWait() {}

    /** @param taskMillis how long the task itself is expected to run; 0 where nobody knows */
    static long millis(NodeView view, Line line, long taskMillis) {
        int there = view.held + view.others.all().attempts();
        if (there == 0) {
            return 0;
        }
        double load = view.load().plus(view.others.all().needs()).largestShareOf(view.capacity);
        double atOnce = there / Math.max(1, load);
        double each = each(view, atOnce / there, taskMillis);
        if (each <= 0) {
            return Candidate.WAIT_UNKNOWN;
        }
        double share = 1.0 / Math.max(1, line.width(view));
        return (long) (each * Math.max(1 / atOnce, load + share - 1));
    }

    private static double each(NodeView view, double begun, long taskMillis) {
        if (view.others.millisLeft() > 0) {
            return view.others.millisLeft();
        }
        boolean isOurs = view.others.all().attempts() == 0;
        return isOurs && view.givenMillis() > 0 ? view.givenMillis() * (1 - begun / 2) : taskMillis;
    }
}

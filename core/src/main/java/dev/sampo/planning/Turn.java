package dev.sampo.planning;

import java.util.Comparator;

/**
 * The next task of a line against those of other lines: the more urgent first, then by tenant and job as within a {@link Line},
 * then, of one job, by rank and age.
 */
record Turn(Line line, Waiting waiting, double tenantTurn, double jobShare, long rank, long since)
        implements Comparable<Turn> {
    private static final Comparator<Turn> ORDER = Comparator.<Turn, Integer>comparing(
                    turn -> turn.line.priority, Comparator.reverseOrder())
            .thenComparingDouble(Turn::tenantTurn)
            .thenComparingLong(turn -> turn.waiting.job.deadline())
            .thenComparingDouble(Turn::jobShare)
            .thenComparingDouble(turn -> turn.waiting.used)
            .thenComparingLong(turn -> turn.waiting.job.number)
            .thenComparing(Comparator.comparingLong(Turn::rank).reversed())
            .thenComparingLong(Turn::since)
            .thenComparingLong(turn -> turn.line.order);

    /** As things stand; null when nobody waits in the line. Tasks that have waited since {@code overdue} go first in their job. */
    static Turn of(Line line, long overdue) {
        Waiting next = line.next();
        if (next == null) {
            return null;
        }
        next.promote(overdue);
        JobPlan job = next.job;
        return new Turn(line, next, job.tenant.turn(), job.holding.share(), next.rank(), next.since());
    }

    @Override
    public int compareTo(Turn other) {
        return ORDER.compare(this, other);
    }
}

package dev.sampo.planning;

import java.util.Comparator;

/**
 * The next task of a line against those of other lines: the more urgent first, then by tenant and job as within a {@link Line},
 * then, of one job, by rank and age.
 */
record Turn(Line line, Waiting waiting, double tenantTurn, double jobShare, double jobUsed, long rank, long since) {
    /** Between jobs. */
    static final Comparator<Turn> OF_JOBS = (one, other) -> {
        int order = Integer.compare(other.line.priority, one.line.priority);
        order = order != 0 ? order : Double.compare(one.tenantTurn, other.tenantTurn);
        order = order != 0 ? order : Long.compare(one.waiting.job.deadline(), other.waiting.job.deadline());
        order = order != 0 ? order : Double.compare(one.jobShare, other.jobShare);
        order = order != 0 ? order : Double.compare(one.jobUsed, other.jobUsed);
        return order != 0 ? order : Long.compare(one.waiting.job.number, other.waiting.job.number);
    };

    /** Between lines of one job. */
    static final Comparator<Turn> IN_JOB = (one, other) -> {
        int order = Long.compare(other.rank, one.rank);
        order = order != 0 ? order : Long.compare(one.since, other.since);
        return order != 0 ? order : Long.compare(one.line.order, other.line.order);
    };

    /** As things stand; null when nobody waits in the line. Tasks that others of their job have passed for too long go first in it. */
    static Turn of(Line line) {
        Waiting next = line.next();
        if (next == null) {
            return null;
        }
        JobPlan job = next.job;
        next.promote(job.holding.overdueFrom());
        return new Turn(line, next, job.tenant.roughTurn(), job.holding.rough(), next.used, next.rank(), next.since());
    }

    /** Whether what was given out since may have made it come later. */
    boolean isOutdated() {
        return tenantTurn != waiting.job.tenant.roughTurn() || jobShare != waiting.job.holding.rough();
    }
}

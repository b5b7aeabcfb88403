package dev.sampo.planning;

import java.util.Comparator;

/** The next task of a line against those of other lines in which it is the turn of the same job: by rank and age. */
record Turn(Line line, Waiting waiting, long rank, long since) {
    static final Comparator<Turn> IN_JOB = (one, other) -> {
        int order = Long.compare(other.rank, one.rank);
        order = order != 0 ? order : Long.compare(one.since, other.since);
        return order != 0 ? order : Long.compare(one.line.order, other.line.order);
    };

    /** As things stand; null when nobody waits in the line. Tasks that others of their job have passed for too long go first in it. */
    static Turn of(Line line) {
        return of(line, next(line));
    }

    private static Turn of(Line line, Waiting next) {
        return next == null ? null : new Turn(line, next, next.rank(), next.since());
    }

    /** The same of its line, as things stand now; this one if nothing has changed. */
    Turn now() {
        Waiting next = next(line);
        boolean isSame = next == waiting && next.rank() == rank && next.since() == since;
        return isSame ? this : of(line, next);
    }

    private static Waiting next(Line line) {
        Waiting next = line.next();
        if (next != null) {
            next.promote(next.job.holding.overdueFrom());
        }
        return next;
    }
}

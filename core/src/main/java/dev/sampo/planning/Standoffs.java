package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.JobStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes gangs back of which one waits on its node while others may have begun there: gangs of two partitions, which do not know of each
 * other, may each have half of what the other waits for, and would wait for ever. Each is patient for another time, drawn anew with
 * every standoff and longer each time, so that one of them gives way while the other still waits; and so that one that
 * gets in line behind what runs for long waits long enough in the end.
 */
final class Standoffs {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final int DOUBLINGS_MAX = 12;
    /** Until nodes have said who has what now. */
    private static final long APART_MILLIS = 300;

    private record Wait(JobPlan job, int task, Fence fence, long until) {
        boolean isOver() {
            return !job.isAssigned(task) || !job.fence(task).equals(fence) || !job.waits.isWaiting(task);
        }
    }

    private final Books books;
    private final List<Wait> waits = new ArrayList<>();

    Standoffs(Books books) {
        this.books = books;
    }

    /** It has waited on its node for so long that this was told. */
    void queued(JobPlan job, int task) {
        if (!job.options(task).placing().gang().isEmpty()) {
            long patience = PATIENCE_MILLIS << Math.min(DOUBLINGS_MAX, job.waits.standoffs);
            var wait = new Wait(job, task, job.fence(task), books.now + books.random.nextLong(patience));
            waits.add(wait);
            books.lookAgain(wait.until());
        }
    }

    /** Takes those back that have been patient for long enough. */
    void end() {
        if (waits.isEmpty()) {
            return;
        }
        waits.removeIf(Wait::isOver);
        for (Wait each : List.copyOf(waits)) {
            JobPlan job = each.job();
            boolean isDue = each.until() <= books.now
                    && job.settled
                    && job.ledger.status() == JobStatus.RUNNING
                    && !each.isOver(); // Taken back with another of its gang.
            if (isDue) {
                job.waits.standoffs++;
                job.holdOff(each.task(), true); // The others of its gang are in line meanwhile.
                Gang gang = Gang.of(job, each.task());
                gang.takeBack(books, gang.open());
                books.timers.add(
                        books.now + APART_MILLIS + books.random.nextLong(PATIENCE_MILLIS),
                        new Timers.Due.Again(job, each.task()));
            }
        }
    }
}

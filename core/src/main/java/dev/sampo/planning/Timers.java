package dev.sampo.planning;

import dev.sampo.job.JobId;
import dev.sampo.resilience.Breaker;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/** What a partition must look at again at a certain time. A timer that has become pointless is passed over when due. */
final class Timers {

    /** One thing that falls due. */
    sealed interface Due {
        /** The wait after a failure is over. */
        record Retry(JobPlan job, int task) implements Due {}

        /** A task a node has handed back may be placed anew. */
        record Again(JobPlan job, int task) implements Due {}

        /** The attempt should have ended by itself. By id: a job may be long forgotten by then. */
        record Deadline(JobId job, int task, long fence) implements Due {}

        /**
         * It may have run for longer than its kind does. By id, as a deadline is.
         *
         * @param since when it was heard that it began
         */
        record Slow(JobId job, int task, long fence, long since) implements Due {}

        /** The job that ended first of those still known may have been known for long enough. */
        record Retention() implements Due {}

        /** A lost process had its time to be seen again. */
        record Silent(Books.Process process) implements Due {}

        /** No worker has been there for long. */
        record Absent() implements Due {}

        /** A node that was left alone may be tried again. */
        record Probing(Breaker breaker) implements Due {}

        /** A search for a timetable had its time. */
        record Overdue(long search) implements Due {}

        /** Something that each step looks at anyway may be otherwise by then. */
        record Look() implements Due {}

        /** Nodes had their time to say what they hold. */
        record Settled() implements Due {}
    }

    private record Timer(long at, long order, Due due) {}

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order));
    /** When there are to be looks, each time once. */
    private final Set<Long> looks = new HashSet<>();

    private long order;

    void look(long at) {
        if (looks.add(at)) {
            add(at, new Due.Look());
        }
    }

    void add(long at, Due due) {
        timers.add(new Timer(at, order++, due));
    }

    /** The next one due by now, or null. */
    Due poll(long now) {
        if (timers.isEmpty() || timers.peek().at() > now) {
            return null;
        }
        Timer next = timers.remove();
        if (next.due() instanceof Due.Look) {
            looks.remove(next.at());
        }
        return next.due();
    }

    long next() {
        return timers.isEmpty() ? Plan.NEVER : timers.peek().at();
    }
}

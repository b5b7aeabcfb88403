package dev.sampo.link;

import dev.sampo.dag.Digest;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.Value;
import dev.sampo.resource.Resources;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One thing a partition wants of a node. */
public sealed interface Order {

    /** About how much room it takes in an envelope. */
    default long roughBytes() {
        return 32;
    }

    /** Says how the job stands among others, before anything is to be run of it. */
    record Introduce(JobId job, Precedence precedence) implements Order {}

    /**
     * Makes a stretch of a job's task numbers known to the node, before anything else about them is said.
     *
     * @param first number of the stretch's first task
     * @param blueprint whose tasks these are
     * @param each the task mapped over its input's elements when the stretch is its expansion; {@link #WHOLE} when it is
     *     the blueprint as it stands
     * @param base number, in the job, of the blueprint's first task
     */
    record Stretch(JobId job, int first, int count, Digest blueprint, int each, int base) implements Order {
        public static final int WHOLE = -1;
    }

    /**
     * Values the node lacks and will need as inputs.
     *
     * @param makers the attempts that made them, see {@link dev.sampo.job.Grounds}
     */
    record Deliver(JobId job, int[] tasks, List<Value> values, List<Fence> makers) implements Order {
        public Deliver {
            if (values.size() != tasks.length || makers.size() != tasks.length) {
                throw new IllegalArgumentException(
                        tasks.length + " tasks with " + values.size() + " values of " + makers.size() + " makers");
            }
        }

        @Override
        public long roughBytes() {
            long bytes = 32;
            for (Value value : values) {
                bytes += 16 + value.carried();
            }
            return bytes;
        }

        @Override
        public String toString() {
            return "Deliver[" + job + Arrays.toString(tasks) + " " + values + " of " + makers + "]";
        }
    }

    /**
     * Attempts to make; all share a number and a serial. {@code tasks} are numbers within the job.
     *
     * @param alone to be run while nothing else runs on the node: should it die, this is why
     * @param needs what each of them holds; empty for the first that its options state
     * @param millis about how long each of them runs, so that the node can tell others; 0 where nobody knows or minds
     */
    record Assign(
            JobId job, int[] tasks, int number, long serial, boolean alone, Optional<Resources> needs, long millis)
            implements Order {
        public Assign(JobId job, int[] tasks, int number, long serial, boolean alone) {
            this(job, tasks, number, serial, alone, Optional.empty(), 0);
        }

        @Override
        public long roughBytes() {
            return 32 + 4L * tasks.length;
        }
    }

    /** Attempts to end, whether queued or running. */
    record Cancel(JobId job, int[] tasks, Reason reason) implements Order {}

    /** Attempts to give back, since there is room for them elsewhere; those that have begun go on. */
    record Recall(JobId job, int[] tasks) implements Order {
        @Override
        public String toString() {
            return "Recall[" + job + Arrays.toString(tasks) + "]";
        }
    }

    /** Begin nothing more of the job, and give back what has not begun; until it is resumed, or a new session begins. */
    record Pause(JobId job) implements Order {}

    record Resume(JobId job) implements Order {}

    /**
     * What the timetable starts on the node next, in its order; replaces what was said of that before. The node starts each by
     * itself, when an attempt at the job has succeeded there and there is room, but none before those of an earlier moment.
     */
    record Upcoming(JobId job, List<Next> tasks) implements Order {
        /**
         * @param isTogether it starts in the same moment as the one before
         * @param after have yet to succeed on the node before it may start
         */
        public record Next(int task, boolean isTogether, List<Integer> after) {}

        @Override
        public long roughBytes() {
            long bytes = 32;
            for (Next next : tasks) {
                bytes += 8 + 4L * next.after().size();
            }
            return bytes;
        }
    }

    /** Values nobody needs any more. */
    record Release(JobId job, int[] tasks) implements Order {}

    /** Large values to fetch and keep: the node that has them is on its way out. */
    record Keep(Deliver values) implements Order {
        @Override
        public long roughBytes() {
            return values.roughBytes();
        }
    }

    /**
     * Values of another job to be kept for this one too.
     *
     * @param values what they are here; this node keeps them there
     * @param fromTasks their numbers there
     */
    record Inherit(Deliver values, JobId from, int[] fromTasks) implements Order {
        public Inherit {
            if (values.tasks().length != fromTasks.length) {
                throw new IllegalArgumentException(values.tasks().length + " tasks from " + fromTasks.length);
            }
        }

        @Override
        public long roughBytes() {
            return values.roughBytes() + 4L * fromTasks.length;
        }

        @Override
        public String toString() {
            return "Inherit[" + values + " from " + from + Arrays.toString(fromTasks) + "]";
        }
    }

    /**
     * A node on its way out has nothing more of this partition.
     *
     * @param reportsSeen the partition had heard this much when it said so: if the node has said more since, it is void
     * @param turn the node had turned so often: if it has taken on work again meanwhile, it is void
     */
    record Dismiss(long reportsSeen, long turn) implements Order {}

    /** The job is over: end what still runs of it and free everything. */
    record Forget(JobId job) implements Order {}

    /** Why an attempt is ended from outside. */
    enum Reason {
        JOB_CANCELLED,
        TIMED_OUT,
        SUPERSEDED
    }
}

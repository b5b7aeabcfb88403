package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;

/**
 * A fact about one job. The position of an event among its job's events is its sequence number: readers resume by it.
 * Times are wall-clock milliseconds for people; nothing is decided by them but when a failed task is tried again.
 */
public sealed interface JobEvent extends Fact {

    JobId job();

    long at();

    record JobAccepted(JobId job, Blueprint blueprint, JobOptions options, long at) implements JobEvent {}

    /** The body of {@code parent} added tasks; they are numbered from the job's size at that moment. */
    record TasksAdded(JobId job, int parent, Blueprint blueprint, int result, long at) implements JobEvent {}

    /**
     * @param fence of the attempt, which tells its value from any other the task ever had
     * @param micros how long the body ran
     */
    record TaskSucceeded(JobId job, int task, NodeId node, int number, Fence fence, Value value, long micros, long at)
            implements JobEvent {}

    /**
     * A fork has this value of the job it was made from.
     *
     * @param fence of the attempt that made it there
     */
    record TaskInherited(JobId job, int task, JobId source, Fence fence, Value value, long at) implements JobEvent {}

    /**
     * @param node where it failed; of a task that no node could ever run, the one that comes nearest
     * @param retryAt wall-clock time of the next try; {@link #NO_RETRY} when the task has failed for good
     * @param memory how many bytes the next try needs at least, this one having run out of what it had; 0 when nothing was
     *     learned of that
     */
    record AttemptFailed(
            JobId job, int task, NodeId node, int number, Failure failure, long retryAt, long memory, long at)
            implements JobEvent {
        public static final long NO_RETRY = -1;

        public AttemptFailed(JobId job, int task, NodeId node, int number, Failure failure, long retryAt, long at) {
            this(job, task, node, number, failure, retryAt, 0, at);
        }
    }

    /**
     * A second attempt at a task that takes longer than its kind does is about to begin: the first that ends well counts.
     *
     * @param fence of the copy
     * @param ranMillis how long the first had run by then
     * @param usualMillis how long 95 of 100 of its kind run at most
     */
    record CopyBegun(
            JobId job, int task, NodeId node, int number, Fence fence, long ranMillis, long usualMillis, long at)
            implements JobEvent {}

    /** One of two attempts at a task came to nothing while the other goes on: no failure, and nothing is tried again. */
    record AttemptDropped(JobId job, int task, NodeId node, int number, Fence fence, String why, long at)
            implements JobEvent {
        /** Why, where the node is not there any more to tell of it. */
        public static final String NODE_LOST = "its node was lost";
    }

    /** The node died, or was taken for dead, under the attempt. */
    record AttemptLost(JobId job, int task, NodeId node, int number, long at) implements JobEvent {}

    /** A task suspected to be poison is about to run, and nothing else runs on its node: should that die, this is why. */
    record AloneBegun(JobId job, int task, NodeId node, long incarnation, int number, long at) implements JobEvent {}

    /** An attempt that had begun to run alone was given back without an outcome: its node's end would prove nothing. */
    record AttemptReturned(JobId job, int task, NodeId node, int number, long at) implements JobEvent {}

    /** The process that an attempt was lost with has died, and the attempt may have run there: so many make poison. */
    record NodeDied(JobId job, int task, NodeId node, int number, long at) implements JobEvent {}

    /** What one node made of a task on which several have to agree, and have not yet. */
    record AttemptVoted(JobId job, int task, NodeId node, int number, Fence fence, Digest digest, long micros, long at)
            implements JobEvent {}

    /** Enough others agreed on something else than what this node had made of the task. */
    record NodeOutvoted(JobId job, int task, NodeId node, long at) implements JobEvent {}

    /** A value that is still needed is gone; its task runs again. */
    record ValueLost(JobId job, int task, long at) implements JobEvent {}

    /** A large value is kept by another node from now on: the one that had it is on its way out. */
    record ValueMoved(JobId job, int task, NodeId node, long at) implements JobEvent {}

    /** Nothing of the job is begun from here on. */
    record JobPaused(JobId job, long at) implements JobEvent {}

    /** A pause is over. */
    record JobResumed(JobId job, long at) implements JobEvent {}

    record CancelRequested(JobId job, String reason, long at) implements JobEvent {}

    /** @param reason why it was cancelled or which task failed; empty for success */
    record JobEnded(JobId job, JobStatus status, String reason, long at) implements JobEvent {}

    /** The job's retention is over; it is unknown from here on. */
    record JobForgotten(JobId job, long at) implements JobEvent {}
}

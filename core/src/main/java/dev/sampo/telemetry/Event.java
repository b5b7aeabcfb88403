package dev.sampo.telemetry;

import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.resilience.Forced;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Map;

/**
 * One thing that has happened, with when, to whom and how much. Those about jobs, tasks, placements, breakers and partitions
 * are told on the node that serves the job's partition, those about attempts, allocations, values and resources on the node
 * where they happen.
 * An event is no fact: it may be lost, and after a failover some are told again.
 */
public sealed interface Event {

    /** Wall-clock milliseconds. */
    long at();

    /** About a job, or something in one. */
    sealed interface OfJob extends Event {
        JobId job();
    }

    /** About a task, by its name. */
    sealed interface OfTask extends OfJob {
        String task();
    }

    record JobStarted(long at, JobId job, String dag, String tenant, int tasks) implements OfJob {}

    /**
     * A job was accepted that will not be done by its deadline, by what is known of how long its tasks take.
     *
     * @param deadline wall-clock milliseconds by which it is wanted
     * @param notBefore when it will be done at the earliest
     */
    record DeadlineOutOfReach(long at, JobId job, String dag, String tenant, long deadline, long notBefore, String why)
            implements OfJob {}

    /** @param reason why it was cancelled or which task failed; empty for success */
    record JobStopped(long at, JobId job, String dag, String tenant, JobStatus status, String reason, long millis)
            implements OfJob {}

    /** The task has been given to a node, where it runs at once or is next. */
    record TaskPlaced(long at, JobId job, String dag, String task, int number, NodeId node, long waitedMillis)
            implements OfTask {}

    /** @param micros how long the body ran */
    record TaskSucceeded(long at, JobId job, String dag, String task, int number, NodeId node, long micros, long bytes)
            implements OfTask {}

    /**
     * What {@link TaskPlaced} tells of each, of many at once, for those who only count.
     *
     * @param waitedMillis of each of them
     */
    record TasksPlaced(long at, String dag, long[] waitedMillis) implements Event {}

    /** What {@link TaskSucceeded} tells of each, of many at once. */
    record TasksSucceeded(long at, String dag, int tasks) implements Event {}

    /** An attempt came to nothing, and the task is tried again. */
    record TaskRetried(
            long at, JobId job, String dag, String task, int number, NodeId node, Failure failure, long inMillis)
            implements OfTask {}

    record TaskFailed(long at, JobId job, String dag, String task, int number, NodeId node, Failure failure)
            implements OfTask {}

    /** The task is not run: something it needs will never come, or it stands in for a task that needs nobody to. */
    record TaskSkipped(long at, JobId job, String dag, String task, String why) implements OfTask {}

    /** The node died under the attempt, or was taken for dead, and the task goes elsewhere. */
    record TaskLost(long at, JobId job, String dag, String task, int number, NodeId node) implements OfTask {}

    /** A second attempt begins on this node: the first has run for longer than 95 of 100 of its kind do. */
    record TaskCopied(
            long at, JobId job, String dag, String task, int number, NodeId node, long ranMillis, long usualMillis)
            implements OfTask {}

    /**
     * Of two attempts that of this node came to nothing, and the other goes on.
     *
     * @param isNodeLost whether it was lost with its node, which tells nothing of it any more
     */
    record AttemptDropped(
            long at, JobId job, String dag, String task, int number, NodeId node, String why, boolean isNodeLost)
            implements OfTask {}

    /** The node made something else of the task than enough others on which it ran, too. */
    record NodeOutvoted(long at, JobId job, String dag, String task, NodeId node) implements OfTask {}

    record AttemptStarted(long at, JobId job, String dag, String task, int number) implements OfTask {}

    /** An attempt begins that had to wait for a slot on its node for longer than the way to and from a scheduler takes. */
    record AttemptWaited(long at, JobId job, String dag, String task, int number, long millis) implements OfTask {}

    /** @param bytes of the result */
    record AttemptStopped(long at, JobId job, String dag, String task, int number, long micros, long bytes)
            implements OfTask {}

    /**
     * What {@link AttemptStopped} tells of each, of many at once.
     *
     * @param micros of each of them
     * @param bytes of all results
     */
    record AttemptsStopped(long at, Kind kind, long[] micros, long bytes) implements Event {}

    /**
     * The body threw, was stopped, or could not be run.
     *
     * @param outcome "failed", "cancelled" or "input-lost"
     */
    record AttemptFailed(
            long at, JobId job, String dag, String task, int number, long micros, String outcome, String why)
            implements OfTask {}

    /** @param items those it may use of resources that consist of such, by resource */
    record AllocationStarted(
            long at, JobId job, String task, int number, Resources needs, Map<String, List<String>> items)
            implements OfTask {}

    record AllocationStopped(
            long at, JobId job, String task, int number, Resources needs, Map<String, List<String>> items)
            implements OfTask {}

    /** What this node has, or takes on, is another. */
    record ResourceChanged(long at, NodeId node, Resources capacity, Map<String, String> labels, Availability takes)
            implements Event {}

    /**
     * A value that was made elsewhere has come to this node, or could not be had.
     *
     * @param micros from the first question to the last byte
     */
    record ValueFetched(long at, JobId job, NodeId from, long bytes, long micros, boolean hasCome) implements OfJob {}

    /**
     * Facts of a partition are on stable storage.
     *
     * @param micros since they were handed to the journal
     */
    record FactsWritten(long at, int partition, int facts, long micros) implements Event {}

    /**
     * How much a partition of this node has to do; told once a second at most, and every 15 seconds also while nothing changes.
     *
     * @param jobs that have not ended
     * @param waiting tasks that are not with a node, for whatever reason
     * @param assigned tasks that are
     * @param breakers how many are not closed, by the node they are of; without nodes where all are
     */
    record PartitionLoad(long at, int partition, int jobs, long waiting, long assigned, Map<NodeId, Integer> breakers)
            implements Event {}

    /** A partition is served by this node no more. */
    record PartitionLeft(long at, int partition) implements Event {}

    /** The node is left alone with tasks of a kind. */
    record BreakerOpened(long at, NodeId node, String dag, String kind, String why) implements Event {}

    /** The node gets tasks of the kind as any other. */
    record BreakerClosed(long at, NodeId node, String dag, String kind) implements Event {}

    /**
     * Somebody has decided how a breaker is to be, or that it is to find out for itself again. Each partition tells of it.
     *
     * @param dag empty, as is the kind, for the node as a whole
     */
    record BreakerForced(long at, NodeId node, String dag, String kind, Forced.To to, String by, String why)
            implements Event {}

    /** So many events were not told to this listener, as too many waited for it. */
    record Dropped(long at, long events) implements Event {}
}

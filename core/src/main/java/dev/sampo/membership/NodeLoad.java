package dev.sampo.membership;

import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import java.util.List;

/**
 * How much of what a node has is used at this moment.
 *
 * @param running bodies that run
 * @param fetching how many values are on their way here
 * @param fetches some of those, the oldest first
 * @param awaits what running bodies wait for that the node does not have, of many what is waited for longest
 */
public record NodeLoad(
        NodeState state,
        int running,
        Heap heap,
        Kept kept,
        int fetching,
        List<Fetch> fetches,
        List<LimitLoad> limits,
        List<Awaited> awaits) {

    /**
     * The memory of the node's process, which tasks and the node itself share.
     *
     * @param used what objects take, those among them that are of no more use
     * @param max what it may grow to
     */
    public record Heap(long used, long max) {}

    /**
     * Large values on a node; where they have files, each may be in memory, too.
     *
     * @param memory bytes of those that are in memory
     * @param memoryMax how many may be
     * @param files bytes of those that have a file
     */
    public record Kept(long values, long memory, long memoryMax, long files) {}

    /**
     * A value on its way here.
     *
     * @param millis since when, at the moment
     */
    public record Fetch(JobId job, int task, NodeId from, long bytes, long millis) {}

    /**
     * One limit as this node sees it.
     *
     * @param admitted questions that were answered with yes, since the node started
     * @param waiting questions that are not answered yet
     */
    public record LimitLoad(String name, long admitted, long waiting) {}

    /**
     * For what tasks of a job wait on this node, though their bodies have begun.
     *
     * @param what in few words
     * @param tasks how many wait for it
     * @param millis since when the first of them does
     */
    public record Awaited(JobId job, String what, int tasks, long millis) {
        /** Both, which wait for the same. */
        public Awaited and(Awaited other) {
            return new Awaited(job, what, tasks + other.tasks, Math.max(millis, other.millis));
        }
    }
}

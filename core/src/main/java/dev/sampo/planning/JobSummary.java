package dev.sampo.planning;

import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import java.util.Optional;

/**
 * A job at one glance.
 *
 * @param assigned tasks that nodes have, but those that are known to wait there, which are among those that are {@code ready}
 * @param failed tasks that have failed for good and that nothing stands in for
 * @param skipped tasks that are not run: what they need will never come, or they stand in for what needs nobody to
 * @param failures of attempts
 * @param ranLocally says if it ran where it was submitted, in part at least, because no worker was there
 * @param graph what the graph it was submitted with can be fetched by
 */
public record JobSummary(
        JobId job,
        String name,
        JobStatus status,
        String reason,
        int tasks,
        int succeeded,
        int assigned,
        int ready,
        int waiting,
        int failed,
        int skipped,
        long failures,
        long acceptedAt,
        long endedAt,
        Optional<RanLocally> ranLocally,
        Digest graph,
        String tenant) {

    /**
     * No worker was there, so tasks of the job ran where it was submitted, as it had asked.
     *
     * @param tasks how many
     */
    public record RanLocally(String node, int tasks) {

        /** Empty when nothing of the job ran so. */
        public static Optional<RanLocally> of(JobLedger job) {
            int tasks = job.fallback().tasks();
            return job.fallback().node().filter(node -> tasks > 0).map(node -> new RanLocally(node.value(), tasks));
        }

        @Override
        public String toString() {
            return (tasks == 1 ? "1 task" : tasks + " tasks") + " ran on " + node
                    + ", where it was submitted (no worker was there)";
        }
    }
}

package dev.sampo.http.api;

import dev.sampo.planning.JobSummary;

/**
 * A job at one glance; times in milliseconds since 1970.
 *
 * @param reason why it was cancelled or which task failed; empty otherwise
 * @param assigned tasks that are on nodes, and are not known to wait there: those are ready
 * @param failed tasks that have failed for good
 * @param skipped tasks that are not run, as something they need will not come
 * @param failures attempts that failed
 * @param endedAt null before its end
 * @param ranLocally in words, when tasks of it ran where it was submitted as no worker was there; otherwise null
 */
public record JobView(
        String job,
        String name,
        String status,
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
        Long endedAt,
        String ranLocally) {

    public static JobView of(JobSummary summary) {
        return new JobView(
                summary.job().value(),
                summary.name(),
                NodeView.lower(summary.status()),
                summary.reason(),
                summary.tasks(),
                summary.succeeded(),
                summary.assigned(),
                summary.ready(),
                summary.waiting(),
                summary.failed(),
                summary.skipped(),
                summary.failures(),
                summary.acceptedAt(),
                summary.status().isFinal() ? summary.endedAt() : null,
                summary.ranLocally().map(Object::toString).orElse(null));
    }
}

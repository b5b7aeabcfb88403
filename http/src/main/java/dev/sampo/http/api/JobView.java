package dev.sampo.http.api;

import dev.sampo.membership.NodeLoad;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.Span;
import java.util.List;

/**
 * A job at one glance; times in milliseconds since 1970.
 *
 * @param reason why it was cancelled or which task failed; empty otherwise
 * @param assigned tasks that are on nodes
 * @param failed tasks that have failed for good
 * @param skipped tasks that are not run, as something they need will not come
 * @param failures attempts that failed
 * @param endedAt null before its end
 * @param awaits in words, for what of it tasks wait whose bodies have begun; null for nothing
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
        List<String> awaits,
        String ranLocally) {

    public static JobView of(JobSummary summary) {
        return of(summary, List.of());
    }

    /** @param awaited by tasks of it, if it is not over */
    public static JobView of(JobSummary summary, List<NodeLoad.Awaited> awaited) {
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
                summary.status().isFinal() || awaited.isEmpty()
                        ? null
                        : awaited.stream().map(JobView::words).toList(),
                summary.ranLocally().map(Object::toString).orElse(null));
    }

    private static String words(NodeLoad.Awaited awaited) {
        return (awaited.tasks() == 1 ? "1 task waits" : awaited.tasks() + " tasks wait") + " for " + awaited.what()
                + ", since " + Span.of(awaited.millis());
    }
}

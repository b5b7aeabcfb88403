package dev.sampo.http.api;

import dev.sampo.membership.NodeLoad;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.Span;
import java.util.List;
import java.util.Optional;

/**
 * A job at one glance; times in milliseconds since 1970.
 *
 * @param reason why it was cancelled or which task failed; empty otherwise
 * @param assigned tasks that are on nodes, and are not known to wait there: those are ready
 * @param failed tasks that have failed for good
 * @param skipped tasks that are not run, as something they need will not come
 * @param failures attempts that failed
 * @param endedAt null before its end
 * @param awaits in words, for what of it tasks wait whose bodies have begun; null for nothing
 * @param late told to who submits a job that cannot be done by its deadline: in words, when it will be done at the earliest;
 *     otherwise null
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
        String late,
        String ranLocally) {

    public static JobView of(JobSummary summary) {
        return of(summary, List.of());
    }

    /** @param awaited by tasks of it, if it is not over */
    public static JobView of(JobSummary summary, List<NodeLoad.Awaited> awaited) {
        return of(
                summary,
                summary.status().isFinal() || awaited.isEmpty()
                        ? null
                        : awaited.stream().map(JobView::words).toList(),
                null);
    }

    /** As it is when it was submitted. */
    public static JobView of(JobSummary summary, Optional<String> late) {
        return of(summary, null, late.orElse(null));
    }

    private static JobView of(JobSummary summary, List<String> awaits, String late) {
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
                awaits,
                late,
                summary.ranLocally().map(Object::toString).orElse(null));
    }

    private static String words(NodeLoad.Awaited awaited) {
        return (awaited.tasks() == 1 ? "1 task waits" : awaited.tasks() + " tasks wait") + " for " + awaited.what()
                + ", since " + Span.of(awaited.millis());
    }
}

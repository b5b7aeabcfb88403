package dev.sampo.http.cli;

import dev.sampo.http.api.JobView;

/** Jobs in words. */
final class Jobs {
    private Jobs() {}

    static String one(JobView job) {
        long end = job.endedAt() == null ? System.currentTimeMillis() : job.endedAt();
        return Plain.of(job.job()) + " (" + Plain.of(job.name()) + "): " + job.status()
                + (job.reason().isEmpty() ? "" : ": " + Plain.of(job.reason()))
                + "\n  " + job.succeeded() + " of " + job.tasks() + " tasks done, " + job.assigned() + " on nodes, "
                + job.ready() + " ready, " + job.waiting() + " waiting; " + job.failures() + " failures\n  "
                + (job.endedAt() == null ? "accepted " : "took ") + Ago.of(end - job.acceptedAt())
                + (job.endedAt() == null ? " ago" : "")
                + (job.awaits() == null ? "" : "\n  " + Plain.of(String.join("; ", job.awaits())))
                + (job.ranLocally() == null ? "" : "\n  " + Plain.of(job.ranLocally()));
    }
}

package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import dev.sampo.http.api.JobView;
import dev.sampo.planning.Span;

/** Jobs in words. */
final class Jobs {
    private Jobs() {}

    static String one(JobView job) {
        long end = job.endedAt() == null ? System.currentTimeMillis() : job.endedAt();
        return Plain.of(job.job()) + " (" + Plain.of(job.name()) + "): " + job.status()
                + (job.reason().isEmpty() ? "" : ": " + Plain.of(job.reason()))
                + "\n  " + job.succeeded() + " of " + count(job.tasks(), "task") + " done"
                + (job.endedAt() == null
                        ? ", " + job.assigned() + " on nodes, " + job.ready() + " ready, " + job.waiting() + " waiting"
                        : "")
                + (job.failures() == 0 ? "" : "; " + count(job.failures(), "failure")) + "\n  "
                + (job.endedAt() == null ? "accepted " : "took ") + Span.of(Math.max(0, end - job.acceptedAt()))
                + (job.endedAt() == null ? " ago" : "")
                + (job.awaits() == null ? "" : "\n  " + Plain.of(String.join("; ", job.awaits())))
                + (job.ranLocally() == null ? "" : "\n  " + Plain.of(job.ranLocally()));
    }

    static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** Said to who has submitted it. */
    static void warnIfLate(Terminal terminal, JobView job) {
        if (job.late() != null) {
            terminal.err().println("job " + Plain.of(job.job()) + " will be late: " + Plain.of(job.late()));
        }
    }
}

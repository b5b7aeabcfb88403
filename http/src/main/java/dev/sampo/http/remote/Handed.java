package dev.sampo.http.remote;

import dev.sampo.lease.Lease;

/**
 * A work as it is handed to a worker.
 *
 * @param name of the lease, by which its worker speaks of it
 * @param fence of the attempt: outside systems that refuse lower ones are safe from late workers of earlier attempts
 * @param traceParent the header to send along to others, so that what they do is in the trace of the job
 * @param inputs as JSON, a list
 */
public record Handed(
        String name,
        Lease lease,
        String job,
        String task,
        int attempt,
        String fence,
        String traceParent,
        String inputs) {}

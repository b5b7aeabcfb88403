package dev.sampo.job;

import dev.sampo.dag.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What all spans of a job belong to, by the names that W3C's Trace Context has for them. Both numbers follow from the job's
 * id, so every node knows them and nobody has to pass them on.
 */
public record TraceParent(String traceId, String spanId) {

    public static TraceParent of(JobId job) {
        String trace = digest("sampo-trace:" + job).toString();
        String span = HexFormat.of().toHexDigits(digest("sampo-span:" + job).high());
        return new TraceParent(trace, span);
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The header {@code traceparent}, and the variable {@code TRACEPARENT} of a command: version, both ids, "sampled". */
    public String header() {
        return "00-" + traceId + "-" + spanId + "-01";
    }
}

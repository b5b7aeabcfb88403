package dev.sampo.trace;

import dev.sampo.job.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Draws the ids of spans at random, but for the span of a job: its id follows from the job's, as all nodes name it as the parent
 * of what they tell of, long before it is made. Set it as the {@code IdGenerator} of the {@code SdkTracerProvider}, and give it to
 * {@link SampoTraces}.
 */
public final class JobIds implements IdGenerator {
    private final IdGenerator random = IdGenerator.random();
    /** A span has its ids drawn by the thread that starts it. */
    private final ThreadLocal<TraceParent> job = new ThreadLocal<>();

    Span root(TraceParent ids, SpanBuilder span) {
        job.set(ids);
        try {
            return span.setNoParent().startSpan();
        } finally {
            job.remove();
        }
    }

    @Override
    public String generateTraceId() {
        TraceParent wanted = job.get();
        return wanted == null ? random.generateTraceId() : wanted.traceId();
    }

    @Override
    public String generateSpanId() {
        TraceParent wanted = job.get();
        return wanted == null ? random.generateSpanId() : wanted.spanId();
    }
}

package dev.sampo.trace;

import dev.sampo.Sampo;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.TraceParent;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Gives spans to the OpenTelemetry of yours: one trace for each job, in it a span for each attempt, from the node that ran
 * it, and one for the job, from the node that served its partition when it ended. An attempt that was lost with its node has one
 * from there, too, without length. Start one on every node. A span is made
 * when what it tells of is over, so that nothing waits for it. With {@link JobIds} the job's span is the parent of all others;
 * without, it is one among them, and their parent is never sent.
 */
public final class SampoTraces implements AutoCloseable {
    static final String NAME = "dev.sampo";

    private final Runnable end;

    private SampoTraces(Runnable end) {
        this.end = end;
    }

    public static SampoTraces of(Sampo sampo, OpenTelemetry telemetry) {
        return of(sampo, telemetry.getTracer(NAME), Optional.empty());
    }

    /** @param ids which the {@code SdkTracerProvider} of this telemetry draws its ids from, too */
    public static SampoTraces of(Sampo sampo, OpenTelemetry telemetry, JobIds ids) {
        return of(sampo, telemetry.getTracer(NAME), Optional.of(ids));
    }

    static SampoTraces of(Sampo sampo, Tracer tracer, Optional<JobIds> ids) {
        return new SampoTraces(sampo.listen(listener(sampo.node(), tracer, ids)));
    }

    static Listener listener(String node, Tracer tracer, Optional<JobIds> ids) {
        return new Spans(node, tracer, ids);
    }

    @Override
    public void close() {
        end.run();
    }

    private record Spans(String node, Tracer tracer, Optional<JobIds> ids) implements Listener {
        @Override
        public Set<Class<? extends Event>> leavesOut() {
            return Set.of(
                    Event.AttemptStarted.class,
                    Event.AttemptWaited.class,
                    Event.AllocationStarted.class,
                    Event.AllocationStopped.class,
                    Event.TaskPlaced.class,
                    Event.TaskSucceeded.class,
                    Event.TasksPlaced.class,
                    Event.TasksSucceeded.class,
                    Event.AttemptsStopped.class);
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.AttemptStopped done) {
                attempt(done, done.dag(), done.number(), done.micros()).end(done.at(), TimeUnit.MILLISECONDS);
            } else if (event instanceof Event.AttemptFailed failed) {
                Span span = attempt(failed, failed.dag(), failed.number(), failed.micros());
                span.setStatus(StatusCode.ERROR, failed.why());
                span.end(failed.at(), TimeUnit.MILLISECONDS);
            } else if (event instanceof Event.TaskLost lost) {
                lost(lost, lost.dag(), lost.number(), lost.node());
            } else if (event instanceof Event.AttemptDropped dropped && dropped.isNodeLost()) {
                lost(dropped, dropped.dag(), dropped.number(), dropped.node());
            } else if (event instanceof Event.JobStopped stopped) {
                job(stopped);
            }
        }

        /** Told by the scheduler, as the node cannot any more: when it was noticed, since when it ran nobody is left to tell. */
        private void lost(Event.OfTask event, String dag, int number, NodeId gone) {
            attempt(event, dag, number, 0)
                    .setAttribute("sampo.node", gone.value())
                    .setStatus(StatusCode.ERROR, "node " + gone + " was lost")
                    .end(event.at(), TimeUnit.MILLISECONDS);
        }

        private Span attempt(Event.OfTask event, String dag, int number, long micros) {
            long start = TimeUnit.MILLISECONDS.toMicros(event.at()) - micros;
            return span(event.job(), event.task(), start)
                    .setParent(parent(event.job()))
                    .setAttribute("sampo.dag", dag)
                    .setAttribute("sampo.task", event.task())
                    .setAttribute("sampo.attempt", number)
                    .startSpan();
        }

        private void job(Event.JobStopped event) {
            long start = TimeUnit.MILLISECONDS.toMicros(event.at() - event.millis());
            SpanBuilder job = span(event.job(), "job " + event.dag(), start)
                    .setAttribute("sampo.dag", event.dag())
                    .setAttribute("sampo.tenant", event.tenant());
            Span span = ids.isPresent()
                    ? ids.get().root(TraceParent.of(event.job()), job)
                    : job.setParent(parent(event.job())).startSpan();
            if (event.status() != JobStatus.SUCCEEDED) {
                span.setStatus(StatusCode.ERROR, event.reason());
            }
            span.end(event.at(), TimeUnit.MILLISECONDS);
        }

        private SpanBuilder span(JobId job, String name, long startMicros) {
            return tracer.spanBuilder(name)
                    .setSpanKind(SpanKind.INTERNAL)
                    .setStartTimestamp(startMicros, TimeUnit.MICROSECONDS)
                    .setAttribute("sampo.job", job.value())
                    .setAttribute("sampo.node", node);
        }

        private static Context parent(JobId job) {
            TraceParent parent = TraceParent.of(job);
            return Context.root()
                    .with(Span.wrap(SpanContext.createFromRemoteParent(
                            parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault())));
        }
    }
}

package dev.sampo.trace;

import dev.sampo.Sampo;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what {@link SampoTraces} tells to a collector, by OTLP over HTTP. However that is, the node goes on as if there were none. */
public final class OtlpTraces implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpTraces.class);

    private static final int WAITING_MAX = 8_192;
    private static final int TEXT_MAX = 4_096;
    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    /** It would write of each failure to the error stream by itself. Kept here, as loggers that nobody holds are forgotten. */
    private static final java.util.logging.Logger ITS_OWN = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SpanQueue queue;
    private final SampoTraces traces;

    private OtlpTraces(SpanQueue queue, SampoTraces traces) {
        this.queue = queue;
        this.traces = traces;
    }

    /** @param collector without the path, as in {@code http://127.0.0.1:4318} */
    public static OtlpTraces of(Sampo sampo, URI collector) {
        ITS_OWN.setLevel(Level.OFF);
        String endpoint = collector.toString().replaceAll("/+$", "") + "/v1/traces";
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setConnectTimeout(SENT_WITHIN)
                .setTimeout(SENT_WITHIN)
                .build();
        var queue = new SpanQueue(
                exporter,
                WAITING_MAX,
                CLOSES_WITHIN,
                why -> LOG.warn("traces do not reach {}, and are dropped until they do: {}", endpoint, why));
        var ids = new JobIds();
        var provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "sampo")
                        .put("service.instance.id", sampo.node())
                        .build()))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(TEXT_MAX)
                        .build())
                .addSpanProcessor(queue)
                .build();
        return new OtlpTraces(queue, SampoTraces.of(sampo, provider.get(SampoTraces.NAME), Optional.of(ids)));
    }

    /** Spans that the collector has taken. */
    public long sent() {
        return queue.sent();
    }

    /** Spans that it has not, or that there was no room for. */
    public long dropped() {
        return queue.dropped();
    }

    /** What was told before is sent first, if the collector takes it soon. */
    @Override
    public void close() {
        traces.close();
        queue.close();
    }
}

package dev.sampo.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.TraceParent;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampoTracesTest {
    private static final String JOB = "traced-1";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    @Test
    void aJobIsOneTraceWithASpanForEachAttempt() {
        TraceParent parent = TraceParent.of(new JobId(JOB));
        try (Sampo sampo = Sampo.local();
                SampoTraces traces = SampoTraces.of(sampo, telemetry)) {
            assertThat(traces).isNotNull();
            var dag = Dag.named("traced");
            var told = dag.task("told", context -> context.traceParent());
            dag.task("bad", told, header -> {
                throw new IOException("disk full");
            });
            var job = sampo.submit(dag, JOB);
            assertThat(job.await(told)).isEqualTo(parent.header());
            await().until(() -> exporter.getFinishedSpanItems().size() == 3);
        }
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(parent.traceId());
            assertThat(span.getParentSpanId()).isEqualTo(parent.spanId());
            assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
            assertThat(span.getAttributes().get(AttributeKey.stringKey("sampo.job")))
                    .isEqualTo(JOB);
        });
        assertThat(spans).extracting(SpanData::getName).containsExactlyInAnyOrder("told", "bad", "job traced");
        assertThat(spans)
                .filteredOn(span -> span.getName().equals("bad"))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                    assertThat(span.getStatus().getDescription()).contains("disk full");
                });
    }

    /** Its own node tells nothing of it any more, and it is what one looks for in such a trace. */
    @Test
    void anAttemptThatWasLostWithItsNodeHasASpanFromTheScheduler() {
        SampoTraces.listener("scheduler", telemetry.getTracer("test"), Optional.empty())
                .on(new Event.TaskLost(1_000, new JobId(JOB), "traced", "told", 2, new NodeId("gone")));
        assertThat(exporter.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("told");
            assertThat(span.getTraceId())
                    .isEqualTo(TraceParent.of(new JobId(JOB)).traceId());
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEqualTo("node gone was lost");
            assertThat(span.getAttributes().get(AttributeKey.stringKey("sampo.node")))
                    .isEqualTo("gone");
            assertThat(span.getAttributes().get(AttributeKey.longKey("sampo.attempt")))
                    .isEqualTo(2);
            assertThat(span.getEndEpochNanos()).isEqualTo(1_000_000_000L);
        });
    }

    /** The other attempt goes on, so that the task was not lost. */
    @Test
    void neitherIsOneOfTwoAttemptsForgottenThatWasLostWithItsNode() {
        Listener listener = SampoTraces.listener("scheduler", telemetry.getTracer("test"), Optional.empty());
        var gone = new NodeId("gone");
        listener.on(new Event.AttemptDropped(1_000, new JobId(JOB), "traced", "told", 2, gone, "too slow", false));
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        listener.on(new Event.AttemptDropped(1_000, new JobId(JOB), "traced", "told", 2, gone, "lost", true));
        assertThat(exporter.getFinishedSpanItems())
                .extracting(span -> span.getStatus().getDescription())
                .containsExactly("node gone was lost");
    }

    @Test
    void theSpanOfAJobIsTheParentOfAllOthersWhereItsIdCanBeChosen() {
        var ids = new JobIds();
        var rooted = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
        try (Sampo sampo = Sampo.local();
                SampoTraces traces = SampoTraces.of(sampo, rooted, ids)) {
            assertThat(traces).isNotNull();
            for (String job : List.of(JOB, "traced-2")) {
                var dag = Dag.named("traced");
                dag.task("a", () -> 1);
                dag.task("b", () -> 2);
                sampo.submit(dag, job).await();
            }
            await().until(() -> exporter.getFinishedSpanItems().size() == 6);
        }
        for (String job : List.of(JOB, "traced-2")) {
            TraceParent root = TraceParent.of(new JobId(job));
            List<SpanData> spans = exporter.getFinishedSpanItems().stream()
                    .filter(span -> span.getTraceId().equals(root.traceId()))
                    .toList();
            assertThat(spans)
                    .filteredOn(span -> span.getSpanId().equals(root.spanId()))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.getName()).isEqualTo("job traced");
                        assertThat(span.getParentSpanContext().isValid()).isFalse();
                    });
            assertThat(spans)
                    .filteredOn(span -> !span.getSpanId().equals(root.spanId()))
                    .hasSize(2)
                    .allMatch(span -> span.getParentSpanId().equals(root.spanId()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theHeaderIsAsOthersReadIt() {
        assertThat(TraceParent.of(new JobId("a")).header()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(TraceParent.of(new JobId("a"))).isNotEqualTo(TraceParent.of(new JobId("b")));
    }
}

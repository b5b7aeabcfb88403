package dev.sampo.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpanQueueTest {
    private static final int MAX = 100;

    private final Collector collector = new Collector();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final SpanQueue queue = new SpanQueue(collector, MAX, Duration.ofMillis(300), troubles::add);
    private final Tracer tracer =
            SdkTracerProvider.builder().addSpanProcessor(queue).build().get("test");

    /** One that answers as a test wants it to. */
    private static final class Collector implements SpanExporter {
        final List<CompletableResultCode> asked = new CopyOnWriteArrayList<>();
        volatile Supplier<CompletableResultCode> answer = CompletableResultCode::ofSuccess;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = answer.get();
            asked.add(result);
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void spans(int count) {
        for (int i = 0; i < count; i++) {
            tracer.spanBuilder("span").startSpan().end();
        }
    }

    @Test
    void whatIsMadeIsSentManyAtATime() {
        spans(50);
        await().until(() -> queue.sent() == 50);
        assertThat(collector.asked).hasSizeLessThan(10);
        assertThat(queue.dropped()).isZero();
        assertThat(troubles).isEmpty();
    }

    /** Nor does it wait for more than one, or hold more than so many. */
    @Test
    void aCollectorThatNeverAnswersHoldsNobodyUp() {
        collector.answer = CompletableResultCode::new;
        spans(1);
        await().until(() -> collector.asked.size() == 1);
        spans(100_000);
        assertThat(queue.dropped()).isEqualTo(100_000 - MAX);
        assertThat(collector.asked).hasSize(1);
        assertThat(troubles).hasSize(1);
        collector.answer = CompletableResultCode::ofSuccess;
        collector.asked.get(0).succeed();
        await().until(() -> queue.sent() == 1 + MAX);
    }

    @Test
    void oneThatNeverAnswersDoesNotKeepANodeFromEnding() {
        collector.answer = CompletableResultCode::new;
        spans(10);
        await().until(() -> collector.asked.size() == 1);
        queue.close();
        spans(1);
        assertThat(queue.dropped()).isPositive();
    }

    @Test
    void whatGoesWrongIsToldOnceUntilSomethingGoesWellAgain() {
        collector.answer = () -> CompletableResultCode.ofExceptionalFailure(new IOException("refused"));
        for (int round = 1; round <= 3; round++) {
            int dropped = round;
            spans(1);
            await().until(() -> queue.dropped() == dropped);
        }
        assertThat(troubles).singleElement().asString().contains("refused");
        collector.answer = CompletableResultCode::ofSuccess;
        spans(1);
        await().until(() -> queue.sent() == 1);
        collector.answer = CompletableResultCode::ofFailure;
        spans(1);
        await().until(() -> queue.dropped() == 4);
        assertThat(troubles).hasSize(2);
    }

    @Test
    void oneThatBreaksIsAsOneThatRefuses() {
        collector.answer = () -> {
            throw new IllegalStateException("broken");
        };
        spans(1);
        await().until(() -> queue.dropped() == 1);
        collector.answer = CompletableResultCode::ofSuccess;
        spans(1);
        await().until(() -> queue.sent() == 1);
    }

    @Test
    void whatWaitsIsSentBeforeItIsClosed() {
        spans(MAX);
        queue.close();
        assertThat(queue.sent()).isEqualTo(MAX);
    }
}

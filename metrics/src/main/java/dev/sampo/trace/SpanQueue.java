package dev.sampo.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where spans wait for the one thread that sends them, many at a time. Who makes spans never waits: what finds no place is dropped
 * and counted, as is what the collector does not take. Of what goes wrong is told once, until something goes well again.
 */
final class SpanQueue implements SpanProcessor {
    private static final int BATCH_MAX = 512;
    private static final Duration GATHERED_FOR = Duration.ofMillis(200);

    private final SpanExporter exporter;
    private final Duration closesWithin;
    private final Consumer<String> troubles;
    private final BlockingQueue<SpanData> waiting;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread sender = new Thread(this::send, "sampo-traces");
    private volatile boolean isTroubled;
    private volatile boolean isClosed;

    /** @param troubles told what goes wrong */
    SpanQueue(SpanExporter exporter, int max, Duration closesWithin, Consumer<String> troubles) {
        this.exporter = exporter;
        this.waiting = new ArrayBlockingQueue<>(max);
        this.closesWithin = closesWithin;
        this.troubles = troubles;
        sender.setDaemon(true);
        sender.start();
    }

    long sent() {
        return sent.get();
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (isClosed || !waiting.offer(span.toSpanData())) {
            isDropped(1, "they are not taken as fast as they come");
        }
    }

    private void isDropped(int spans, String why) {
        dropped.addAndGet(spans);
        if (!isTroubled) {
            isTroubled = true;
            troubles.accept(why);
        }
    }

    private void send() {
        try {
            while (!isClosed || !waiting.isEmpty()) {
                SpanData first = waiting.poll(GATHERED_FOR.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    send(gathered(first));
                }
            }
        } catch (InterruptedException late) {
            // What is left has no time left.
        }
    }

    private List<SpanData> gathered(SpanData first) throws InterruptedException {
        var batch = new ArrayList<SpanData>(List.of(first));
        long end = System.nanoTime() + GATHERED_FOR.toNanos();
        for (SpanData next = first; next != null && batch.size() < BATCH_MAX; ) {
            waiting.drainTo(batch, BATCH_MAX - batch.size());
            next = isClosed || batch.size() == BATCH_MAX
                    ? null
                    : waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                batch.add(next);
            }
        }
        return batch;
    }

    /** One batch is on its way at a time, however long that takes: a collector that never answers keeps one thread and no more. */
    private void send(List<SpanData> batch) throws InterruptedException {
        CompletableResultCode result;
        try {
            result = exporter.export(batch);
        } catch (RuntimeException failed) {
            result = CompletableResultCode.ofExceptionalFailure(failed);
        }
        await(result);
        if (result.isSuccess()) {
            sent.addAndGet(batch.size());
            isTroubled = false;
        } else {
            isDropped(batch.size(), why(result.getFailureThrowable()));
        }
    }

    /** What the exporter itself makes of it says nothing but that it has failed. */
    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null || cause.getMessage() == null && cause == failure
                ? "the collector refuses them"
                : cause.toString();
    }

    private static void await(CompletableResultCode result) throws InterruptedException {
        while (!result.isDone()) {
            result.join(1, TimeUnit.DAYS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** What waits is sent if that is done soon. */
    @Override
    public void close() {
        isClosed = true;
        try {
            sender.join(closesWithin.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
        exporter.shutdown();
    }

    @Override
    public CompletableResultCode shutdown() {
        close();
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}

package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.http.remote.LeaseOffice;
import dev.sampo.metrics.DoorMeters;
import dev.sampo.metrics.SampoMetrics;
import dev.sampo.trace.OtlpTraces;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What this node counts and measures, for Prometheus. */
final class MetricsRoutes implements AutoCloseable {
    private static final String TYPE = "text/plain";
    private static final String FORMAT = TYPE + "; version=0.0.4; charset=utf-8";

    private final CompletableFuture<Counted> counted;

    /** All that must be closed in the end. */
    private record Counted(
            PrometheusMeterRegistry registry,
            SampoMetrics metrics,
            JvmGcMetrics collections,
            DoorMeters door,
            Runnable uncount) {}

    private MetricsRoutes(CompletableFuture<Counted> counted) {
        this.counted = counted;
    }

    /** Counts from now on. Its classes are loaded meanwhile: a node is not to start later because of them. */
    static MetricsRoutes of(Sampo sampo, HttpSettings settings, LeaseOffice office, Optional<OtlpTraces> traces) {
        return settings.metrics()
                ? new MetricsRoutes(CompletableFuture.supplyAsync(
                        () -> count(sampo, settings.metricsNamesMax(), office, traces),
                        sampo.system().executionContext()))
                : off();
    }

    static MetricsRoutes off() {
        return new MetricsRoutes(CompletableFuture.failedFuture(
                Problem.of(404, "NOT_FOUND", "nothing is counted on this node; start it with sampo.http.metrics = on")
                        .refusal()));
    }

    private static Counted count(Sampo sampo, int namesMax, LeaseOffice office, Optional<OtlpTraces> traces) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        var door = new DoorMeters(registry, () -> queues(office), namesMax);
        traces.ifPresent(spans -> door.spans(spans::sent, spans::dropped));
        return new Counted(
                registry, SampoMetrics.of(sampo, registry, namesMax), collections, door, office.count(door::runOut));
    }

    private static List<DoorMeters.TaskQueue> queues(LeaseOffice office) {
        return office.queues().stream()
                .map(queue -> new DoorMeters.TaskQueue(
                        queue.view().queue(),
                        queue.view().waiting(),
                        queue.view().leased(),
                        queue.workers()))
                .toList();
    }

    List<Route> routes() {
        return List.of(Route.text(
                "/metrics", "What this node counts and measures, as Prometheus reads it", TYPE, call -> scrape()));
    }

    private CompletionStage<Reply> scrape() {
        return counted.thenApply(all -> {
            all.door().look();
            return Reply.text(FORMAT, all.registry().scrape());
        });
    }

    /** Does so with what goes on at the door, once and as long as it is counted. */
    void counting(Consumer<DoorMeters> what) {
        if (counted.isDone() && !counted.isCompletedExceptionally()) {
            what.accept(counted.join().door());
        }
    }

    @Override
    public void close() {
        counted.thenAccept(all -> {
            all.uncount().run();
            all.door().close();
            all.metrics().close();
            all.collections().close();
            all.registry().close();
        });
    }
}

package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.metrics.SampoMetrics;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What this node counts and measures, for Prometheus. */
final class MetricsRoutes implements AutoCloseable {
    private static final String TYPE = "text/plain";
    private static final String FORMAT = TYPE + "; version=0.0.4; charset=utf-8";

    private final CompletableFuture<Counted> counted;

    /** All that must be closed in the end. */
    private record Counted(PrometheusMeterRegistry registry, SampoMetrics metrics, JvmGcMetrics collections) {}

    private MetricsRoutes(CompletableFuture<Counted> counted) {
        this.counted = counted;
    }

    /** Counts from now on. Its classes are loaded meanwhile: a node is not to start later because of them. */
    static MetricsRoutes of(Sampo sampo, HttpSettings settings) {
        return settings.metrics()
                ? new MetricsRoutes(CompletableFuture.supplyAsync(
                        () -> count(sampo, settings.metricsNamesMax()),
                        sampo.system().executionContext()))
                : off();
    }

    static MetricsRoutes off() {
        return new MetricsRoutes(CompletableFuture.failedFuture(
                Problem.of(404, "NOT_FOUND", "nothing is counted on this node; start it with sampo.http.metrics = on")
                        .refusal()));
    }

    private static Counted count(Sampo sampo, int namesMax) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return new Counted(registry, SampoMetrics.of(sampo, registry, namesMax), collections);
    }

    List<Route> routes() {
        return List.of(Route.text(
                "/metrics", "What this node counts and measures, as Prometheus reads it", TYPE, call -> scrape()));
    }

    private CompletionStage<Reply> scrape() {
        return counted.thenApply(all -> Reply.text(FORMAT, all.registry().scrape()));
    }

    @Override
    public void close() {
        counted.thenAccept(all -> {
            all.metrics().close();
            all.collections().close();
            all.registry().close();
        });
    }
}

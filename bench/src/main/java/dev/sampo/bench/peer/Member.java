package dev.sampo.bench.peer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.metrics.SampoMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the cluster's members: what differs from the defaults is who does what. With {@code
 * -Dsampo.journal.home=replicated} all three keep the journal.
 */
public final class Member {
    private static final String HOME = System.getProperty("sampo.journal.home", "local");
    private static final boolean REPLICATED = HOME.equals("replicated");

    /** Whether each counts what a node counts that has {@code /metrics}. */
    public static final String METRICS = "SAMPO_BENCH_METRICS";

    private Member() {}

    static Sampo join(Config settings) {
        Sampo sampo = Sampo.join(settings);
        if ("on".equals(System.getenv(METRICS))) {
            SampoMetrics.of(sampo, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        }
        return sampo;
    }

    static Config scheduler(int port, Optional<Path> data) {
        return with(
                port,
                data.map(directory -> directory.resolve("scheduler")),
                Map.of(
                        "sampo.node.name",
                        "scheduler",
                        "sampo.node.roles",
                        List.of("coordinator"),
                        "sampo.cluster.port",
                        port));
    }

    static Config worker(int number, int seedPort, Optional<Path> data) {
        String name = "worker-" + number;
        return with(
                seedPort,
                data.map(directory -> directory.resolve(name)),
                Map.of(
                        "sampo.node.name",
                        name,
                        "sampo.node.roles",
                        REPLICATED ? List.of("worker", "observer") : List.of("worker"),
                        "sampo.node.cpus",
                        1,
                        "sampo.node.labels." + Graphs.LABEL,
                        Integer.toString(number)));
    }

    private static Config with(int seedPort, Optional<Path> data, Map<String, ?> settings) {
        return ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "sampo.cluster.seeds",
                        List.of("127.0.0.1:" + seedPort),
                        "sampo.cluster.expect",
                        REPLICATED ? 1 + Graphs.WORKERS : 1,
                        "sampo.journal.home",
                        HOME,
                        "sampo.data",
                        data.map(Path::toString).orElse(""))))
                .withFallback(ConfigFactory.load());
    }

    /** A port nobody listens on at this moment. */
    static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}

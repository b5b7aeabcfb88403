package dev.sampo.bench.peer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the cluster's members: what differs from the defaults is who does what. */
final class Member {
    private Member() {}

    static Config scheduler(int port, Optional<Path> data) {
        return with(
                port,
                Map.of(
                        "sampo.node.name",
                        "scheduler",
                        "sampo.node.roles",
                        List.of("coordinator"),
                        "sampo.cluster.port",
                        port,
                        "sampo.journal.home",
                        System.getProperty("sampo.journal.home", "local"),
                        "sampo.data",
                        data.map(Path::toString).orElse("")));
    }

    static Config worker(int number, int seedPort) {
        return with(
                seedPort,
                Map.of(
                        "sampo.node.name",
                        "worker-" + number,
                        "sampo.node.roles",
                        List.of("worker"),
                        "sampo.node.cpus",
                        1,
                        "sampo.node.labels." + Graphs.LABEL,
                        Integer.toString(number)));
    }

    private static Config with(int seedPort, Map<String, ?> settings) {
        return ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseMap(Map.of("sampo.cluster.seeds", List.of("127.0.0.1:" + seedPort))))
                .withFallback(ConfigFactory.load());
    }

    /** A port nobody listens on at this moment. */
    static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}

package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/** A member's place in the cluster: its name, and the address by which the others know it, the same in all its lives. */
record Seat(String name, String host, int port) {

    String address() {
        return host + ":" + port;
    }

    Config settings(List<String> seeds) {
        return ConfigFactory.parseMap(Map.of(
                "sampo.node.name", name,
                "sampo.node.labels.node", name,
                "sampo.cluster.host", host,
                "sampo.cluster.port", port,
                "sampo.cluster.seeds", seeds));
    }
}

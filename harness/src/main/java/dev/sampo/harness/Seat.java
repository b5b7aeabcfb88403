package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A member's place in the cluster, the same in all its lives.
 *
 * @param port where the others reach it
 * @param ownPort where it listens; another one when the links are ours
 */
record Seat(String name, String host, int port, int ownPort) {

    boolean isLinked() {
        return port != ownPort;
    }

    String address() {
        return host + ":" + port;
    }

    InetSocketAddress known() {
        return new InetSocketAddress(host, port);
    }

    InetSocketAddress own() {
        return new InetSocketAddress(host, ownPort);
    }

    /** @param founders the addresses of the nodes that start the cluster together */
    Config settings(List<String> founders) {
        return ConfigFactory.parseMap(Map.of(
                "sampo.node.name", name,
                "sampo.node.labels.node", name,
                "sampo.cluster.host", host,
                "sampo.cluster.port", port,
                "sampo.cluster.seeds", founders,
                "sampo.cluster.expect", founders.size(),
                "pekko.remote.artery.bind.hostname", host,
                "pekko.remote.artery.bind.port", ownPort,
                "pekko.remote.artery.advanced.tcp.outbound-client-hostname", host));
    }
}

package dev.sampo;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;

/** Where this JVM sits in a cluster: its address, whom it joins, and the wait until it is a member. */
record ClusterSeat(String host, int port, List<String> seeds, List<String> roles) {
    private static final String SYSTEM = "sampo";
    private static final long JOIN_SECONDS = 60;

    static ClusterSeat from(Config sampo) {
        Config cluster = sampo.getConfig("cluster");
        if (!cluster.getBoolean("enabled")) {
            throw new SampoException.NetworkingOff("Sampo.join");
        }
        var seat = new ClusterSeat(
                cluster.getString("host"),
                cluster.getInt("port"),
                cluster.getStringList("seeds"),
                JournalHome.from(sampo).clusterRoles(sampo.getStringList("node.roles")));
        seat.refuseBeyondLoopback();
        return seat;
    }

    /** Without TLS whoever reaches the port can join, so it must not be reachable. */
    private void refuseBeyondLoopback() {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalArgumentException("REFUSING_INSECURE_BIND " + host + ":" + port
                        + ": sampo.cluster.host must be a loopback address such as 127.0.0.1, since connections are"
                        + " not encrypted yet");
            }
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "sampo.cluster.host = " + host + " is no address of this machine", unknown);
        }
    }

    Map<String, Object> overrides() {
        return Map.of(
                "pekko.remote.artery.canonical.hostname", host,
                "pekko.remote.artery.canonical.port", port,
                "pekko.cluster.roles", roles,
                "pekko.cluster.seed-nodes",
                        seeds.stream()
                                .map(seed -> "pekko://" + SYSTEM + "@" + seed)
                                .toList());
    }

    /** Joins, and returns when this node is a member; the first of all nodes joins itself. */
    void join(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        if (seeds.isEmpty()) {
            cluster.join(cluster.selfAddress());
        }
        var up = new CompletableFuture<Void>();
        cluster.registerOnMemberUp(() -> up.complete(null));
        try {
            up.get(JOIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw new IllegalStateException(
                    "could not join the cluster of " + seeds + " within " + JOIN_SECONDS
                            + " s; is one of them running?",
                    late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining the cluster of " + seeds, stopped);
        }
    }
}

package dev.sampo;

import dev.sampo.actors.EngineSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;

/** Where this JVM sits in a cluster: its address, whom it joins, and the wait until it is a member. */
record ClusterSeat(ClusterSettings settings) {
    static final String SYSTEM = "sampo";

    /** Finds out in time, and in words, what would make the actor system fail to listen. */
    void requireFree() {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()));
        } catch (IOException taken) {
            String address = settings.host() + ":" + settings.port();
            throw new SampoException.BadConfiguration("cannot listen on " + address + ": " + taken.getMessage()
                    + "; free the port, or give another as --port (sampo.cluster.port), 0 for any");
        }
    }

    Map<String, Object> overrides() {
        var overrides = new HashMap<String, Object>();
        overrides.put("pekko.remote.artery.canonical.hostname", settings.host());
        overrides.put("pekko.remote.artery.canonical.port", settings.port());
        overrides.put("pekko.cluster.roles", settings.pekkoRoles());
        overrides.put("pekko.cluster.role." + EngineSettings.VOTER + ".min-nr-of-members", settings.majority());
        overrides.put("pekko.cluster.split-brain-resolver.keep-majority.role", EngineSettings.VOTER);
        overrides.put(
                "pekko.cluster.seed-nodes",
                settings.seeds().stream()
                        .map(seed -> "pekko://" + SYSTEM + "@" + seed)
                        .toList());
        return overrides;
    }

    /** Joins, and returns when this node is a member; the first of all nodes joins itself. */
    void join(ActorSystem<?> system, Consumer<String> progress) {
        Cluster cluster = Cluster.get(system);
        if (settings.seeds().isEmpty()) {
            cluster.join(cluster.selfAddress());
        }
        var up = new CompletableFuture<Void>();
        cluster.registerOnMemberUp(() -> up.complete(null));
        try {
            up.get(settings.joinTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            throw new SampoException.CannotJoin("could not join the cluster of " + settings.seeds() + " within "
                    + settings.joinTimeout() + "; is one of them running?");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SampoException.CannotJoin("interrupted while joining the cluster of " + settings.seeds());
        }
    }
}

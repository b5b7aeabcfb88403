package dev.sampo;

import com.typesafe.config.Config;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.membership.JoinSettings;
import dev.sampo.actors.membership.Membership;
import dev.sampo.membership.Gathering;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this JVM sits in a cluster: its address, whom it joins, and the wait until it is a member. */
record ClusterSeat(ClusterSettings settings, Optional<DataDirectory> data, List<String> lastVoters) {
    static final String SYSTEM = "sampo";
    private static final Logger LOG = LoggerFactory.getLogger(ClusterSeat.class);
    private static final Duration WARN_AGAIN = Duration.ofSeconds(60);
    private static final String MINORITY_MAX = "sampo.cluster.minority-max";
    private static final long HEARD_MILLIS = 1_500;

    static ClusterSeat of(ClusterSettings settings, Optional<DataDirectory> data) {
        return new ClusterSeat(settings, data, data.map(DataDirectory::voters).orElse(List.of()));
    }

    /** Finds out in time, and in words, what would make the actor system fail to listen, perhaps behind another address. */
    void requireFree(Config config) {
        String host = bound(config, "hostname", settings.host());
        int port = Integer.parseInt(bound(config, "port", Integer.toString(settings.port())));
        String complaint = complaint(host, port);
        if (!complaint.isEmpty()) {
            throw new SampoException.BadConfiguration("cannot listen on " + host + ":" + port + ": " + complaint
                    + "; free the port, or give another as --port (sampo.cluster.port), 0 for any");
        }
    }

    private static String bound(Config config, String what, String otherwise) {
        String path = "pekko.remote.artery.bind." + what;
        String set = config.hasPath(path) ? config.getString(path) : "";
        return set.isEmpty() ? otherwise : set;
    }

    private static String complaint(String host, int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return "";
        } catch (IOException taken) {
            return taken.getMessage();
        }
    }

    /** A free port is the one it had before, if it can be had: the others look for it there. */
    private int port() {
        int before = settings.port() == 0 ? data.map(DataDirectory::port).orElse(0) : 0;
        return before != 0 && complaint(settings.host(), before).isEmpty() ? before : settings.port();
    }

    Map<String, Object> overrides() {
        var overrides = new HashMap<String, Object>();
        overrides.put("pekko.remote.artery.canonical.hostname", settings.host());
        overrides.put("pekko.remote.artery.canonical.port", port());
        overrides.put("pekko.cluster.roles", settings.pekkoRoles());
        overrides.put("sampo.journal.replicated.expect", settings.copies());
        overrides.put(
                "pekko.cluster.role." + EngineSettings.VOTER + ".min-nr-of-members",
                Gathering.majority(settings.expect(), lastVoters));
        overrides.put("pekko.cluster.split-brain-resolver.keep-majority.role", EngineSettings.VOTER);
        return overrides;
    }

    /** For programs that do not listen to what is waited for. */
    static void log(String progress) {
        LOG.warn(progress);
    }

    /** Facts on one machine's disk are nothing to another: a second coordinator would go on without them. */
    void requireNoOtherCoordinator(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        Member self = cluster.selfMember();
        for (Member other : cluster.state().getMembers()) {
            if (self.hasRole(EngineSettings.COORDINATOR)
                    && other.hasRole(EngineSettings.COORDINATOR)
                    && other.isOlderThan(self)) {
                throw new SampoException.CannotJoin("sampo.journal.home is local, and "
                        + other.address().hostPort()
                        + " is a coordinator already: jobs would be lost when one takes over from the other. Give this node"
                        + " the roles worker or observer, or all coordinators sampo.journal.home = replicated");
            }
        }
    }

    /** As long as whoever reaches the port could join, the log says so. */
    void warn(ActorSystem<?> system) {
        if (!settings.isLoopback()) {
            system.scheduler()
                    .scheduleAtFixedRate(
                            Duration.ZERO,
                            WARN_AGAIN,
                            () -> LOG.warn(
                                    "{} can be reached from beyond this machine without encryption or a key: whoever"
                                            + " reaches it can join and run code here",
                                    settings.host()),
                            system.executionContext());
        }
    }

    /** Returns when this node is a member; the first of all nodes founds the cluster. */
    void join(ActorSystem<?> system, Consumer<String> progress) {
        var address = Cluster.get(system).selfAddress();
        data.ifPresent(kept -> kept.keepPort(address.getPort().orElse(0)));
        String self = address.hostPort();
        var gathering = new Gathering.Settings(
                settings.name(),
                self.substring(self.indexOf('@') + 1),
                settings.isVoter(),
                settings.seeds(),
                lastVoters,
                settings.expect(),
                settings.partitions(),
                HEARD_MILLIS);
        var up = Membership.of(system)
                .join(new JoinSettings(
                        gathering,
                        settings.nodesMax(),
                        settings.joinTimeout().toMillis(),
                        system.settings().config().getDuration(MINORITY_MAX).toMillis(),
                        progress,
                        data.isPresent() ? data.get()::keepVoters : voters -> {}));
        try {
            up.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw new SampoException.CannotJoin(failed.getCause().getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SampoException.CannotJoin("interrupted while joining the cluster of " + settings.seeds());
        }
    }
}

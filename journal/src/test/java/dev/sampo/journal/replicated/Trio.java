package dev.sampo.journal.replicated;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.awaitility.Awaitility;

/** A few actor systems in this JVM that form a cluster on loopback, each with its share of a replicated journal. */
final class Trio implements AutoCloseable {

    /** Generous: the machine may be busy with something else entirely. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path root;
    private final int expect;
    private final List<String> settings;
    private final Map<Integer, ActorSystem> systems = new TreeMap<>();
    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Set<Integer> cutPorts = ConcurrentHashMap.newKeySet();

    Trio(Path root, int expect, String... settings) {
        this.root = root;
        this.expect = expect;
        this.settings = List.of(settings);
    }

    static Trio up(Path root, String... settings) {
        Trio trio = new Trio(root, 3, settings);
        trio.start(1, 2, 3);
        trio.awaitLeader();
        return trio;
    }

    void start(Integer... nodes) {
        for (int node : nodes) {
            start(node, List.of("journal"));
        }
    }

    ActorSystem start(int node, List<String> roles) {
        int port = ports.computeIfAbsent(node, any -> freePort());
        List<String> lines = new ArrayList<>(settings);
        lines.add("pekko.actor.provider = cluster");
        lines.add("pekko.remote.artery.canonical { hostname = \"127.0.0.1\", port = " + port + " }");
        lines.add("pekko.cluster.roles = " + (roles.isEmpty() ? "[]" : "[\"" + String.join("\",\"", roles) + "\"]"));
        lines.add("pekko.cluster.jmx.enabled = off");
        lines.add("pekko.cluster.gossip-interval = 100ms");
        lines.add("pekko.cluster.leader-actions-interval = 100ms");
        lines.add("pekko.cluster.periodic-tasks-initial-delay = 50ms");
        lines.add("pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes = off");
        lines.add("pekko.cluster.seed-node-timeout = 1s");
        lines.add("pekko.cluster.retry-unsuccessful-join-after = 1s");
        lines.add("pekko.cluster.allow-weakly-up-members = off");
        lines.add("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off");
        lines.add("pekko.coordinated-shutdown.exit-jvm = off");
        lines.add("pekko.coordinated-shutdown.run-by-actor-system-terminate = off");
        lines.add("pekko.stdout-loglevel = OFF");
        lines.add("pekko.use-slf4j = off");
        lines.add("pekko.loglevel = " + System.getProperty("journal.test.loglevel", "OFF"));
        lines.add("pekko.persistence.journal.plugin = sampo.journal.replicated");
        lines.add("pekko.persistence.snapshot-store.plugin = sampo.journal.replicated-snapshots");
        lines.add("sampo.journal.replicated.directory = \"" + directory(node) + "\"");
        lines.add("sampo.journal.replicated.expect = " + expect);
        Config config = ConfigFactory.parseString(String.join("\n", lines)).withFallback(ConfigFactory.load());
        ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(config), links(port));
        ActorSystem system = ActorSystem.create("trio", setup);
        systems.put(node, system);
        ReplicatedJournal.get(system).open();
        join(system);
        return system;
    }

    private void join(ActorSystem system) {
        Cluster cluster = Cluster.get(system);
        Address first = Cluster.get(systems.values().iterator().next()).selfAddress();
        Address other = systems.values().stream()
                .filter(each -> each != system)
                .map(each -> Cluster.get(each).selfAddress())
                .findFirst()
                .orElse(first);
        cluster.join(other);
    }

    private Links links(int port) {
        return new Links(address -> {
            int other = address.getPort().orElse(port);
            return other == port || !(cutPorts.contains(port) || cutPorts.contains(other));
        });
    }

    Path directory(int node) {
        return root.resolve("node" + node);
    }

    ActorSystem system(int node) {
        return systems.get(node);
    }

    ReplicatedJournal journal(int node) {
        return ReplicatedJournal.get(systems.get(node));
    }

    /** No letter of the journal reaches these nodes or leaves them; the cluster notices nothing. */
    void cut(int... nodes) {
        for (int node : nodes) {
            cutPorts.add(ports.get(node));
        }
    }

    void heal() {
        cutPorts.clear();
    }

    /** As if its process had died, and the others had been told so. */
    void kill(int node) {
        ActorSystem dying = systems.remove(node);
        Address address = Cluster.get(dying).selfAddress();
        cut(node);
        dying.terminate();
        await(dying);
        // One says so: a second one that is late would down the node that comes back at that address.
        Cluster.get(systems.values().iterator().next()).down(address);
        cutPorts.remove(ports.get(node));
    }

    /** Waits until all know a node: what has joined one that dies before it told the others has not joined. */
    void awaitUp(int node) {
        int port = ports.get(node);
        Awaitility.await().atMost(LIMIT).until(() -> systems.values().stream()
                .allMatch(each -> java.util.stream.StreamSupport.stream(
                                Cluster.get(each).state().getMembers().spliterator(), false)
                        .anyMatch(member -> member.address().getPort().get().equals(port)
                                && member.status().equals(MemberStatus.up()))));
    }

    /** Waits until the cluster has forgotten a node, so that it may come back. */
    void awaitForgotten(int node) {
        int port = ports.get(node);
        Awaitility.await().atMost(LIMIT).until(() -> systems.values().stream()
                .allMatch(each -> java.util.stream.StreamSupport.stream(
                                Cluster.get(each).state().getMembers().spliterator(), false)
                        .noneMatch(member -> member.address().getPort().get().equals(port))));
    }

    void stopAll() {
        List<ActorSystem> all = List.copyOf(systems.values());
        all.forEach(ActorSystem::terminate);
        all.forEach(Trio::await);
        systems.clear();
    }

    private static void await(ActorSystem system) {
        try {
            system.getWhenTerminated().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The node that leads, as all that run agree. */
    int awaitLeader() {
        int[] found = new int[1];
        Awaitility.await().atMost(LIMIT).until(() -> {
            Set<String> leaders = ConcurrentHashMap.newKeySet();
            systems.values()
                    .forEach(each -> leaders.add(
                            ReplicatedJournal.get(each).status().leader().orElse("none")));
            found[0] = ports.entrySet().stream()
                    .filter(port ->
                            leaders.contains("127.0.0.1:" + port.getValue()) && systems.containsKey(port.getKey()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(0);
            return leaders.size() == 1 && found[0] != 0;
        });
        return found[0];
    }

    int follower() {
        int leader = awaitLeader();
        return systems.keySet().stream()
                .filter(node -> node != leader)
                .findFirst()
                .orElseThrow();
    }

    String nodeName(int node) {
        return "127.0.0.1:" + ports.get(node);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stopAll();
    }
}

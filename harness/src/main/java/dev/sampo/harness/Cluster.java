package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Drained;
import dev.sampo.Sampo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A cluster of nodes on this machine, to be hurt on purpose. Nodes are counted from 0; number {@code i} is named
 * {@code node-i} and carries that as its label {@code node}. In JUnit tests use {@link SampoCluster}, which starts and
 * ends it, and shows what the nodes printed when a test fails.
 */
public class Cluster implements AutoCloseable {
    /** The number of the client where links are named. */
    public static final int CLIENT = -1;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LINES_SHOWN = 60;

    /** For members in this JVM: they end when told to, and without a farewell; those they would take it of are killed, too. */
    private static final Map<String, Object> IN_THIS_JVM = Map.of(
            "pekko.coordinated-shutdown.run-by-actor-system-terminate",
            false,
            "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook",
            false);

    private final ClusterSpec spec;
    private final Optional<Path> workplace;
    private final Optional<ClassArchive> archive;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private Network network;
    private Path directory;
    private LocalNode client;

    /** @param workplace a directory that lasts from run to run, where a quick start is prepared and failures are kept */
    Cluster(ClusterSpec spec, Optional<Path> workplace) {
        this.spec = spec;
        this.workplace = workplace;
        this.archive =
                workplace.filter(place -> spec.mode() == ClusterSpec.Mode.JVMS).map(ClassArchive::in);
    }

    /** Starts it and returns when every node is a member. Close it when done. */
    public static Cluster start(ClusterSpec spec) {
        var cluster = new Cluster(spec, Optional.empty());
        cluster.begin();
        return cluster;
    }

    void begin() {
        directory = spec.directory().orElseGet(this::temporaryDirectory);
        network = Network.of(spec.size(), spec.linked());
        try {
            IntStream.range(0, spec.size()).forEach(i -> nodes.add(node(i)));
            client = clientNode();
            IntStream.range(0, spec.size()).forEach(this::startNode);
            startClient(); // Now: while a node cannot be heard, nobody new is let in.
            nodes.forEach(node -> node.awaitReady(spec.limit()));
            client.awaitReady(spec.limit());
            archive.ifPresent(ClassArchive::nodesAreUp);
        } catch (RuntimeException | Error failure) {
            end(true);
            throw failure;
        }
    }

    private LocalNode clientNode() {
        return new LocalNode(
                network.client().name(),
                ConfigFactory.parseMap(Map.of("sampo.node.roles", List.of()))
                        .withFallback(ConfigFactory.parseMap(IN_THIS_JVM))
                        .withFallback(spec.settingsOfClient())
                        .withFallback(network.client().settings(founders())));
    }

    /** The addresses of those that count for the majority. */
    private List<String> founders() {
        List<String> voters = IntStream.range(0, spec.size())
                .filter(spec::isVoter)
                .mapToObj(this::address)
                .toList();
        if (voters.isEmpty()) {
            throw new IllegalArgumentException(
                    "a cluster needs a node that is more than a worker, such as a coordinator");
        }
        return voters;
    }

    private void startClient() {
        client.start(() -> network.open(CLIENT), () -> network.shut(CLIENT));
    }

    private ClusterNode node(int i) {
        Path own = directory(i);
        Config settings = spec.settingsOf(i)
                .withFallback(network.node(i).settings(founders()))
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "sampo.journal.home",
                        spec.coordinators() > 1 ? "replicated" : "local",
                        "sampo.data",
                        own.resolve("data").toString(),
                        "sampo.node.cpus",
                        1,
                        "sampo.node.memory",
                        "1GiB")));
        return switch (spec.mode()) {
            case JVMS -> new JvmNode(name(i), settings, spec.jvmOptions(), own, archive);
            case IN_PROCESS ->
                new LocalNode(name(i), ConfigFactory.parseMap(IN_THIS_JVM).withFallback(settings));
        };
    }

    private void startNode(int node) {
        nodes.get(node).start(() -> network.open(node), () -> network.shut(node));
    }

    private Path temporaryDirectory() {
        try {
            return workplace.isPresent()
                    ? Files.createTempDirectory(workplace.get(), "cluster-")
                    : Files.createTempDirectory("sampo-cluster-");
        } catch (IOException failure) {
            throw new UncheckedIOException("no temporary directory can be made", failure);
        }
    }

    public int size() {
        return spec.size();
    }

    public String name(int node) {
        return network.node(node).name();
    }

    /** {@code host:port}. */
    public String address(int node) {
        return network.node(node).address();
    }

    /** The process number of its present or latest life. */
    public long pid(int node) {
        return nodes.get(node).pid();
    }

    public boolean isRunning(int node) {
        return nodes.get(node).isRunning();
    }

    /** Where its data and its output are. */
    public Path directory(int node) {
        return directory.resolve("node-" + node);
    }

    /** What the node printed through all its lives, the latest 10,000 lines at least. */
    public List<String> logs(int node) {
        return nodes.get(node).output().lines();
    }

    /**
     * A member in this JVM that runs nothing: submits, awaits and asks. A job's handle survives whatever happens to the
     * nodes; a client that was expelled from the cluster, as happens on the smaller side of a partition, is replaced.
     */
    public synchronized Sampo client() {
        if (!client.isRunning()) {
            startClient();
        }
        return client.sampo(spec.limit());
    }

    /**
     * Has this answered inside a node, by its own Sampo: {@code cluster.ask(1, sampo -> sampo.jobSummaries().size())}. What
     * it captures, and the answer, must be serializable; what it throws is thrown here.
     */
    public <T> T ask(int node, Question<T> question) {
        return nodes.get(node).ask(question, spec.limit());
    }

    /** As kill -9. Returns when the node is gone. */
    public void kill(int node) {
        nodes.get(node).kill();
    }

    /** Stops a node where it stands, as a long garbage collection would; its connections stay open. As kill -STOP. */
    public void pause(int node) {
        nodes.get(node).pause();
    }

    /** Lets a paused node go on. */
    public void resume(int node) {
        nodes.get(node).resume();
    }

    /** Starts a node that is gone, or is killed now, with its name, its address and its data. Returns when it is a member. */
    public void restart(int node) {
        launch(node);
        awaitReady(node);
    }

    /** As {@link #restart}, for when it cannot become a member yet. */
    public void launch(int node) {
        if (isRunning(node)) {
            kill(node);
        }
        startNode(node);
    }

    /** Waits until a node that was launched is a member. */
    public void awaitReady(int node) {
        nodes.get(node).awaitReady(spec.limit());
    }

    /**
     * Empties a node, which stays a member: it gets nothing new, and what waits there goes elsewhere.
     *
     * @param running how long what runs there may go on; then it is interrupted and runs elsewhere
     */
    public Drained drain(int node, Duration running) {
        return Answers.await("the drain of " + name(node), spec.limit(), client().drain(name(node), running));
    }

    /** Ends a drain: the node gets work again. */
    public void undrain(int node) {
        client().uncordon(name(node));
    }

    /** As kill: the node leaves the cluster and ends. Returns its exit code, which is 0 when all went well. */
    public int terminate(int node) {
        return nodes.get(node).terminate(spec.limit());
    }

    /**
     * Cuts every link between members of different sides, as a broken cable does: nothing arrives, nothing is refused, what
     * is on its way waits. Members that are on no side keep their links; the client, if it is not named, is on the
     * largest side, the first of these.
     */
    public void partition(Set<Integer> one, Set<Integer> other) {
        partition(List.of(one, other));
    }

    /** As {@link #partition(Set, Set)}, with any number of sides. */
    public void partition(List<Set<Integer>> sides) {
        network.partition(sides);
    }

    /** Cuts all links of one node, also those with the client. */
    public void isolate(int node) {
        network.isolate(node);
    }

    /** Cuts the link between two members. */
    public void cut(int one, int other) {
        network.cut(one, other);
    }

    /** What the first says does not reach the second any more, while it still hears it. */
    public void cutOneWay(int from, int to) {
        network.silence(from, to);
    }

    /** All that the member says and hears takes so much longer, each way. */
    public void slow(int member, Duration latency) {
        network.slow(member, latency);
    }

    /** This share of what the member says and hears is lost and sent again by TCP, which takes 200 ms or more each time. */
    public void lossy(int member, double share) {
        network.lose(member, share);
    }

    /** Breaks the connections between two members, once; they may connect again at once. */
    public void reset(int one, int other) {
        network.reset(one, other);
    }

    /** Undoes all cuts, delays and losses. */
    public void heal() {
        network.heal();
    }

    /** As {@link #until(String, Condition)}. */
    public void until(Condition condition) {
        until("what the test waits for", condition);
    }

    /** Waits until it holds, for as long as the spec's limit; fails with what the nodes printed last. */
    public void until(String what, Condition condition) {
        until(what, spec.limit(), condition);
    }

    public void until(String what, Duration limit, Condition condition) {
        long end = System.nanoTime() + limit.toNanos();
        Throwable thrown = null;
        do {
            try {
                if (condition.holds()) {
                    return;
                }
                thrown = null;
            } catch (Exception | AssertionError notYet) {
                thrown = notYet;
            }
            LockSupport.parkNanos(POLL_NANOS);
        } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
        throw new AssertionError("not within " + limit + ": " + what + "\n" + latest(), thrown);
    }

    /** The last lines of every node and where the rest is, for the one who has to find out. */
    String latest() {
        var text = new StringBuilder();
        for (int i = 0; i < nodes.size(); i++) {
            List<String> lines = logs(i);
            int from = Math.max(0, lines.size() - LINES_SHOWN);
            text.append("==== ").append(name(i)).append(isRunning(i) ? "" : " (not running)");
            text.append(
                    from > 0
                            ? ", the last " + LINES_SHOWN + " lines of "
                                    + directory(i).resolve("output.log")
                            : "");
            text.append('\n');
            lines.subList(from, lines.size()).forEach(line -> text.append(line).append('\n'));
        }
        return text.append("==== their files are in ").append(directory).toString();
    }

    /** Kills what still runs; data and output of the nodes are deleted, unless the spec named a directory for them. */
    @Override
    public void close() {
        end(false);
    }

    synchronized void end(boolean keep) {
        try {
            if (client != null && client.isRunning()) {
                client.kill();
            }
        } finally {
            nodes.stream().filter(ClusterNode::isRunning).forEach(ClusterNode::kill);
            network.close();
            if (!keep && spec.directory().isEmpty()) {
                deleteAll(directory);
            }
        }
    }

    static void deleteAll(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + directory, failure);
        }
    }
}

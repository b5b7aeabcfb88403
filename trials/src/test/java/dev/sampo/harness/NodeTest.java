package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.cli.Main;
import dev.sampo.dag.Dag;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code sampo node} as people start it: processes that find each other, die, come back and leave. */
class NodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int LEFT = 0;
    private static final int COULD_NOT_JOIN = 69;
    private static final int REMOVED = 76;
    private static final int BAD_CONFIGURATION = 78;

    @RegisterExtension
    final Jvms jvms = new Jvms(List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-Dsampo.partitions=2",
            "-Dsampo.cluster.leave-timeout=2m",
            "-Dsampo.cluster.join-timeout=3m"));

    @RegisterExtension
    final Jvms hasty = new Jvms(List.of("-XX:+UseSerialGC", "-Xmx192m", "-Dsampo.cluster.join-timeout=2s"));

    @TempDir
    private Path directory;

    private Jvm node(String... arguments) {
        var all = new ArrayList<>(List.of("node"));
        all.addAll(List.of(arguments));
        return jvms.start(Main.class, all.toArray(String[]::new));
    }

    /** One of three on these ports, with a data directory of its own. */
    private Jvm member(List<Integer> ports, int number, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--port", ports.get(number).toString(), "--expect", "3", "--data", data(number), "--cpus", "1"));
        if (number > 0) {
            arguments.addAll(List.of("--join", "127.0.0.1:" + ports.get(0)));
        }
        arguments.addAll(List.of(more));
        return node(arguments.toArray(String[]::new));
    }

    private String data(int number) {
        return directory.resolve("node-" + number).toString();
    }

    private static Predicate<String> says(String text) {
        return line -> line.contains(text);
    }

    private static void awaitMember(Jvm node) {
        node.awaitLine(says("is a member"), LIMIT);
    }

    private static void terminate(Jvm node) {
        ProcessHandle.of(node.pid()).orElseThrow().destroy();
    }

    /**
     * In order, so that the first has the lowest address. Below those that systems hand out by themselves, also to tests that run
     * beside this one.
     */
    static List<Integer> freePorts(int count) {
        return ThreadLocalRandom.current()
                .ints(15_000, 32_000)
                .distinct()
                .filter(NodeTest::isFree)
                .limit(count)
                .sorted()
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** A member that only asks. */
    static Sampo client(int port) {
        return Sampo.join(ConfigFactory.parseString("""
            sampo.node.roles = []
            sampo.partitions = 2
            sampo.cluster.seeds = ["127.0.0.1:%d"]
            """.formatted(port)).withFallback(ConfigFactory.load()));
    }

    private static void awaitNodes(Sampo sampo, Predicate<List<NodeEntry>> wanted) {
        var seen = new CountDownLatch(1);
        Runnable end = sampo.onNodes(nodes -> {
            if (wanted.test(nodes)) {
                seen.countDown();
            }
        });
        try {
            assertThat(seen.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("nodes: %s", sampo.nodes())
                    .isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        } finally {
            end.run();
        }
    }

    private static long withStatus(List<NodeEntry> nodes, NodeStatus status) {
        return nodes.stream().filter(node -> node.status() == status).count();
    }

    @Test
    void theFirstNodeSaysWhatToTypeForTheSecondAndBothRunTasks() throws IOException {
        Jvm first = node("--cpus", "1", "--label", "name=first");
        awaitMember(first);
        String command = first.awaitLine(says("./sampo node --join"), LIMIT).trim();
        String address = command.substring(command.lastIndexOf(' ') + 1);
        Jvm second = node("--join", address, "--cpus", "1", "--label", "name=second");
        awaitMember(second);
        first.awaitLine(says("two voting nodes"), LIMIT);
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (Sampo sampo = client(port)) {
            awaitNodes(sampo, nodes -> withStatus(nodes, NodeStatus.HEALTHY) == 3);
            assertThat(runEverywhere(sampo)).contains(first.pid(), second.pid());
        }
        terminate(second);
        assertThat(second.exitCode(LIMIT)).isEqualTo(LEFT);
        terminate(first);
        assertThat(first.exitCode(LIMIT)).isEqualTo(LEFT);
    }

    private static List<Long> runEverywhere(Sampo sampo) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var dag = Dag.named("everywhere");
            var pids = dag.each("pids", IntStream.range(0, 400).boxed().toList(), i -> ProcessHandle.current()
                    .pid());
            try {
                return sampo.submit(dag).await(pids, LIMIT);
            } catch (SampoException.Rejected | SampoException.Indeterminate early) {
                if (System.nanoTime() > end) {
                    throw early;
                }
            }
        }
    }

    /** But for the port and the place of its directories, which others may have. */
    @Test
    void theClusterOfTheReadmeStartsAsItIsWrittenThere() throws IOException {
        String section = Files.readString(Path.of("..", "README.md")).split("\n## A cluster\n")[1];
        String block = section.substring(section.indexOf("```sh\n") + 6, section.indexOf("\n```\n"));
        String port = freePorts(1).get(0).toString();
        List<Jvm> nodes = block.lines()
                .map(line -> line.replaceAll(" +#.*", "").replace("7355", port))
                .map(line -> line.replace("--data ", "--data " + directory + "/"))
                .map(line -> jvms.start(Main.class, line.replace("./sampo ", "").split(" ")))
                .toList();
        assertThat(nodes).hasSize(3);
        nodes.forEach(NodeTest::awaitMember);
    }

    @Test
    void withALightThirdNodeEitherOfTwoMayDie() throws IOException {
        List<Integer> ports = freePorts(3);
        Jvm lowest = member(ports, 0);
        Jvm other = member(ports, 1);
        Jvm witness = member(ports, 2, "--role", "observer");
        List.of(lowest, other, witness).forEach(NodeTest::awaitMember);
        try (Sampo sampo = client(ports.get(1))) {
            awaitNodes(sampo, all -> withStatus(all, NodeStatus.HEALTHY) == 4);
            lowest.kill();
            awaitNodes(sampo, all -> withStatus(all, NodeStatus.OFFLINE) == 1);
            assertThat(withStatus(sampo.nodes(), NodeStatus.OFFLINE)).isEqualTo(1);
            var dag = Dag.named("afterwards");
            var answer = dag.task("answer", () -> 42);
            assertThat(sampo.submit(dag).await(answer)).isEqualTo(42);
        }
        terminate(other);
        assertThat(other.exitCode(LIMIT)).isEqualTo(LEFT);
    }

    /** A silence is no proof: who is only paused is given nothing new, and stays. */
    @Test
    void aNodeThatIsPausedIsDegradedAndNotTakenOut() throws IOException {
        List<Integer> ports = freePorts(3);
        var nodes = IntStream.range(0, 3).mapToObj(i -> member(ports, i)).toList();
        nodes.forEach(NodeTest::awaitMember);
        try (Sampo sampo = client(ports.get(0))) {
            awaitNodes(sampo, all -> withStatus(all, NodeStatus.HEALTHY) == 4);
            signal("STOP", nodes.get(1));
            awaitNodes(sampo, all -> withStatus(all, NodeStatus.HEALTHY) < 4);
            assertThat(withStatus(sampo.nodes(), NodeStatus.DEGRADED)).isEqualTo(1);
            signal("CONT", nodes.get(1));
            awaitNodes(sampo, all -> withStatus(all, NodeStatus.HEALTHY) == 4);
        }
    }

    private static void signal(String name, Jvm node) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start();
    }

    @Test
    void theHigherOfTwoEndsWithoutTheLowerAndSaysSo() throws IOException {
        List<Integer> ports = freePorts(2);
        Jvm lower = node("--port", ports.get(0).toString());
        awaitMember(lower);
        Jvm higher = node("--port", ports.get(1).toString(), "--join", "127.0.0.1:" + ports.get(0));
        awaitMember(higher);
        higher.awaitLine(says("two voting nodes"), LIMIT);
        lower.kill();
        assertThat(higher.exitCode(LIMIT)).isEqualTo(REMOVED);
        assertThat(higher.lines()).anyMatch(says("was removed from its cluster"));
    }

    @Test
    void whoCannotJoinSaysWhyAndEnds() throws IOException {
        int nobody = freePorts(1).get(0);
        Jvm lonely = hasty.start(Main.class, "node", "--join", "127.0.0.1:" + nobody);
        assertThat(lonely.exitCode(LIMIT)).isEqualTo(COULD_NOT_JOIN);
        assertThat(lonely.lines()).anyMatch(says("no answer from 127.0.0.1:" + nobody + "; is a node running there?"));
    }

    @Test
    void aClusterThatIsFullRefusesAndTheNodeSaysSo() throws IOException {
        int port = freePorts(1).get(0);
        var full = new Jvms(
                List.of("-XX:+UseSerialGC", "-Xmx192m", "-Dsampo.partitions=2", "-Dsampo.cluster.max-nodes=1"));
        try {
            awaitMember(full.start(Main.class, "node", "--port", Integer.toString(port)));
            Jvm late = node("--join", "127.0.0.1:" + port, "--port", "0");
            assertThat(late.exitCode(LIMIT)).isEqualTo(COULD_NOT_JOIN);
            assertThat(late.lines()).anyMatch(says("is full"));
        } finally {
            full.afterEach(null);
        }
    }

    @Test
    void whoIsToldToJoinAnotherClusterIsRefusedAndBothAreNamed() {
        int port = freePorts(1).get(0);
        Jvm first = node("--port", Integer.toString(port), "--cluster", "north");
        awaitMember(first);
        Jvm stranger = node("--join", "127.0.0.1:" + port, "--cluster", "south");
        assertThat(stranger.exitCode(LIMIT)).isEqualTo(COULD_NOT_JOIN);
        assertThat(stranger.lines())
                .anyMatch(says("127.0.0.1:" + port
                        + " belongs to the cluster \"north\", and this node to \"south\"; join a node of that"));
        String command = first.awaitLine(says("./sampo node --join"), LIMIT).trim();
        awaitMember(node(command.substring(command.indexOf("--join")).split(" ")));
    }

    /** T33. */
    @Test
    void whatIsTakenOrForbiddenIsNamedInOneLineWithItsRemedy() throws IOException {
        int port = freePorts(1).get(0);
        Jvm holder = node("--port", Integer.toString(port), "--data", data(0));
        awaitMember(holder);
        refused(List.of("127.0.0.1:" + port, "free the port"), "--port", Integer.toString(port));
        refused(List.of(data(0) + " is in use by process " + holder.pid(), "stop that"), "--data", data(0));
        refused(List.of("REFUSING_INSECURE_BIND 0.0.0.0:0"), "--host", "0.0.0.0");
        refused(List.of("no role \"boss\""), "--role", "boss");
        refused(List.of("\"no.such.host.invalid\" cannot be resolved"), "--host", "no.such.host.invalid");
        String below =
                Files.createFile(directory.resolve("file")).resolve("data").toString();
        refused(List.of("the data directory " + below, "file", "give another as --data"), "--data", below);
    }

    /** For root all is writable, but for what the system itself has read-only. */
    @Test
    void aDirectoryThatCannotBeWrittenIsNamedWithTheRemedy() throws IOException {
        Path readOnly = Files.createDirectory(directory.resolve("read-only"));
        boolean isRoot = System.getProperty("user.name").equals("root");
        String data = isRoot ? "/sys/sampo" : readOnly.resolve("data").toString();
        assertThat(readOnly.toFile().setWritable(false)).isTrue();
        refused(List.of("the data directory " + data + " cannot be used", "make it writable"), "--data", data);
    }

    private void refused(List<String> texts, String... arguments) {
        Jvm refused = node(arguments);
        assertThat(refused.exitCode(LIMIT)).isEqualTo(BAD_CONFIGURATION);
        assertThat(refused.lines()).singleElement().asString().contains(texts);
    }
}

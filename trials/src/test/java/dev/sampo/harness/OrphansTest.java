package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.file.Format;
import dev.sampo.file.JobFile;
import dev.sampo.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No process is left behind, however the JVM ends that has started it. */
class OrphansTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension
    final Jvms jvms = new Jvms();

    /** Plays the JVM of a test: has nodes, one of them paused, and is about to be killed. */
    static final class TestJvm {
        private TestJvm() {}

        public static void main(String[] arguments) throws InterruptedException {
            var cluster = Cluster.start(ClusterSpec.jvms(3)
                    .directory(Path.of(arguments[0]))
                    .nodes(node -> node.roles("worker"))
                    .node(0, node -> node.roles("coordinator")));
            cluster.pause(2);
            System.out.println("nodes " + cluster.pid(0) + " " + cluster.pid(1) + " " + cluster.pid(2));
            new CountDownLatch(1).await();
        }
    }

    @Test
    void nodesEndWithTheJvmThatStartedThemEvenByKillMinusNineAndEvenWhenPaused(@TempDir Path directory)
            throws Exception {
        Jvm test = jvms.start(TestJvm.class, directory.toString());
        String line = test.awaitLine(printed -> printed.startsWith("nodes "), LIMIT);
        List<ProcessHandle> nodes = Arrays.stream(
                        line.substring("nodes ".length()).split(" "))
                .map(Long::valueOf)
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .toList();
        assertThat(nodes).hasSize(3).allMatch(ProcessHandle::isAlive);

        ProcessHandle.of(test.pid()).orElseThrow().destroyForcibly();
        for (ProcessHandle node : nodes) {
            node.onExit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(nodes).noneMatch(ProcessHandle::isAlive);
    }

    /** Plays a node that runs a task in a JVM of its own, which will not stop by itself. */
    static final class Node {
        private Node() {}

        public static void main(String[] arguments) {
            try (Sampo sampo = Sampo.local()) {
                var dag = Dag.named("orphan");
                var spins = dag.task("spins", () -> {
                            System.out.println(
                                    "child " + ProcessHandle.current().pid());
                            while (true) {
                                Thread.onSpinWait();
                            }
                        })
                        .needs(Resources.cpus(1).memory("48 MiB"))
                        .inOwnJvm();
                sampo.submit(dag).await(spins);
            }
        }
    }

    /** Plays a node that runs a command, which will not stop by itself. */
    static final class Commander {
        private Commander() {}

        public static void main(String[] arguments) {
            var config = ConfigFactory.parseString("sampo.commands { enabled = on, grace = 1s }")
                    .withFallback(ConfigFactory.load());
            String job =
                    "{name: a, tasks: [{name: t, command: [sh, -c, 'trap \"\" TERM; sleep 300 & echo $! > %1$s.new;"
                            + " echo $TMPDIR >> %1$s.new; mv %1$s.new %1$s; wait; sleep 300']}]}";
            try (Sampo sampo = Sampo.local(config)) {
                var file = JobFile.read("", job.formatted(arguments[0]).getBytes(StandardCharsets.UTF_8), Format.YAML);
                sampo.submitAsync(file.dag(), file.options())
                        .thenCompose(submitted -> submitted.ended(LIMIT))
                        .toCompletableFuture()
                        .join();
            }
        }
    }

    @Test
    void whatACommandStartedEndsWithItsNodeEvenByKillMinusNineAndItsFilesGo(@TempDir Path directory) throws Exception {
        Path told = directory.resolve("told");
        Jvm node = jvms.start(Commander.class, told.toString());
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(told));
        List<String> lines = Files.readAllLines(told);
        ProcessHandle left = ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();

        ProcessHandle.of(node.pid()).orElseThrow().destroyForcibly();
        left.onExit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        Awaitility.await().atMost(LIMIT).until(() -> !Files.exists(Path.of(lines.get(1))));
    }

    @Test
    void theJvmOfATaskEndsWithItsNodeEvenByKillMinusNineAndEvenWhenItsBodyWillNotStop() throws Exception {
        Jvm node = jvms.start(Node.class);
        String line = node.awaitLine(printed -> printed.startsWith("child "), LIMIT);
        long pid = Long.parseLong(line.substring("child ".length()));
        ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
        assertThat(pid).isNotEqualTo(node.pid());

        ProcessHandle.of(node.pid()).orElseThrow().destroyForcibly();
        child.onExit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(child.isAlive()).isFalse();
    }
}

package dev.sampo.harness;

import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    final Jvms jvms = new Jvms();

    private static Config node(String name, List<String> roles, int port, String seeds) {
        return ConfigFactory.parseString("""
                sampo.node { name = "%s", cpus = 1, memory = 1GiB, roles = [%s], labels { name = "%s" } }
                sampo.cluster { port = %d, seeds = [%s] }
                """.formatted(name, String.join(",", roles), name, port, seeds))
                .withFallback(ConfigFactory.load());
    }

    /** A node that only runs tasks, until it is killed. */
    static final class WorkerNode {
        private WorkerNode() {}

        public static void main(String[] arguments) {
            Sampo.join(node(arguments[0], List.of("worker"), 0, '"' + arguments[1] + '"'));
            System.out.println("joined");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A node that has joined takes a moment to be known to every partition; until then what only it could run is refused. */
    private static Job submitWhenPossible(Sampo sampo, Dag dag) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return sampo.submit(dag);
            } catch (SampoException.Rejected early) {
                if (System.nanoTime() > end) {
                    throw early;
                }
            }
        }
    }

    @Test
    void tasksRunInTheProcessesThatHaveTheRoomAndValuesGoBetweenThem() throws IOException {
        int port = freePort();
        String seed = "127.0.0.1:" + port;
        try (Sampo sampo = Sampo.join(node("head", List.of("coordinator"), port, '"' + seed + '"'))) {
            Jvm left = jvms.start(WorkerNode.class, "left", seed);
            Jvm right = jvms.start(WorkerNode.class, "right", seed);
            left.awaitLine(line -> line.equals("joined"), LIMIT);
            right.awaitLine(line -> line.equals("joined"), LIMIT);

            var dag = Dag.named("spread");
            var here = dag.task("here", () -> ProcessHandle.current().pid())
                    .where(label("name").is("left"));
            var there = dag.task("there", () -> ProcessHandle.current().pid())
                    .where(label("name").is("right"));
            var large = dag.task("large", here, pid -> new byte[1 << 20])
                    .where(label("name").is("left"))
                    .keep();
            var fetched = dag.task("fetched", large, bytes -> bytes.length)
                    .where(label("name").is("right"));
            var many = dag.each("many", IntStream.range(0, 2_000).boxed().toList(), x -> x * 2);
            var sum = dag.task("sum", many.all(), all -> all.stream()
                    .mapToInt(Integer::intValue)
                    .sum());
            var job = submitWhenPossible(sampo, dag);
            assertThat(job.await(here, LIMIT)).isEqualTo(left.pid());
            assertThat(job.await(there, LIMIT)).isEqualTo(right.pid());
            assertThat(job.await(fetched, LIMIT)).isEqualTo(1 << 20);
            assertThat(job.await(large, LIMIT)).hasSize(1 << 20);
            assertThat(job.await(sum, LIMIT)).isEqualTo(3_998_000);
            assertThat(job.await(many, LIMIT)).hasSize(2_000).endsWith(3_998);
        }
    }

    @Test
    void aWorkerKilledWithMinusNineLosesNoTask() throws IOException {
        int port = freePort();
        String seed = "127.0.0.1:" + port;
        try (Sampo sampo = Sampo.join(node("head", List.of("coordinator"), port, '"' + seed + '"'))) {
            Jvm left = jvms.start(WorkerNode.class, "left", seed);
            Jvm right = jvms.start(WorkerNode.class, "right", seed);
            left.awaitLine(line -> line.equals("joined"), LIMIT);
            right.awaitLine(line -> line.equals("joined"), LIMIT);
            var dag = Dag.named("survivor");
            var onLeft = dag.task("on-left", () -> 0).where(label("name").is("left"));
            var onRight = dag.task("on-right", () -> 0).where(label("name").is("right"));
            var task = dag.task("task", context -> {
                        if (context.node().equals("left")) {
                            new CountDownLatch(1).await();
                        }
                        return context.node() + " at attempt " + context.attempt();
                    })
                    .prefer(label("name").is("left"))
                    .after(onLeft, onRight);
            var job = submitWhenPossible(sampo, dag);
            while (!job.explain(task).summary().contains("is on left")) {
                assertThat(job.status().status()).isEqualTo(JobStatus.RUNNING);
            }
            left.kill();
            assertThat(job.await(task, LIMIT)).isEqualTo("right at attempt 2");
        }
    }

    @Test
    void anAddressBeyondLoopbackIsRefused() {
        var config =
                ConfigFactory.parseString("sampo.cluster.host = \"0.0.0.0\"").withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> Sampo.join(config)).hasMessageContaining("REFUSING_INSECURE_BIND 0.0.0.0");
    }
}

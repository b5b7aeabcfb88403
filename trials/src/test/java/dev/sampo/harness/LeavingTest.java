package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import dev.sampo.cli.Main;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are told to end do so soon, however many of them are told at once. A supervisor may not wait for longer. */
class LeavingTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LEFT = 0;

    @RegisterExtension
    final Jvms jvms = new Jvms(List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-Dsampo.partitions=2",
            "-Dsampo.cluster.leave-timeout=1m",
            "-Dsampo.cluster.join-timeout=2m"));

    @TempDir
    private Path directory;

    private List<Jvm> three(List<Integer> ports) {
        String join = "127.0.0.1:" + ports.get(0);
        List<Jvm> all = List.of(node(ports, 0), node(ports, 1, "--join", join), node(ports, 2, "--join", join));
        all.forEach(node -> node.awaitLine(line -> line.contains("is a member"), LIMIT));
        return all;
    }

    private Jvm node(List<Integer> ports, int number, String... more) {
        var arguments = new ArrayList<>(List.of("node", "--expect", "3", "--cpus", "1"));
        arguments.addAll(List.of("--port", ports.get(number).toString()));
        arguments.addAll(List.of("--data", directory.resolve("node-" + number).toString()));
        arguments.addAll(List.of(more));
        return jvms.start(Main.class, arguments.toArray(String[]::new));
    }

    private static void endTogether(List<Jvm> nodes) {
        nodes.forEach(Jvm::terminate);
        nodes.forEach(node -> assertThat(node.exitCode(SOON)).isEqualTo(LEFT));
    }

    @Test
    void allThreeAtOnceEndSoonAndWhatTheyHaveDoneIsThereWhenTheyAreStartedAgain() {
        List<Integer> ports = NodeTest.freePorts(3);
        List<Jvm> nodes = three(ports);
        try (Sampo sampo = NodeTest.client(ports.get(0))) {
            var dag = Dag.named("kept");
            var answer = dag.task("answer", () -> 42);
            assertThat(sampo.submit(dag, "kept").await(answer, LIMIT)).isEqualTo(42);
        }
        endTogether(nodes);

        three(ports);
        try (Sampo sampo = NodeTest.client(ports.get(0))) {
            assertThat(sampo.job("kept").status().toCompletableFuture().join().status())
                    .isEqualTo(JobStatus.SUCCEEDED);
        }
    }

    @Test
    void theLastTwoAtOnceEndSoon() {
        List<Jvm> nodes = three(NodeTest.freePorts(3));
        endTogether(nodes.subList(0, 1));
        endTogether(nodes.subList(1, 3));
    }

    @Test
    void oneAfterTheOtherEndSoonToTheLast() {
        three(NodeTest.freePorts(3)).forEach(node -> endTogether(List.of(node)));
    }
}

package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigException;
import dev.sampo.dag.Dag;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import dev.sampo.http.Collector.Span;
import dev.sampo.job.JobId;
import dev.sampo.job.TraceParent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that send traces to a collector, which may be as it likes. */
@Timeout(240)
class TracesTest {
    private static final String TRACES = "sampo.http.traces";
    private static final Collector COLLECTOR = new Collector();

    @TempDir
    private static Path directory;

    @RegisterExtension
    final Jvms jvms = new Jvms(Stream.concat(
                    NodeProcesses.options(directory).stream(),
                    Stream.of("-Dsampo.partitions=1", "-D" + TRACES + "=" + COLLECTOR.address()))
            .toList());

    @AfterAll
    static void close() {
        COLLECTOR.close();
    }

    private static void submit(Path running, Path gate, Path data) throws IOException {
        var file = new StringBuilder("name: grind\ntasks:\n");
        for (int i = 0; i < 6; i++) {
            file.append("  - {name: t")
                    .append(i)
                    .append(
                            ", retry: 9, command: [sh, -c, 'touch \"$1/$$\"; until test -e \"$2\"; do sleep 0.1; done', t, ")
                    .append(running)
                    .append(", ")
                    .append(gate)
                    .append("]}\n");
        }
        Path job = Files.writeString(directory.resolve("grind.yaml"), file);
        ClusterDoorTest.ok("run", job.toString(), "--id", "grind", "--detach", "--data", data.toString());
    }

    private static long in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    /** The only scheduler is on the first node, and each has one cpu. */
    @Test
    void aJobIsOneTraceOverAllNodesAndOneThatDiesIsInIt() throws IOException {
        var processes = new NodeProcesses(jvms, directory);
        Jvm first = processes.start("first");
        processes.join(first, "second");
        Jvm third = processes.join(first, "third");
        Path running = Files.createDirectory(directory.resolve("running"));
        Path gate = directory.resolve("gate");
        submit(running, gate, processes.data("first"));
        await().atMost(NodeProcesses.LIMIT).until(() -> in(running) == 3);
        third.kill();
        await().atMost(NodeProcesses.LIMIT).until(() -> COLLECTOR.spans.stream()
                .anyMatch(span -> "third".equals(span.attributes().get("sampo.node"))));
        Files.createFile(gate);
        ClusterDoorTest.ok("wait", "grind", "--data", processes.data("first").toString());

        TraceParent root = TraceParent.of(new JobId("grind"));
        await().atMost(NodeProcesses.LIMIT)
                .until(() -> COLLECTOR.spans.stream().anyMatch(span -> span.id().equals(root.spanId())));
        await().atMost(NodeProcesses.LIMIT)
                .until(() ->
                        COLLECTOR.spans.stream().filter(span -> !span.isError()).count() == 7);
        assertThat(COLLECTOR.spans).allMatch(span -> span.trace().equals(root.traceId()));
        assertThat(COLLECTOR.spans)
                .filteredOn(span -> span.id().equals(root.spanId()))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.name()).isEqualTo("job grind");
                    assertThat(span.parent()).isEmpty();
                    assertThat(span.by()).isEqualTo("first");
                });
        List<Span> attempts = COLLECTOR.spans.stream()
                .filter(span -> !span.id().equals(root.spanId()))
                .toList();
        assertThat(attempts).allMatch(span -> span.parent().equals(root.spanId()));
        assertThat(attempts)
                .filteredOn(span -> !span.isError())
                .extracting(Span::by)
                .contains("first", "second");
        assertThat(attempts)
                .filteredOn(span -> "third".equals(span.attributes().get("sampo.node")))
                .isNotEmpty()
                .allMatch(span -> span.isError() && span.by().equals("first"));
    }

    private static void assertWorks(Served served) {
        var dag = Dag.named("traced");
        dag.task("one", () -> 1);
        served.sampo.submit(dag, "traced").await();
    }

    @Test
    void aCollectorThatIsNotThereCostsTracesAndNothingElse() throws IOException {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (var served = new Served(directory.resolve("away"), Map.of(TRACES, "http://127.0.0.1:" + port))) {
            assertWorks(served);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            served.get("/metrics").body())
                    .contains("sampo_spans_total{outcome=\"dropped\"} 2", "sampo_spans_total{outcome=\"sent\"} 0"));
        }
    }

    @Test
    void oneThatTakesConnectionsAndAnswersNothingHoldsNothingUp() throws IOException {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var served =
                    new Served(directory.resolve("mute"), Map.of(TRACES, "http://127.0.0.1:" + mute.getLocalPort()));
            assertWorks(served);
            mute.accept();
            long begin = System.nanoTime();
            served.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void whatIsToldLastIsSentBeforeANodeEnds() {
        try (var collector = new Collector()) {
            var served = new Served(directory.resolve("last"), Map.of(TRACES, collector.address() + "/"));
            assertWorks(served);
            served.close();
            assertThat(collector.spans).extracting(Span::name).containsExactlyInAnyOrder("one", "job traced");
        }
    }

    @Test
    void whatIsNoAddressIsToldAtStart() {
        for (String wrong : List.of("127.0.0.1:4318", "ftp://127.0.0.1", "http://", "a b")) {
            assertThatThrownBy(() -> new Served(directory.resolve("wrong"), Map.of(TRACES, wrong)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(TRACES);
        }
    }

    /** Nor does a node that sends none load what could. */
    @Test
    void aNodeThatSendsNoneHasNothingOfIt() throws IOException {
        assertThat(loaded("", "quiet")).contains("dev.sampo.http.HttpDoor").doesNotContain("io.opentelemetry");
        assertThat(loaded(COLLECTOR.address(), "loud")).contains("io.opentelemetry");
    }

    private String loaded(String collector, String name) throws IOException {
        Path log = directory.resolve(name + ".classes");
        var processes = new Jvms(Stream.concat(
                        NodeProcesses.options(directory).stream(),
                        Stream.of("-D" + TRACES + "=" + collector, "-Xlog:class+load:file=" + log))
                .toList());
        Jvm node = new NodeProcesses(processes, directory).start(name);
        try {
            node.awaitLine(line -> line.contains("./sampo nodes"), NodeProcesses.LIMIT);
        } finally {
            node.kill();
        }
        return Files.readString(log);
    }
}

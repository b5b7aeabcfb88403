package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.http.Served.Answer;
import dev.sampo.story.Export;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells those who watch it: metrics, health, and jobs written for others. */
@Timeout(60)
class WatchedTest {
    private static final String JOB = "watched-1";

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    @BeforeAll
    static void serve() {
        var dag = Dag.named("watched");
        Handle<Integer> one = dag.task("one", () -> 1);
        dag.task("two", one, number -> number + 1);
        served.sampo.submit(dag, JOB).await(Duration.ofSeconds(30));
    }

    /** What is written in chunks, as one. */
    private static String whole(Answer answer) {
        if (answer.header("Transfer-Encoding").isEmpty()) {
            return answer.body();
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        var whole = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; ) {
            int end = at;
            while (bytes[end] != '\r') {
                end++;
            }
            int length = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII), 16);
            whole.write(bytes, end + 2, length);
            at = end + 2 + length + 2;
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    @Test
    void metricsAreThereForPrometheus() {
        await().untilAsserted(() -> {
            Answer answer = served.get("/metrics");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type"))
                    .hasValueSatisfying(
                            type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
            assertThat(whole(answer))
                    .contains(
                            "sampo_tasks_ended_total{dag=\"watched\",status=\"succeeded\"} 2.0",
                            "sampo_node_capacity{resource=\"cpus\"} 2.0",
                            "jvm_memory_used_bytes",
                            "process_uptime_seconds");
        });
    }

    /** That those of Sampo itself are served is held where they are made. */
    @Test
    void whatTheDashboardDrawsOfTheJvmIsServed() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(Path.of("..", "docs", "grafana.json")));
        List<String> drawn = dashboard.findValuesAsText("expr").stream()
                .flatMap(expression -> Pattern.compile("\\b(jvm|process|system)_[a-z_]+")
                        .matcher(expression)
                        .results())
                .map(MatchResult::group)
                .toList();
        System.gc();
        assertThat(drawn).isNotEmpty();
        await().untilAsserted(() -> {
            String scraped = whole(served.get("/metrics"));
            assertThat(drawn).allSatisfy(name -> assertThat(scraped).containsPattern("(?m)^" + name + "[{ ]"));
        });
    }

    @Test
    void aNodeThatTakesNothingOnIsNotReadyButLives() {
        assertThat(served.get("/health/ready").status()).isEqualTo(200);
        served.sampo.cordon(served.sampo.node());
        try {
            Answer refused = served.ask("GET", "/health/ready", "", "Authorization:");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("NOT_READY").doesNotContain(served.sampo.node());
            assertThat(served.get("/health/live").status()).isEqualTo(200);
        } finally {
            served.sampo.uncordon(served.sampo.node());
        }
        assertThat(served.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void aJobIsWrittenInEveryFormat() throws IOException {
        for (Export export : Export.values()) {
            String format = export.name().toLowerCase(java.util.Locale.ROOT);
            Answer answer = served.get("/v1/jobs/" + JOB + "/export?format=" + format);
            assertThat(answer.status()).as(format).isEqualTo(200);
            assertThat(answer.header("Content-Type")).hasValueSatisfying(type -> assertThat(type.replace(" ", ""))
                    .isEqualToIgnoringCase(export.type().replace(" ", "")));
            assertThat(answer.header("Content-Disposition"))
                    .hasValueSatisfying(how -> assertThat(how).startsWith("attachment; filename=\"" + JOB + "."));
            assertThat(whole(answer)).as(format).contains("two");
        }
        var json = new ObjectMapper().readTree(whole(served.get("/v1/jobs/" + JOB + "/export?format=json")));
        assertThat(json.at("/tasks/1/needs/0").asInt()).isZero();
    }

    /** Its graph is larger than any event may be. */
    @Test
    void aLargeJobIsWrittenWhole() {
        int tasks = 20_000;
        var dag = Dag.named("large");
        for (int i = 0; i < tasks; i++) {
            dag.task("task-" + i, () -> 1);
        }
        served.sampo
                .submit(dag, SubmitOptions.DEFAULTS.id("large-1").tenant("acme"))
                .await(Duration.ofSeconds(50));
        assertThat(whole(served.get("/v1/jobs/large-1/export?format=json"))).contains("\"tenant\":\"acme\"");
        String csv = whole(served.get("/v1/jobs/large-1/export?format=csv"));
        assertThat(csv.lines().count()).isEqualTo(1 + tasks);
        String html = whole(served.get("/v1/jobs/large-1/export?format=html"));
        assertThat(html).contains(tasks + " tasks").hasSizeLessThan(200_000);
    }

    @Test
    void whatCannotBeWrittenIsSaid() {
        assertThat(served.get("/v1/jobs/" + JOB + "/export?format=pdf").body()).contains("dot, mermaid");
        assertThat(served.get("/v1/jobs/" + JOB + "/export").body()).contains("format is missing");
        Answer missing = served.get("/v1/jobs/watched-2/export?format=dot");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("NO_SUCH_JOB", JOB);
        for (int i = 0; i < 10; i++) {
            served.get("/v1/jobs/none/export?format=dot");
        }
        assertThat(served.get("/v1/jobs/" + JOB + "/export?format=dot").status())
                .isEqualTo(200);
    }

    @Test
    void commandsWriteReportsAndExports() throws IOException {
        String data = served.data.toString();
        CommandRun report = CommandRun.of("report", JOB, "--data", data);
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(report.out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        Path file = directory.resolve("graph.dot");
        assertThat(CommandRun.of("export", JOB, "--format", "dot", "--to", file.toString(), "--data", data)
                        .code())
                .isZero();
        assertThat(Files.readString(file)).startsWith("digraph").endsWith("}\n");
        assertThat(CommandRun.of("report", "no-such-job", "--to", file.toString(), "--data", data)
                        .code())
                .isNotZero();
        assertThat(Files.readString(file)).as("what was there").startsWith("digraph");
        assertThat(directory.resolve("graph.dot.part")).doesNotExist();
        for (List<String> wrong : List.of(
                List.of("export", JOB, "--format", "pdf"), List.of("report", "no-such-job"), List.of("export", JOB))) {
            var arguments = new java.util.ArrayList<>(wrong);
            arguments.addAll(List.of("--data", data));
            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
            assertThat(run.code()).as(wrong.toString()).isNotZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).doesNotContain("Exception");
        }
    }

    @Test
    void whoWantsNoMetricsHasNone() {
        try (var silent = new Served(directory.resolve("silent"), Map.of("sampo.http.metrics", false))) {
            Answer answer = silent.get("/metrics");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).contains("sampo.http.metrics");
        }
    }
}

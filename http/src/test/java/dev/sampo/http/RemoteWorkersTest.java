package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static dev.sampo.http.ClusterDoorTest.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers of other programs, in processes of their own, at the nodes of a cluster. */
class RemoteWorkersTest {
    private static final int SQUARES = 40;

    /** Whoever has the first task of the node that stays never ends it. */
    private static final String SQUARING = """
        import os, time
        def square(work):
            number = work.inputs[0]
            say("does " + work.task)
            if work._http.places()[0].data.name != "one" or not is_first():
                time.sleep(0.1)
                return number * number
            time.sleep(1)
            say("hangs")
            time.sleep(600)
        def is_first():
            try:
                os.close(os.open("first", os.O_CREAT | os.O_EXCL))
                return True
            except FileExistsError:
                return False
        def say(text):
            with open("said", "a") as said:
                said.write(f"{os.getpid()} {text}\\n")
        """;

    private static final String JOB = """
        name: squares
        tasks:
          - {name: numbers, value: %s}
          - {name: square, each: numbers, body: remote.squares, needs: {cpus: 0.1}, keep: true}
        """;

    @TempDir
    private static Path directory;

    @RegisterExtension
    final Jvms jvms = NodeProcesses.jvms(directory);

    /** Leases last longer than the test waits: only what is known of deaths lets it end. */
    @Test
    @Timeout(180)
    void theTasksOfAllNodesAreDoneOnceWhileAWorkerAndANodeAreKilled() throws IOException, InterruptedException {
        need(
                "python",
                PythonClientTest.hasPython(),
                "python3 3.9 or newer is not there, so no worker of its own is tried");
        var processes = new NodeProcesses(jvms, directory);
        Jvm one = processes.start("one");
        Jvm two = processes.join(one, "two", "--role", "worker");
        String atOne = processes.data("one").toString();
        Path file = directory.resolve("squares.yaml");
        Files.writeString(
                file, JOB.formatted(IntStream.range(0, SQUARES).boxed().toList()));
        ok("run", file.toString(), "--id", "squares", "--detach", "--data", atOne);
        JsonNode late = lease("one", "100ms");
        JsonNode ofADeadNode = lease("two", "10m");
        Files.writeString(directory.resolve("squaring.py"), SQUARING);

        List<Process> workers = List.of(worker(), worker());
        try {
            ProcessHandle.of(awaitOneThatHangs()).orElseThrow().destroyForcibly();
            two.kill();
            ok("wait", "squares", "--for", "90s", "--data", atOne);
        } finally {
            workers.forEach(Process::destroyForcibly);
        }
        for (JsonNode stale : List.of(late, ofADeadNode)) {
            String path = "/v1/remote/leases/" + stale.get("lease").asText() + "/complete";
            assertThat(post("one", path, "{\"value\":-1}")).contains("LEASE_OVER");
        }
        assertThat(ask("one", HttpRequest.newBuilder(), "/v1/jobs/squares/tasks/square/value"))
                .isEqualTo(IntStream.range(0, SQUARES)
                        .mapToObj(number -> Integer.toString(number * number))
                        .collect(Collectors.joining(",", "[", "]")));
        assertThat(ok("events", "squares", "-o", "json", "--data", atOne)
                        .out()
                        .lines()
                        .map(OtherLanguagesTest::parsed)
                        .filter(event -> event.get("event").asText().equals("succeeded"))
                        .map(event -> event.get("task").asText())
                        .filter(task -> task.startsWith("square["))
                        .toList())
                .hasSize(SQUARES)
                .doesNotHaveDuplicates();
    }

    /** Who takes it does no more about it. */
    private JsonNode lease(String node, String lasts) throws IOException, InterruptedException {
        String body = "{\"wait_for\":\"15s\",\"lease\":\"" + lasts + "\"}";
        JsonNode work;
        do { // The first tasks come as late as the machine is slow.
            work = OtherLanguagesTest.parsed(post(node, "/v1/remote/squares/lease", body));
        } while (work.isEmpty());
        return work;
    }

    private String post(String node, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return ask(node, request, path);
    }

    private static String ask(String node, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        Path data = directory.resolve(node);
        String address = Files.readAllLines(data.resolve("http")).get(0);
        String token = Files.readString(data.resolve(Token.FILE)).strip();
        return HttpClient.newHttpClient()
                .send(
                        request.uri(URI.create("http://" + address + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static Process worker() throws IOException {
        ProcessBuilder command = PythonClientTest.python(
                "-m", "sampo.worker", "squares", "squaring:square", "--threads", "2", "--lease", "600");
        command.environment().put("HOME", directory.resolve("home").toString());
        Path log = Files.createTempFile(directory, "worker-", ".log");
        return command.directory(directory.toFile())
                .redirectOutput(log.toFile())
                .start();
    }

    private static long awaitOneThatHangs() {
        Path said = directory.resolve("said");
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .ignoreExceptions()
                .until(
                        () -> Files.readAllLines(said).stream()
                                .filter(line -> line.endsWith(" hangs"))
                                .findFirst(),
                        Optional::isPresent)
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .orElseThrow();
    }
}

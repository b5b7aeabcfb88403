package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.resilience.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client in clients/python, its own tests, against a node of this JVM. */
@Timeout(120)
class PythonClientTest {
    private static final String PYTHON = "python3";
    private static final Path CLIENT = Path.of("..", "clients", "python").toAbsolutePath();

    @TempDir
    private Path directory;

    private record Row(String name, List<String> tags, Instant at) {}

    private static final class Opaque {
        @SuppressWarnings("unused")
        private final int number = 7;
    }

    @Test
    void itsOwnTestsPass() throws IOException, InterruptedException {
        need("python", hasPython(), "python3 3.9 or newer is not there, so its client is not tested");
        try (var served = new Served(directory.resolve("node"), Map.of("sampo.node.cpus", 16))) {
            served.sampo.submit(values(), "python-values");
            served.sampo.submit(failed(), "python-failed");
            served.sampo.submit(steered(), "python-steered");
            served.sampo.submit(remote(), "python-remote");
            served.sampo.submit(waitingFor("cancelled"), "python-cancelled");
            served.sampo.submit(waitingFor("wrong"), "python-wrong");

            Process python = python(served, "-m", "unittest", "discover", "-t", ".", "-s", "tests");
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor()).as(said).isZero();
            assertThat(said).contains("OK");
        }
    }

    static boolean hasPython() throws InterruptedException {
        try {
            Process asked = new ProcessBuilder(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 9))").start();
            return asked.waitFor(10, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static Process python(Served served, String... arguments) throws IOException {
        ProcessBuilder command = python(arguments).directory(CLIENT.toFile());
        command.environment().put("SAMPO_DATA", served.data.toAbsolutePath().toString());
        return command.start();
    }

    static ProcessBuilder python(String... arguments) {
        var command = new ProcessBuilder(PYTHON).redirectErrorStream(true);
        command.command().addAll(Arrays.asList(arguments));
        command.environment().keySet().removeIf(name -> name.startsWith("SAMPO_"));
        command.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        command.environment().put("PYTHONPATH", CLIENT.toString());
        return command;
    }

    private static Dag values() {
        var dag = Dag.named("values").allow(Row.class, Opaque.class);
        dag.task("text", () -> "Zoë said \"hi\" \uD83D\uDE00\n").keep();
        dag.task("number", () -> (1L << 53) + 1).keep();
        dag.task("map", () -> {
                    var map = new LinkedHashMap<String, Object>();
                    map.put("a", Arrays.asList(1, 2.5, null, true));
                    map.put("b", Map.of());
                    return map;
                })
                .keep();
        dag.task("row", () -> new Row("Ann", List.of("x"), Instant.parse("2026-01-02T03:04:05Z")))
                .keep();
        dag.task("bytes", () -> {
                    var bytes = new byte[256];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) i;
                    }
                    return bytes;
                })
                .keep();
        dag.task("long", () -> IntStream.range(0, 250_000)
                        .mapToObj(i -> "line " + i)
                        .toList())
                .keep();
        dag.task("opaque", () -> new Opaque()).keep();
        Handle<List<Integer>> numbers =
                dag.task("numbers", () -> IntStream.range(0, 1_000).boxed().toList());
        dag.each("squares", numbers, (Integer n) -> n * n).keep();
        return dag;
    }

    private static Dag failed() {
        var dag = Dag.named("failed");
        dag.task("broken", () -> {
            throw new IllegalStateException("no luck");
        });
        return dag;
    }

    private static Dag steered() {
        var dag = Dag.named("steered");
        dag.task("never", Body.<Object>remote("python-never"));
        return dag;
    }

    private static Dag waitingFor(String name) {
        var dag = Dag.named(name);
        dag.task(name, Body.<Object>remote("python-" + name));
        return dag;
    }

    private static Dag remote() {
        var dag = Dag.named("remote");
        Handle<List<String>> words = dag.value("words", List.of("a", "bb", "ccc", "dddd"));
        dag.each("lengths", words, Body.<Object>remote("python-lengths")).keep();
        dag.task("shaky", Body.<Object>remote("python-shaky"))
                .retry(Retry.fixed(2))
                .keep();
        dag.task("mortal", Body.<Object>remote("python-mortal")).keep();
        dag.task("slow", Body.<Object>remote("python-slow")).keep();
        return dag;
    }
}

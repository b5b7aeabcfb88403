package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands as people type them, against processes: without an address, through whichever node is there. */
@Timeout(180)
class ClusterDoorTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    final Jvms jvms = NodeProcesses.jvms(directory);

    @AfterAll
    static void forget() {
        System.clearProperty(NodeProcesses.PUBLISHED);
    }

    static CommandRun ok(String... args) {
        CommandRun run = CommandRun.of(args);
        assertThat(run.code())
                .as("%s: %s%s", List.of(args), run.out(), run.err())
                .isZero();
        return run;
    }

    private static void whatATaskOnAnotherNodeWritesIsHeard(String data) throws IOException {
        Path gate = directory.resolve("gate");
        Path file = directory.resolve("speaks.yaml");
        Files.writeString(file, """
            name: speaks
            tasks:
              - name: t
                where: {place: there}
                command: [sh, -c, 'echo from $SAMPO_NODE; while [ ! -e "$1" ]; do sleep 0.05; done; echo over', t, GATE]
            """.replace("GATE", gate.toString()));
        ok("change", "second", "--label", "place=there", "--data", data);
        ok("run", file.toString(), "--id", "speaks", "--detach", "--data", data);
        var heard = new ByteArrayOutputStream();
        var ended = CompletableFuture.supplyAsync(
                () -> CommandRun.of(heard, "logs", "speaks", "t", "--follow", "--data", data));
        while (!heard.toString(StandardCharsets.UTF_8).contains("from second") && !ended.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(CommandRun.of("logs", "speaks", "t", "--data", data).out()).contains("from second");
        Files.createFile(gate);
        assertThat(ended.join().code()).isZero();
        assertThat(ended.join().out()).isEqualTo("from second\nover\n");
    }

    private static void aTaskOnAnotherNodeThatNoWorkerComesForSaysSo(String data) throws IOException {
        Path file = directory.resolve("waits.yaml");
        Files.writeString(file, """
                name: waits
                tasks:
                  - name: t
                    where: {place: there}
                    body: remote.nobody
                """);
        ok("run", file.toString(), "--id", "waits", "--detach", "--data", data);
        String why = "";
        while (!why.contains("none has asked second for work of it")) {
            why = ok("explain", "waits", "t", "--data", data).out();
        }
        String job = "";
        while (!job.contains("1 task waits for a worker of the queue nobody")) {
            job = ok("job", "waits", "--data", data).out();
        }
        ok("cancel", "waits", "--data", data);
    }

    private static JsonNode nodes() throws IOException {
        return ok("nodes", "-o", "json").json().get("nodes");
    }

    @Test
    void nodesAreFoundChangedDrainedAndTakenOutThroughAnyOfThem() throws IOException {
        System.setProperty(
                NodeProcesses.PUBLISHED, NodeProcesses.published(directory).toString());
        assertThat(CommandRun.of("nodes").err()).contains("start one with ./sampo node");
        var processes = new NodeProcesses(jvms, directory);
        Jvm first = processes.start("first");
        Jvm second = processes.join(first, "second");

        ok("network", "touch", "first");
        ok("network", "touch", "second");
        assertThat(nodes())
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.get("status").asText()).isEqualTo("healthy"));
        assertThat(ok("network", "status").out()).contains("2 healthy", "partition 1: 127.0.0.1:");
        String firstData = directory.resolve("first").toString();
        assertThat(ok("network", "links", "second", "--data", firstData).out())
                .contains("second reaches 1 of 1", "first", "reached");
        String status = "";
        while (!status.contains("links: 2 of 2 stand")) {
            status = ok("network", "status").out();
        }
        whatATaskOnAnotherNodeWritesIsHeard(firstData);
        aTaskOnAnotherNodeThatNoWorkerComesForSaysSo(firstData);
        ok(
                "change",
                "first",
                "--cpus",
                "+2",
                "--data",
                directory.resolve("second").toString());
        ok(
                "network",
                "set-status",
                "second",
                "cordoned",
                "--data",
                directory.resolve("first").toString());
        assertThat(nodes().get(0).get("capacity").get("cpus").asInt()).isEqualTo(3);
        assertThat(nodes().get(1).get("availability").asText()).isEqualTo("cordoned");
        ok("drain", "second", "--running", "1s");

        assertThat(ok("network", "unregister", "second").out()).contains("second leaves");
        assertThat(second.exitCode(NodeProcesses.LIMIT)).isZero();
        assertThat(second.lines()).anyMatch(line -> line.contains("has left its cluster, as it was told to"));
        assertThat(nodes().get(0).get("node").asText()).isEqualTo("first");

        first.kill();
        assertThat(CommandRun.of("nodes").code()).isEqualTo(69);
        assertThat(Files.exists(directory.resolve("first").resolve(Token.FILE))).isTrue();
    }

    /** Whatever the others know of it: that it is there only it can say, also one that runs no tasks. */
    @Test
    void aNodeThatIsFrozenDoesNotAnswerForItself() throws Exception {
        var processes = new NodeProcesses(jvms, directory.resolve("frozen"));
        Jvm first = processes.start("first");
        Jvm observer = processes.join(first, "observer", "--role", "observer");
        askedWhenFrozen(
                observer, "observer", processes.data("first"), "node observer cannot be asked: it has not answered");
        askedWhenFrozen(first, "first", processes.data("observer"), "node first cannot be asked: it ");
    }

    private static void askedWhenFrozen(Jvm node, String name, Path other, String words) throws Exception {
        String[] touch = {"network", "touch", name, "--data", other.toString()};
        assertThat(ok(touch).out()).contains(name + " is there");
        signal("STOP", node);
        CommandRun silent = CommandRun.of(touch);
        signal("CONT", node);
        assertThat(silent.code()).as(silent.out()).isEqualTo(69);
        assertThat(silent.err()).contains(words);
        Awaitility.await()
                .atMost(NodeProcesses.LIMIT)
                .until(() -> CommandRun.of(touch).code() == 0);
    }

    private static void signal(String name, Jvm node) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(node.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}

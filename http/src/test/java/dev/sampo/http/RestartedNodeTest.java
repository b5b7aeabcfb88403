package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands that look on while their only node dies and is started again, at another port. */
class RestartedNodeTest {
    private static final String JOB = """
            name: held
            tasks:
              - name: waits
                command:
                  - sh
                  - -c
                  - echo begun; until test -e %s; do sleep 0.1; done; echo done
                retry: 9
            """;

    @TempDir
    private static Path directory;

    @RegisterExtension
    final Jvms jvms = NodeProcesses.jvms(directory);

    private record Looking(CompletableFuture<CommandRun> run, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        static Looking on(String... args) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            return new Looking(
                    CompletableFuture.supplyAsync(() -> CommandRun.of(out, err, args), task -> {
                        var thread = new Thread(task, args[0]);
                        thread.setDaemon(true);
                        thread.start();
                    }),
                    out,
                    err);
        }

        boolean hasSaid(String text) {
            return (out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8)).contains(text);
        }
    }

    @Test
    @Timeout(180)
    void whoLooksOnGoesOnWhenTheOnlyNodeIsStartedAgain() throws Exception {
        var processes = new NodeProcesses(jvms, directory);
        String data = processes.data("solo").toString();
        Jvm solo = started(processes);
        Path mayEnd = directory.resolve("may-end");
        Path file = directory.resolve("held.yaml");
        Files.writeString(file, JOB.formatted(mayEnd));
        Looking run = Looking.on("run", file.toString(), "--id", "held", "--data", data);
        await(run, "job held");
        Looking logs = Looking.on("logs", "held", "waits", "--follow", "--data", data);
        Looking events = Looking.on("events", "held", "--follow", "--data", data);
        Looking wait = Looking.on("wait", "held", "--data", data);
        await(logs, "begun");
        await(events, "accepted");
        await(wait, "0 of 1 task done");

        solo.kill();
        List<Looking> all = List.of(run, logs, events, wait);
        all.forEach(each -> await(each, "is lost; it is tried again for 30 s"));
        started(processes);
        Files.createFile(mayEnd);

        for (Looking each : Stream.of(run, events, wait).toList()) {
            CommandRun ended = each.run().get(60, TimeUnit.SECONDS);
            assertThat(ended.code()).as("%s%s", ended.out(), ended.err()).isZero();
        }
        CommandRun told = logs.run().get(60, TimeUnit.SECONDS);
        assertThat(told.out()).as(told.err()).contains("done");
        assertThat(events.run().get().out()).contains("ended");
    }

    private static Jvm started(NodeProcesses processes) {
        Jvm node = processes.start("solo");
        node.awaitLine(line -> line.contains("./sampo nodes"), NodeProcesses.LIMIT);
        return node;
    }

    private static void await(Looking looking, String text) {
        Awaitility.await()
                .atMost(NodeProcesses.LIMIT)
                .until(() -> looking.hasSaid(text) || looking.run().isDone());
        assertThat(looking.hasSaid(text))
                .as("\"%s\" in %s%s", text, looking.out(), looking.err())
                .isTrue();
    }
}

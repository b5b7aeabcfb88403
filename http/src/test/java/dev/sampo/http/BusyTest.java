package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.Dag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tenant with as much unfinished as it may have, as terminals and programs in other languages see it. */
@Timeout(60)
class BusyTest {
    private static final String TASKS = "\"tasks\": [{\"name\": \"t\", \"command\": [\"true\"]}]}";

    private static CountDownLatch mayEnd;

    @TempDir
    private Path directory;

    private static Job held(Served served) {
        mayEnd = new CountDownLatch(1);
        var dag = Dag.named("held");
        dag.task("t", () -> {
            mayEnd.await();
            return 1;
        });
        return served.sampo.submit(dag, SubmitOptions.DEFAULTS.tenant("guests"));
    }

    @Test
    void itIsToldInWordsThatHelpThereAndARunWaitsIfItIsToldTo() throws IOException {
        var settings =
                Map.<String, Object>of("sampo.planner.tenants.guests.open-jobs-max", 1, "sampo.commands.enabled", true);
        try (var served = new Served(directory.resolve("node"), settings)) {
            Job held = held(served);
            var answer = served.ask("POST", "/v1/jobs", "{\"name\": \"more\", \"tenant\": \"guests\", " + TASKS);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).hasValue("1");
            assertThat(answer.body())
                    .contains("BUSY", "tenant guests has as many unfinished jobs as it may: 1; try again when")
                    .doesNotContain("waitWhenBusy");

            Path file = directory.resolve("more.yaml");
            Files.writeString(file, "name: more\ntenant: guests\ntasks: [{name: t, command: ['true']}]\n");
            String[] run = {"run", file.toString(), "--id", "more-1", "--data", served.data.toString()};
            CommandRun refused = CommandRun.of(run);
            assertThat(refused.code()).isEqualTo(75);
            assertThat(refused.err()).contains("guests", "or let it wait: --wait-when-busy 10m");

            String[] patient = {run[0], run[1], run[2], run[3], run[4], run[5], "--wait-when-busy", "40s"};
            var waiting = CompletableFuture.supplyAsync(() -> CommandRun.of(patient));
            mayEnd.countDown();
            held.await(Duration.ofSeconds(20));
            assertThat(waiting.join().code()).as(waiting.join().err()).isZero();
            assertThat(served.get("/v1/jobs/more-1").body()).contains("succeeded");
        }
    }
}

package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.dag.Dag;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits of how often something is done, as terminals and programs see them. */
@Timeout(60)
class LimitsShownTest {

    @TempDir
    private Path directory;

    @Test
    void whoWaitsForWhichLimitIsShown() {
        var settings = Map.<String, Object>of(
                "sampo.limits.mail.rate",
                "1 per hour",
                "sampo.limits.mail.burst",
                1,
                "sampo.limits.idle.rate",
                "5 per second");
        try (var served = new Served(directory.resolve("node"), settings)) {
            var dag = Dag.named("mails");
            for (int i = 0; i < 2; i++) {
                dag.task("t" + i, context -> {
                    context.limit("mail").acquire();
                    return 1;
                });
            }
            Job job = served.sampo.submit(dag, "mails");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(served.get("/v1/limits").body())
                            .contains(
                                    "\"name\":\"mail\",\"declared\":\"1 per hour, burst 1, token-bucket\",\"admitted\":1,\"waiting\":1",
                                    "\"name\":\"idle\"",
                                    "\"asked\":1,\"answered\":1"));
            assertThat(CommandRun.of("limits", "--data", served.data.toString()).out())
                    .containsPattern("mail +1 per hour, burst 1, token-bucket +1 +1 +" + served.sampo.node() + ": 1")
                    .containsPattern("idle +5 per second.* 0 +0");
            job.cancel("seen");
        }
        try (var none = new Served(directory.resolve("none"))) {
            assertThat(CommandRun.of("limits", "--data", none.data.toString()).out())
                    .contains("No limit is declared");
        }
    }
}

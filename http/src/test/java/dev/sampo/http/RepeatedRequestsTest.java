package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.dag.Dag;
import dev.sampo.http.Served.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may be sent again, as who did not hear the answer does, and what several send at a time. */
@Timeout(60)
class RepeatedRequestsTest {
    private static final int CALLERS = 6;
    private static final String JOB = "{\"name\": \"again\", \"tasks\": [{\"name\": \"t\", \"command\": [\"true\"]}]}";

    @RegisterExtension
    static final Served served = Served.duringTheClass(Map.of("sampo.commands.enabled", true));

    private static String change() {
        return "/v1/nodes/" + served.sampo.node() + "/change";
    }

    private static double has(String resource) {
        return served.sampo.here().state().capacity().units(resource) / 10_000.0;
    }

    private static String job(Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).get("job").asText();
    }

    @Test
    void anAmountThatSeveralSetAtATimeIsThatInTheEnd() {
        var threads = Executors.newFixedThreadPool(CALLERS);
        try {
            for (int round = 1; round <= 5; round++) {
                String wanted = "{\"capacity\": {\"tokens\": " + round * 10 + "}}";
                var answers = new ArrayList<CompletableFuture<Answer>>();
                for (int i = 0; i < CALLERS; i++) {
                    answers.add(CompletableFuture.supplyAsync(() -> served.ask("POST", change(), wanted), threads));
                }
                for (var answer : answers) {
                    assertThat(answer.join().status()).isEqualTo(200);
                    assertThat(answer.join().body()).contains("\"tokens\":" + round * 10);
                }
                assertThat(has("tokens")).isEqualTo(round * 10);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aChangeWithAKeyIsMadeOnce() {
        String more = "{\"add\": {\"seats\": 2}}";
        for (int i = 0; i < 3; i++) {
            assertThat(served.ask("POST", change(), more, "Idempotency-Key: seats-1")
                            .body())
                    .contains("\"seats\":2");
        }
        assertThat(served.ask("POST", change(), more, "Idempotency-Key: seats-2")
                        .body())
                .contains("\"seats\":4");
        assertThat(served.ask("POST", change(), more).body()).contains("\"seats\":6");

        Answer other = served.ask("POST", change(), "{\"add\": {\"seats\": 1}}", "Idempotency-Key: seats-1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body()).contains("another change was made as \\\"seats-1\\\"");
        assertThat(served.ask("POST", change(), more, "Idempotency-Key: a b").body())
                .contains("BAD_REQUEST", "Idempotency-Key");
        assertThat(has("seats")).isEqualTo(6);
    }

    @Test
    void whatWasRefusedUnderAKeyMayBeAskedForAgain() {
        String less = "{\"remove\": {\"chairs\": 1}}";
        String more = "{\"add\": {\"chairs\": 1}}";
        assertThat(served.ask("POST", change(), less, "Idempotency-Key: chair").status())
                .isEqualTo(409);
        assertThat(served.ask("POST", change(), more).status()).isEqualTo(200);
        assertThat(served.ask("POST", change(), less, "Idempotency-Key: chair").status())
                .isEqualTo(200);
        assertThat(has("chairs")).isZero();
    }

    @Test
    void theCommandMakesAChangeOnceUnderTheSameWord() {
        List<String> words = List.of(
                "change",
                served.sampo.node(),
                "--resource",
                "desks=+2",
                "--data",
                served.data.toString(),
                "--once",
                "d");
        for (int i = 0; i < 2; i++) {
            assertThat(CommandRun.of(words.toArray(String[]::new)).out()).contains("desks=2");
        }
        assertThat(has("desks")).isEqualTo(2);
    }

    @Test
    void aJobWithoutAnIdIsOneJobUnderTheSameKey() throws IOException {
        String first = job(served.ask("POST", "/v1/jobs", JOB, "Idempotency-Key: k1"));
        assertThat(first).isEqualTo("again-k1");
        assertThat(job(served.ask("POST", "/v1/jobs", JOB, "Idempotency-Key: k1")))
                .isEqualTo(first);
        assertThat(job(served.ask("POST", "/v1/jobs", JOB))).isNotEqualTo(first);
        assertThat(job(served.ask(
                        "POST",
                        "/v1/jobs",
                        JOB.replace("{\"name\": \"again", "{\"id\": \"own\", \"name\": \"again"),
                        "Idempotency-Key: k1")))
                .isEqualTo("own");
        assertThat(served.ask("POST", "/v1/jobs", JOB.replace("true", "false"), "Idempotency-Key: k1")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aForkAndARerunAreOneUnderTheSameKey() throws IOException {
        var dag = Dag.named("forked");
        dag.task("t", () -> 1);
        served.sampo.submit(dag, "forked").await(Duration.ofSeconds(20));
        String again = "{\"tasks\": [\"t\"]}";
        for (int i = 0; i < 2; i++) {
            assertThat(job(served.ask("POST", "/v1/jobs/forked/rerun", again, "Idempotency-Key: r")))
                    .isEqualTo("forked~r");
            assertThat(job(served.ask("POST", "/v1/jobs/forked/fork", JOB, "Idempotency-Key: f")))
                    .isEqualTo("forked~f");
        }
    }

    @Test
    void aPartOfAByteIsRefused() {
        Answer answer = served.ask("POST", change(), "{\"add\": {\"memory\": 1.9}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("memory=1.9 is no whole number of bytes", "2GiB");
    }
}

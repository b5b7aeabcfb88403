package dev.sampo.http;

import static dev.sampo.http.OtherLanguagesTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.Job;
import dev.sampo.SampoException;
import dev.sampo.dag.Body;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.LimitKey;
import dev.sampo.http.Served.Answer;
import dev.sampo.job.JobId;
import dev.sampo.job.TraceParent;
import dev.sampo.resilience.Retry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What programs that are not written in Java do of tasks. */
@Timeout(60)
class RemoteTasksTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served =
            Served.duringTheClass(Map.of("sampo.node.cpus", 12, "sampo.limits.images.rate", "1 per hour"));

    private static Job remote(String queue, Retry retry) {
        var dag = Dag.named("remote");
        var input = dag.value("input", Map.of("words", List.of("a", "b")));
        dag.task("work", Body.<Object>remote(queue), input).retry(retry).keep();
        return served.sampo.submit(dag, queue);
    }

    private static JsonNode lease(String queue, String more) {
        return json(served.ask(
                "POST", "/v1/remote/" + queue + "/lease", "{\"worker\":\"w\",\"wait_for\":\"15s\"" + more + "}"));
    }

    private static Answer say(JsonNode work, String verb, String body) {
        return served.ask("POST", "/v1/remote/leases/" + work.get("lease").asText() + "/" + verb, body);
    }

    private static Object result(Job job) {
        var dag = Dag.named("remote");
        var input = dag.value("input", Map.of("words", List.of("a", "b")));
        Handle<Object> work = dag.task("work", Body.<Object>remote(job.id()), input)
                .retry(Retry.NEVER)
                .keep();
        return job.await(work, LIMIT);
    }

    @Test
    void aWorkerTakesATaskAndBringsItsValue() {
        Job job = remote("plain", Retry.NEVER);
        JsonNode work = lease("plain", "");
        assertThat(work.get("inputs").toString()).isEqualTo("[{\"words\":[\"a\",\"b\"]}]");
        assertThat(work.get("task").asText()).isEqualTo("work");
        assertThat(work.get("attempt").asInt()).isEqualTo(1);
        assertThat(json(served.get("/v1/remote")).toString())
                .contains("{\"queue\":\"plain\",\"waiting\":0,\"leased\":1");
        assertThat(json(say(work, "heartbeat", "{\"progress\":0.5,\"note\":\"half\"}"))
                        .get("cancelled")
                        .asBoolean())
                .isFalse();

        String value = "{\"value\":{\"n\":" + (1L << 40) + ",\"x\":[1.5,null,true,\"" + "y".repeat(100_000) + "\"]}}";
        assertThat(json(say(work, "complete", value)).get("again").asBoolean()).isFalse();
        assertThat(json(say(work, "complete", value)).get("again").asBoolean()).isTrue();
        assertThat(json(say(work, "fail", "{\"message\":\"late\"}"))
                        .get("again")
                        .asBoolean())
                .isTrue();
        assertThat(say(work, "heartbeat", "{}").body()).contains("LEASE_OVER");
        var told = (Map<?, ?>) result(job);
        assertThat(told.get("n")).isEqualTo(1L << 40);
        assertThat((List<?>) told.get("x")).hasSize(4);
    }

    @Test
    void noWorkerGetsATaskBeforeThatHasItsPermit() {
        var dag = Dag.named("limited");
        var photos = dag.value("photos", List.of("a", "b"));
        dag.each("thumbnail", photos, Body.<String>remote("limited"))
                .limit("images", LimitKey.TENANT + "/" + LimitKey.KIND);
        Job job = served.sampo.submit(dag);
        JsonNode first = lease("limited", "");
        await().atMost(LIMIT)
                .until(
                        () -> served.get("/v1/jobs/" + job.id()).body(),
                        body -> body.contains("1 task waits for a permit of limit \\\"images\\\""));
        assertThat(json(served.get("/v1/limits")).toString()).contains("\"waiting\":1");
        assertThat(json(served.get("/v1/remote")).toString())
                .contains("{\"queue\":\"limited\",\"waiting\":0,\"leased\":1");
        json(say(first, "complete", "{\"value\":\"done\"}"));
        job.cancel("one is enough");
    }

    @Test
    void aLateCompletionIsRefusedAndChangesNothing() {
        Job job = remote("expiring", Retry.NEVER);
        JsonNode dead = lease("expiring", ",\"lease\":\"150ms\"");
        JsonNode next = lease("expiring", "");
        assertThat(next.get("delivery").asInt()).isEqualTo(2);
        assertThat(next.get("fence")).isEqualTo(dead.get("fence"));
        Answer late = say(dead, "complete", "{\"value\":\"dead\"}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("LEASE_OVER");
        json(say(next, "complete", "{\"value\":\"alive\"}"));
        assertThat(result(job)).isEqualTo("alive");
    }

    /** Nor is it lost to somebody else for what it says. */
    @Test
    void aWorkerThatSaysWhatCannotBeToldKeepsItsLease() {
        Job job = remote("chatty", Retry.NEVER);
        JsonNode work = lease("chatty", ",\"lease\":\"1s\"");
        String note = "\\n" + "\uD83D\uDE00".repeat(300);
        for (String said : List.of("{\"progress\":50,\"note\":\"" + note + "\"}", "{\"progress\":-0.1}")) {
            assertThat(json(say(work, "heartbeat", said)).get("cancelled").asBoolean())
                    .isFalse();
        }
        for (int i = 0; i < 6; i++) {
            assertThat(say(work, "heartbeat", "{\"progress\":\"?\"}").status()).isEqualTo(400);
            json(served.get("/v1/jobs/chatty?wait=200ms"));
        }
        json(say(work, "complete", "{\"value\":1}"));
        assertThat(result(job)).isEqualTo(1L);
    }

    @Test
    void anAttemptThatNoWorkerEndsHasFailed() {
        Job job = remote("hopeless", Retry.NEVER);
        for (int i = 0; i < 3; i++) {
            assertThat(lease("hopeless", ",\"lease\":\"100ms\"").has("lease")).isTrue();
        }
        assertThatThrownBy(() -> result(job))
                .isInstanceOf(SampoException.TaskFailed.class)
                .hasMessageContaining("3 workers of the queue \"hopeless\" have let their lease run out");
    }

    @Test
    void aWorkerThatFailsHasTheTaskTriedAgain() {
        Job job = remote("failing", Retry.fixed(1));
        JsonNode first = lease("failing", "");
        json(say(first, "fail", "{\"type\":\"ValueError\",\"message\":\"no good\",\"retry_after\":\"1ms\"}"));
        JsonNode second = lease("failing", "");
        assertThat(second.get("attempt").asInt()).isEqualTo(2);
        assertThat(second.get("fence").asText())
                .hasSize(19)
                .isGreaterThan(first.get("fence").asText());
        assertThat(second.get("traceparent").asText())
                .isEqualTo(TraceParent.of(new JobId(second.get("job").asText())).header());
        json(say(second, "fail", "{\"type\":\"ValueError\",\"message\":\"no good at all\"}"));
        assertThatThrownBy(() -> job.await(LIMIT)).hasMessageContaining("ValueError: no good at all");
    }

    @Test
    void aWorkerIsToldThatItsTaskWasCancelled() {
        Job job = remote("cancelled", Retry.NEVER);
        JsonNode work = lease("cancelled", "");
        job.cancel("not wanted");
        job.ended().toCompletableFuture().join();
        assertThat(json(say(work, "heartbeat", "{}")).get("cancelled").asBoolean())
                .isTrue();
        assertThat(say(work, "complete", "{\"value\":1}").body()).contains("WITHDRAWN");
        assertThat(json(served.ask("POST", "/v1/remote/cancelled/lease", "{}")).size())
                .isZero();
    }

    @Test
    void aLeaseAskedForTwiceIsOne() {
        Job job = remote("twice", Retry.NEVER);
        JsonNode work = lease("twice", ",\"request\":\"r1\"");
        assertThat(lease("twice", ",\"request\":\"r1\"").get("lease")).isEqualTo(work.get("lease"));
        json(say(work, "complete", "{\"value\":1}"));
        assertThat(result(job)).isEqualTo(1L);
    }

    @Test
    void aWorkerThatIsGoneWhileItWaitsGetsNothing() throws IOException {
        Socket worker = asking("/v1/remote/mourned/lease", "");
        awaitWorkers("mourned", 1);
        worker.close();
        awaitWorkers("mourned", 0);
        Job job = remote("mourned", Retry.NEVER);
        JsonNode work = lease("mourned", "");
        assertThat(work.get("delivery").asInt()).isEqualTo(1);
        json(say(work, "complete", "{\"value\":1}"));
        assertThat(result(job)).isEqualTo(1L);
    }

    /** Its lease would last for longer than this test. */
    @Test
    void aWorkerThatDiesWhileItStaysIsSoonReplaced() throws IOException {
        Job job = remote("short-lived", Retry.NEVER);
        try (Socket first = asking("/v1/remote/short-lived/lease", "\"lease\":\"10m\",\"stays\":true,")) {
            assertThat(first.getInputStream().read()).isEqualTo('H');
        }
        JsonNode second = lease("short-lived", ",\"lease\":\"10m\"");
        assertThat(second.get("delivery").asInt()).isEqualTo(2);
        asking("/v1/remote/leases/" + second.get("lease").asText() + "/heartbeat", "")
                .close();
        JsonNode third = lease("short-lived", "");
        assertThat(third.get("delivery").asInt()).isEqualTo(3);
        assertThat(say(second, "complete", "{\"value\":2}").body()).contains("LEASE_OVER");
        json(say(third, "complete", "{\"value\":3}"));
        assertThat(result(job)).isEqualTo(3L);
    }

    /** A worker that waits for an answer, and may end before it. */
    private static Socket asking(String path, String more) throws IOException {
        String body = "{" + more + "\"wait_for\":\"15s\"}";
        var socket = new Socket("127.0.0.1", Integer.parseInt(served.address.split(":")[1]));
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: " + served.address + "\r\nAuthorization: Bearer "
                                + served.token + "\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whoAsksAgainWaitsOnce() {
        var first = CompletableFuture.supplyAsync(() -> lease("again", ",\"request\":\"r1\""));
        awaitWorkers("again", 1);
        var second = CompletableFuture.supplyAsync(() -> lease("again", ",\"request\":\"r1\""));
        assertThat(first.join().has("lease")).isFalse();
        Job job = remote("again", Retry.NEVER);
        json(say(second.join(), "complete", "{\"value\":1}"));
        assertThat(result(job)).isEqualTo(1L);
    }

    private static void awaitWorkers(String queue, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (workers(queue) != count) {
            assertThat(System.nanoTime()).as("workers of " + queue).isLessThan(end);
        }
    }

    private static int workers(String queue) {
        for (JsonNode each : json(served.get("/v1/remote")).get("queues")) {
            if (each.get("queue").asText().equals(queue)) {
                return each.get("workers").asInt();
            }
        }
        return 0;
    }

    @Test
    void aForkOfAJobWithoutJavaMakesOnlyWhatIsNew() {
        String seed = "{\"name\":\"seed\",\"value\":[1,2]},"
                + "{\"name\":\"first\",\"inputs\":[\"seed\"],\"body\":\"remote.forked\",\"keep\":true}";
        String begin = "{\"name\":\"forked\",\"id\":\"forked\",\"tasks\":[";
        json(served.ask("POST", "/v1/jobs", begin + seed + "]}"));
        json(say(lease("forked", ""), "complete", "{\"value\":\"made once\"}"));
        json(served.get("/v1/jobs/forked?wait=15s"));

        String changed = begin + seed
                + ",{\"name\":\"second\",\"inputs\":[\"first\"],\"body\":\"remote.forked\",\"keep\":true}]}";
        JsonNode fork = json(served.ask("POST", "/v1/jobs/forked/fork?name=b", changed));
        assertThat(fork.get("job").asText()).isEqualTo("forked~b");
        assertThat(json(served.ask("POST", "/v1/jobs/forked/fork?name=b", changed))
                        .get("job"))
                .isEqualTo(fork.get("job"));
        JsonNode work = lease("forked", "");
        assertThat(work.get("task").asText()).isEqualTo("second");
        assertThat(work.get("inputs").toString()).isEqualTo("[\"made once\"]");
        json(say(work, "complete", "{\"value\":2}"));
        assertThat(json(served.get("/v1/jobs/forked~b/tasks/second/value?wait=15s"))
                        .asInt())
                .isEqualTo(2);
        assertThat(served.ask("POST", "/v1/jobs/forkd/fork", changed).body())
                .contains("NO_SUCH_JOB", "did you mean forked");
        assertThat(served.ask("POST", "/v1/jobs/forked/fork", "{\"name\":\"x\"}")
                        .body())
                .contains("BAD_JOB");
    }

    @Test
    void aForkIsMadeFromAFileToo() throws IOException {
        String begin = "name: filed\nid: filed\ntasks:\n  - {name: seed, value: 1}\n";
        Path file = Files.writeString(directory.resolve("filed.yaml"), begin);
        json(served.ask(
                "POST",
                "/v1/jobs",
                "{\"name\":\"filed\",\"id\":\"filed\",\"tasks\":[{\"name\":\"seed\",\"value\":1}]}"));
        CommandRun run =
                CommandRun.of("fork", "filed", file.toString(), "--name", "b", "--data", served.data.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("filed~b");
    }

    /** Its worker lives on, and knows nothing of it. */
    @Test
    void aNodeThatIsStartedAnewGivesTheTaskOutAgainAndKnowsNoLeaseOfBefore() {
        Path data = directory.resolve("restarted");
        String submit = "{\"name\":\"restarted\",\"id\":\"restarted\",\"tasks\":["
                + "{\"name\":\"work\",\"body\":\"remote.restarted\",\"keep\":true}]}";
        String take = "/v1/remote/restarted/lease";
        JsonNode before;
        var named = Map.<String, Object>of("sampo.node.name", "restarted");
        try (var first = new Served(data, named)) {
            json(first.ask("POST", "/v1/jobs", submit));
            before = json(first.ask("POST", take, "{\"wait_for\":\"15s\"}"));
        }
        try (var second = new Served(data, named)) {
            String late = "/v1/remote/leases/" + before.get("lease").asText() + "/complete";
            assertThat(second.ask("POST", late, "{\"value\":\"of before\"}").body())
                    .contains("LEASE_OVER");
            JsonNode again = json(second.ask("POST", take, "{\"wait_for\":\"15s\"}"));
            assertThat(again.get("fence").asText())
                    .isNotEqualTo(before.get("fence").asText());
            assertThat(second.ask("POST", late, "{\"value\":\"of before\"}").status())
                    .isEqualTo(409);
            json(second.ask(
                    "POST",
                    "/v1/remote/leases/" + again.get("lease").asText() + "/complete",
                    "{\"value\":\"of now\"}"));
            assertThat(json(second.get("/v1/jobs/restarted/tasks/work/value?wait=15s"))
                            .asText())
                    .isEqualTo("of now");
        }
    }

    /** Whoever comes first: workers that wait get each task once. */
    @Test
    void manyWorkersShareWhatThereIs() {
        var dag = Dag.named("shared");
        Handle<List<Integer>> numbers =
                dag.value("numbers", IntStream.range(0, 40).boxed().toList());
        var done = dag.each("done", numbers, Body.<Long>remote("shared"));
        var counts = new ArrayList<CompletableFuture<Map<Long, Integer>>>();
        for (int i = 0; i < 4; i++) {
            counts.add(CompletableFuture.supplyAsync(RemoteTasksTest::workAll));
        }
        List<Long> values = served.sampo.submit(dag).await(done, LIMIT);
        assertThat(values)
                .isEqualTo(IntStream.range(0, 40).mapToObj(n -> 10L * n).toList());
        var all = new HashMap<Long, Integer>();
        counts.forEach(count -> count.join().forEach((number, times) -> all.merge(number, times, Integer::sum)));
        assertThat(all).hasSize(40).allSatisfy((number, times) -> assertThat(times)
                .isEqualTo(1));
    }

    /** Until there is nothing for a while. */
    private static Map<Long, Integer> workAll() {
        var mine = new HashMap<Long, Integer>();
        while (true) {
            JsonNode work = json(served.ask(
                    "POST",
                    "/v1/remote/shared/lease",
                    "{\"wait_for\":\"" + (mine.isEmpty() ? "10s" : "500ms") + "\"}"));
            if (!work.has("lease")) {
                return mine;
            }
            long number = work.get("inputs").get(0).asLong();
            mine.merge(number, 1, Integer::sum);
            json(say(work, "complete", "{\"value\":" + 10 * number + "}"));
        }
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        for (String body : List.of(
                "{\"lease\":\"1h\"}", "{\"lease\":\"1ms\"}", "{\"wait_for\":\"soon\"}", "{\"worker\":\"\\u0007\"}")) {
            assertThat(served.ask("POST", "/v1/remote/q/lease", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(served.ask("POST", "/v1/remote/q%2Fr/lease", "{}").body()).contains("letters");
        for (String name : List.of("x", "0-0", "-1", "00000000-99999999999999999999", "a-b")) {
            Answer over = served.ask("POST", "/v1/remote/leases/" + name + "/complete", "{\"value\":1}");
            assertThat(over.status()).as(name).isEqualTo(409);
        }
        assertThat(served.ask("POST", "/v1/remote/leases/x/heartbeat", "{\"progress\":\"half\"}")
                        .status())
                .isEqualTo(400);
        assertThat(served.ask("POST", "/v1/remote/leases/x/complete", "{\"value\":" + "[".repeat(1000))
                        .status())
                .isEqualTo(400);
    }
}

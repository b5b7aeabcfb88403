package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Job;
import dev.sampo.SampoException;
import dev.sampo.dag.Body;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.http.Served.Answer;
import dev.sampo.resilience.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs that are not written in Java get of values, and do of tasks. */
@Timeout(60)
class OtherLanguagesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static CountDownLatch mayEnd;

    @TempDir
    private static Path directory;

    private static Served served;

    record Point(double x, Optional<String> label) {}

    static final class Closed {
        @SuppressWarnings("unused")
        private int inside = 1;
    }

    @BeforeAll
    static void serve() {
        served = new Served(directory.resolve("node"), Map.of("sampo.node.cpus", 12));
    }

    @AfterAll
    static void close() {
        served.close();
    }

    private static Answer value(Job job, String task, String query) {
        return served.get("/v1/jobs/" + job.id() + "/tasks/" + task + "/value" + query);
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        try {
            return MAPPER.readTree(unchunked(answer));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Raw answers have their chunks marked. */
    private static String unchunked(Answer answer) {
        if (answer.header("Transfer-Encoding").isEmpty()) {
            return answer.body();
        }
        var whole = new StringBuilder();
        String rest = answer.body();
        for (int size = -1; size != 0; ) {
            int end = rest.indexOf("\r\n");
            size = Integer.parseInt(rest.substring(0, end), 16);
            whole.append(rest, end + 2, end + 2 + size);
            rest = rest.substring(end + 2 + size + 2);
        }
        return whole.toString();
    }

    @Test
    void aValueIsToldAsJson() {
        var dag = Dag.named("told");
        dag.task("point", () -> List.of(new Point(1.5, Optional.of("a")), new Point(Double.NaN, Optional.empty())))
                .keep();
        Handle<List<Integer>> numbers =
                dag.task("numbers", () -> IntStream.range(0, 2_000).boxed().toList());
        dag.each("halves", numbers, (Integer n) -> n / 2).keep();
        Job job = served.sampo.submit(dag, "told");
        job.await(LIMIT);

        assertThat(json(value(job, "point", "")).toString())
                .isEqualTo("[{\"x\":1.5,\"label\":\"a\"},{\"x\":\"NaN\",\"label\":null}]");
        JsonNode halves = json(value(job, "halves", ""));
        assertThat(halves).hasSize(2_000);
        assertThat(halves.get(1_999).asInt()).isEqualTo(999);
        assertThat(json(value(job, "halves%5B7%5D", "")).asInt()).isEqualTo(3);
        assertThat(value(job, "halves", "?as=bytes").body()).contains("NOT_BYTES", "halves[0]");
        assertThat(value(job, "point", "?as=bytes").header("Content-Type")).hasValue("application/octet-stream");
        assertThat(value(job, "point", "?as=xml").body()).contains("json and bytes");
    }

    @Test
    void aLongValueIsSentAsItIsReadAndWithoutItsClassRefused() {
        var dag = Dag.named("long");
        dag.task("lines", () -> IntStream.range(0, 100_000)
                        .mapToObj(i -> "line " + i)
                        .toList())
                .keep();
        dag.task("closed", () -> new Closed()).keep();
        dag.task("file", () -> "some text".getBytes(StandardCharsets.UTF_8)).keep();
        Job job = served.sampo.submit(dag, "long");
        job.await(LIMIT);

        assertThat(json(value(job, "lines", ""))).hasSize(100_000);
        Answer refused = value(job, "closed", "");
        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.body()).contains("NOT_JSON_VALUE", "OtherLanguagesTest$Closed", "as=bytes");
        Answer file = value(job, "file", "");
        assertThat(file.header("Content-Type")).hasValue("application/octet-stream");
        assertThat(unchunked(file)).isEqualTo("some text");
    }

    @Test
    void whatIsNotThereYetIsWaitedForAndWhatWillNeverBeIsTold() {
        mayEnd = new CountDownLatch(1);
        var dag = Dag.named("later");
        dag.task("late", () -> {
                    mayEnd.await();
                    return "at last";
                })
                .keep();
        Job job = served.sampo.submit(dag, "later");
        Answer early = value(job, "late", "");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.body()).contains("NO_VALUE_YET", "wait=");
        var waiting = CompletableFuture.supplyAsync(() -> value(job, "late", "?wait=15s"));
        mayEnd.countDown();
        assertThat(json(waiting.join()).asText()).isEqualTo("at last");

        var broken = Dag.named("broken");
        broken.task("bad", () -> {
            throw new IllegalStateException("it is bad");
        });
        Job failed = served.sampo.submit(broken, "broken");
        Answer never = value(failed, "bad", "?wait=15s");
        assertThat(never.status()).isEqualTo(409);
        assertThat(never.body()).contains("TASK_FAILED", "it is bad");
        assertThat(value(failed, "bat", "").body()).contains("NO_SUCH_TASK", "did you mean bad");
    }

    @Test
    void soMuchIsReadAtOnceAndNoMore() {
        var room = new ValueRoom(100);
        ValueRoom.Place huge = room.take(1_000);
        assertThatThrownBy(() -> room.take(1))
                .isInstanceOf(Problem.Refusal.class)
                .hasMessageContaining("values-max");
        huge.giveBack();
        huge.giveBack();
        room.take(60);
        room.take(40);
        assertThatThrownBy(() -> room.take(1)).isInstanceOf(Problem.Refusal.class);
    }

    @Test
    void elementsThatAreLargeTakeTheRoomTheyNeed() throws Exception {
        var dag = Dag.named("large");
        dag.each("large", List.of(1, 2), (Integer n) -> new byte[3 << 20]).keep();
        Job job = served.sampo.submit(dag, "large");
        job.await(LIMIT);
        var room = new ValueRoom(4 << 20);
        var settings = HttpSettings.from(ConfigFactory.load().getConfig("sampo.http"), directory);
        Route route = new ValueRoutes(served.sampo, new JobRoutes(served.sampo, LIMIT), settings, room)
                .routes()
                .get(0);
        var call = new Call(route, Map.of("job", "large", "task", "large"), Map.of(), new byte[0], "");
        ValueRoom.Place other = room.take(2 << 20);
        assertThatThrownBy(
                        () -> route.handler().handle(call).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(Problem.Refusal.class);
        other.giveBack();
        assertThat(route.handler().handle(call).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOf(Reply.Stream.class);
        assertThatThrownBy(() -> room.take(2 << 20)).isInstanceOf(Problem.Refusal.class);
        room.take(1 << 19);
    }

    @Test
    void whatIsReadToFindOutputIsReadToo() throws Exception {
        var dag = Dag.named("no-command");
        dag.task("bytes", () -> new byte[1_000]).keep();
        Job job = served.sampo.submit(dag, "no-command");
        job.await(LIMIT);
        var room = new ValueRoom(100);
        Route route = new OutputRoutes(new JobRoutes(served.sampo, LIMIT), room)
                .routes()
                .get(0);
        var call = new Call(route, Map.of("job", "no-command", "task", "bytes"), Map.of(), new byte[0], "");
        ValueRoom.Place other = room.take(1);
        assertThatThrownBy(
                        () -> route.handler().handle(call).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(Problem.Refusal.class)
                .hasStackTraceContaining("values-max");
        other.giveBack();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() ->
                            route.handler().handle(call).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .hasStackTraceContaining("is no command");
        }
        room.take(100);
    }

    // ---- Remote tasks

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
        assertThat(second.get("fence").asText()).isNotEqualTo(first.get("fence").asText());
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
            counts.add(CompletableFuture.supplyAsync(OtherLanguagesTest::workAll));
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
        assertThat(served.ask("POST", "/v1/remote/leases/x/heartbeat", "{\"progress\":2}")
                        .status())
                .isEqualTo(400);
        assertThat(served.ask("POST", "/v1/remote/leases/x/complete", "{\"value\":" + "[".repeat(1000))
                        .status())
                .isEqualTo(400);
    }
}

package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Job;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.http.Served.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What programs that are not written in Java get of values. */
@Timeout(60)
class OtherLanguagesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static CountDownLatch mayEnd;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served = Served.duringTheClass(Map.of("sampo.node.cpus", 12));

    record Point(double x, Optional<String> label) {}

    static final class Closed {
        @SuppressWarnings("unused")
        private int inside = 1;
    }

    private static Answer value(Job job, String task, String query) {
        return served.get("/v1/jobs/" + job.id() + "/tasks/" + task + "/value" + query);
    }

    static JsonNode json(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return parsed(unchunked(answer));
    }

    static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
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
        assertThat(value(job, "point", "?as=xml").body()).contains("as=xml is not known; there are json, bytes");
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
        assertThat(file.header("Accept-Ranges")).hasValue("bytes");
        String tag = file.header("ETag").orElseThrow();
        Answer part = part("Range: bytes=5-", "If-Range: " + tag);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).hasValue("bytes 5-8/9");
        assertThat(part.header("ETag")).hasValue(tag);
        assertThat(part.body()).isEqualTo("text");
        assertThat(part("Range: bytes=5-", "If-Range: \"other\"").body()).isEqualTo("some text");
        Answer beyond = part("Range: bytes=9-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).hasValue("bytes */9");
        assertThat(beyond.body()).contains("NO_SUCH_RANGE");
    }

    private static Answer part(String... headers) {
        return served.ask("GET", "/v1/jobs/long/tasks/file/value", "", headers);
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
        Route route = new ValueRoutes(
                        served.sampo, new JobRoutes(served.sampo, LIMIT, new Fleet(served.sampo)), settings, room)
                .routes()
                .get(0);
        var call = new Call(
                route, Map.of("job", "large", "task", "large"), Map.of(), new byte[0], Map.of(), new Connection());
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
        Route route = new OutputRoutes(served.sampo, new JobRoutes(served.sampo, LIMIT, new Fleet(served.sampo)), room)
                .routes()
                .get(0);
        var call = new Call(
                route, Map.of("job", "no-command", "task", "bytes"), Map.of(), new byte[0], Map.of(), new Connection());
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
}

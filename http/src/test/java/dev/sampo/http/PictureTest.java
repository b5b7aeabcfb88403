package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.http.Served.Answer;
import dev.sampo.http.api.ValuesView;
import dev.sampo.http.picture.Picture;
import dev.sampo.http.picture.Pictures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page is drawn from. */
@Timeout(60)
class PictureTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final CountDownLatch MAY_END = new CountDownLatch(1);
    private static final CountDownLatch IS_CLOSED = new CountDownLatch(1);

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    @AfterAll
    static void close() {
        MAY_END.countDown();
        IS_CLOSED.countDown();
    }

    private static JsonNode get(String path) throws IOException {
        Answer answer = served.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.get(field).asText())
                .toList();
    }

    private static void run(Dag dag, String id) {
        served.sampo.submit(dag, SubmitOptions.DEFAULTS.id(id).keepGoing());
        served.sampo.job(id).ended(LIMIT).toCompletableFuture().join();
    }

    /** Two reads, a sum of both, one that fails and one that is skipped for that. */
    private static Dag small() {
        var dag = Dag.named("small");
        var left = dag.task("read-1", () -> 1);
        var right = dag.task("read-2", () -> 2);
        var sum = dag.task("sum", left, right, Integer::sum);
        var bad = dag.task("bad", sum, x -> x / (x - 3));
        dag.task("never", bad, x -> x);
        return dag;
    }

    @Test
    void aSmallGraphIsDrawnTaskByTask() throws IOException {
        run(small(), "small");
        JsonNode graph = get("/v1/jobs/small/graph");
        assertThat(graph.get("collapsed").asText()).isEqualTo("none");
        assertThat(texts(graph.get("groups"), "name")).containsExactly("read-1", "read-2", "sum", "bad", "never");
        assertThat(texts(graph.get("groups"), "depth")).containsExactly("0", "0", "1", "2", "3");
        assertThat(graph.get("edges")).hasSize(4);
        assertThat(graph.at("/groups/3/states/failed").asInt()).isEqualTo(1);
        assertThat(graph.at("/groups/4/states/skipped").asInt()).isEqualTo(1);
    }

    @Test
    void theTimelineHasEveryRunAndTheWayToTheEnd() throws IOException {
        run(small(), "timed");
        JsonNode timeline = get("/v1/jobs/timed/timeline");
        JsonNode lane = timeline.at("/lanes/0");
        assertThat(lane.get("node").asText()).isEqualTo(served.sampo.node());
        assertThat(texts(lane.get("bars"), "task")).containsExactlyInAnyOrder("read-1", "read-2", "sum", "bad");
        assertThat(texts(lane.get("bars"), "state")).contains("succeeded", "failed");
        assertThat(texts(timeline.get("path"), "task")).hasSize(2).endsWith("sum");
        assertThat(get("/v1/jobs/timed/timeline?bars=1").get("bars_left_out").asInt())
                .isEqualTo(2);
        assertThat(get("/v1/jobs/timed/timeline?from=3600000").get("lanes").size())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void tasksAreListedByStateGroupAndName() throws IOException {
        run(small(), "listed");
        assertThat(texts(get("/v1/jobs/listed/table?state=failed").get("tasks"), "task"))
                .containsExactly("bad");
        assertThat(texts(get("/v1/jobs/listed/table?name=read").get("tasks"), "task"))
                .containsExactly("read-1", "read-2");
        assertThat(texts(get("/v1/jobs/listed/table?group=2").get("tasks"), "task"))
                .containsExactly("sum");
        JsonNode page = get("/v1/jobs/listed/table?limit=2&from=2");
        assertThat(texts(page.get("tasks"), "task")).containsExactly("sum", "bad");
        assertThat(page.get("matching").asInt()).isEqualTo(5);
        assertThat(page.get("next").asInt()).isEqualTo(4);
        assertThat(served.get("/v1/jobs/listed/table?state=asleep").body()).contains("state=asleep is not known");
        assertThat(served.get("/v1/jobs/lised/graph").body()).contains("NO_SUCH_JOB", "did you mean listed?");
    }

    @Test
    void elementsAndTheGraphsThatBodiesAddAreDrawnWhereTheyHang() throws IOException {
        var dag = Dag.named("grown");
        var words = dag.task("words", () -> List.of("mill", "grain", "salt"));
        var lengths = dag.each("length", words, String::length);
        dag.task("total", lengths.all(), all -> all.stream()
                .mapToInt(Integer::intValue)
                .sum());
        run(dag, "grown");
        JsonNode graph = get("/v1/jobs/grown/graph");
        assertThat(texts(graph.get("groups"), "name"))
                .containsExactlyInAnyOrder("words", "length[0]", "length[1]", "length[2]", "total");
        assertThat(graph.get("edges")).hasSize(6);
    }

    /** Too large to be told as an event: the graph is fetched in pieces. */
    @Test
    void aLargeGraphIsCollapsedByKindAndStaysSmall() throws IOException {
        var dag = Dag.named("large");
        List<Handle<Integer>> read = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            int number = i;
            read.add(dag.task("read-part-number-" + i, () -> number));
        }
        for (int i = 0; i < 8_000; i += 8) {
            dag.task("sum-" + i, read.subList(i, i + 8), all -> all.stream()
                    .mapToInt(Integer::intValue)
                    .sum());
        }
        run(dag, "large");
        Answer answer = served.get("/v1/jobs/large/graph");
        assertThat(answer.body().length()).isLessThan(2_000);
        JsonNode graph = MAPPER.readTree(answer.body());
        assertThat(graph.get("collapsed").asText()).isEqualTo("kind");
        assertThat(texts(graph.get("groups"), "name")).containsExactly("read-part-number-*", "sum-*");
        assertThat(graph.at("/groups/0/states/succeeded").asInt()).isEqualTo(8_000);
        assertThat(graph.at("/edges/0/count").asInt()).isEqualTo(8_000);
        assertThat(served.get("/v1/jobs/large/timeline").body().length()).isLessThan(120_000);
        assertThat(get("/v1/jobs/large/table?group=1&from=990").get("tasks")).hasSize(10);
    }

    /** Of such events only a few have room in one answer of a scheduler. */
    @Test
    void aJobThatSaidMuchIsSeenWholeAtOnce() throws IOException {
        var dag = Dag.named("chatty");
        for (int i = 0; i < 200; i++) {
            dag.task("say-" + i, () -> "x".repeat(8_000));
        }
        run(dag, "chatty");
        assertThat(get("/v1/jobs/chatty/table?state=succeeded&limit=1")
                        .get("matching")
                        .asInt())
                .isEqualTo(200);
    }

    @Test
    void manyKindsAreCollapsedByDepth() throws IOException {
        var dag = Dag.named("chain");
        Handle<Integer> last = dag.task("begin", () -> 0);
        for (int i = 0; i < 400; i++) {
            last = dag.task(words(i), last, x -> x + 1);
        }
        run(dag, "chain");
        JsonNode graph = get("/v1/jobs/chain/graph");
        assertThat(graph.get("collapsed").asText()).isEqualTo("depth");
        assertThat(graph.get("groups").size()).isBetween(100, 150);
        assertThat(graph.at("/groups/1/name").asText()).isEqualTo("depth 3 to 5");
    }

    @Test
    void valuesOfANodeThatIsNotThereAreToldToBeAway() {
        var one = new ValuesView.ValueView(0, "t", 9, "node", "dead", null);
        var other = new ValuesView.ValueView(1, "u", 9, "dropped", "dead", null);
        var nothing = new ValuesView.SumView(0, 0);
        var sum = new ValuesView.NodeSumView("dead", 1, 9, true);
        var told = new ValuesView("j", 2, nothing, List.of(sum), nothing, List.of(one, other), List.of(), null)
                .with(node -> false);
        assertThat(told.values()).extracting(ValuesView.ValueView::where).containsExactly("away", "dropped");
        assertThat(told.onNodes()).noneMatch(ValuesView.NodeSumView::there);
    }

    private static String words(int number) {
        return IntStream.range(0, 3)
                .mapToObj(place -> String.valueOf((char) ('a' + number / (int) Math.pow(26, place) % 26)))
                .reduce("t", String::concat);
    }

    /** A small value is with the job, a large one on its node until all who read it are done, unless it is to be kept. */
    @Test
    void valuesAreToldWithTheirSizesAndWhereTheyAre() throws IOException {
        var dag = Dag.named("valued");
        var large = dag.task("large", () -> new byte[100_000]);
        var kept = dag.task("kept", () -> new byte[50_000]).keep();
        var waited = dag.task("waited", () -> new byte[20_000]);
        dag.task("after", () -> 1).after(waited);
        var open = dag.task("open", () -> new byte[30_000]);
        dag.task("reads", large, kept, (one, other) -> one.length + other.length);
        dag.task("fails", open, one -> one.length / (one.length - 30_000));
        run(dag, "valued");
        JsonNode values = get("/v1/jobs/valued/values");
        assertThat(texts(values.get("values"), "task"))
                .containsExactly("large", "kept", "open", "waited", "reads", "after");
        assertThat(texts(values.get("values"), "where"))
                .containsExactly("dropped", "node", "node", "node", "journal", "journal");
        assertThat(values.at("/values/0/bytes").asInt()).isBetween(100_000, 100_100);
        assertThat(values.at("/values/4/bytes").asInt()).isBetween(1, 20);
        assertThat(values.at("/in_journal/values").asInt()).isEqualTo(2);
        assertThat(values.at("/dropped/values").asInt()).isEqualTo(1);
        assertThat(values.at("/on_nodes/0/node").asText()).isEqualTo(served.sampo.node());
        assertThat(values.at("/on_nodes/0/values").asInt()).isEqualTo(3);
        assertThat(values.at("/on_nodes/0/there").asBoolean()).isTrue();
        JsonNode page = get("/v1/jobs/valued/values?limit=1&from=1");
        assertThat(texts(page.get("values"), "task")).containsExactly("kept");
        assertThat(page.get("next").asInt()).isEqualTo(2);
        JsonNode use = get("/v1/nodes").at("/nodes/0/use");
        assertThat(use.get("values").asInt()).isPositive();
        assertThat(use.get("value_files").asLong()).isGreaterThanOrEqualTo(80_000);
    }

    @Test
    void whoLooksOnIsToldWhatChangesUntilTheEnd() {
        var dag = Dag.named("live");
        var first = dag.task("first", () -> {
            MAY_END.await();
            return 1;
        });
        dag.task("second", first, x -> x);
        served.sampo.submit(dag, "live");
        var looked = new Answer[1];
        var onlooker = new Thread(() -> looked[0] = served.get("/v1/jobs/live/live"));
        onlooker.start();
        served.sampo.job("live").pause().toCompletableFuture().join();
        served.sampo.job("live").resume().toCompletableFuture().join();
        MAY_END.countDown();
        join(onlooker);
        assertThat(looked[0].body())
                .contains("event: over", "\"status\":\"succeeded\"", "\"event\":\"ended\"", "\"succeeded\":2");
        Answer resumed = served.ask("GET", "/v1/jobs/live/live", "", "Last-Event-ID: 5");
        assertThat(resumed.body()).contains("event: over", "\"number\":5").doesNotContain("\"number\":4,");
    }

    @Test
    void aStreamEndsWithThePassThatOpenedIt() {
        var dag = Dag.named("long");
        dag.task("wait", () -> {
            IS_CLOSED.await();
            return 1;
        });
        served.sampo.submit(dag, "long");
        var passes =
                new Passes(Token.at(served.data.resolve(Token.FILE)), Duration.ofSeconds(1), System::currentTimeMillis);
        for (String what : new String[] {"live", "events"}) {
            String pass = passes.exchange(passes.code().text()).orElseThrow().text();
            Answer heard = served.ask("GET", "/v1/jobs/long/" + what, "", "Authorization: Bearer " + pass);
            assertThat(heard.status()).as(heard.body()).isEqualTo(200);
            assertThat(heard.body()).contains("accepted").doesNotContain("event: over");
        }
        served.sampo.job("long").cancel("over");
    }

    /** Each would end the stream of another, which begins again, and so on. */
    @Test
    void jobsThatAreWatchedDoNotDriveEachOtherOut() {
        var pictures = new Pictures(ForkJoinPool.commonPool());
        var watched = new ArrayList<Picture>();
        for (int i = 0; i < 10; i++) {
            run(small(), "watched-" + i);
            watched.add(pictures.of(served.sampo.job("watched-" + i))
                    .toCompletableFuture()
                    .join());
            watched.forEach(Picture::watched);
        }
        assertThat(watched).noneMatch(Picture::isLetGo);
    }

    @Test
    void aJobThatIsNotThereDrivesNothingOut() {
        run(small(), "stays");
        var pictures = new Pictures(ForkJoinPool.commonPool());
        Picture stays =
                pictures.of(served.sampo.job("stays")).toCompletableFuture().join();
        for (int i = 0; i < 20; i++) {
            assertThat(pictures.of(served.sampo.job("missing-" + i)).toCompletableFuture())
                    .failsWithin(LIMIT);
        }
        assertThat(pictures.of(served.sampo.job("stays")).toCompletableFuture().join())
                .isSameAs(stays);
    }

    private static void join(Thread thread) {
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.sampo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobStatus;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class StoryTest {
    private static final String HOSTILE =
            "</title><script>alert(1)</script>\"'&<img src=x onerror=x>\u202e\u001b[31m\n=cmd()";

    /** a and b, then c of both, which fails once and waits through a pause. */
    private static Told some() {
        var dag = Dag.named("told");
        Handle<Integer> a = dag.task("a", () -> 1);
        Handle<Integer> b = dag.task("b", () -> 1);
        dag.task("c", a, b, (one, other) -> one + other);
        return new Told(dag)
                .succeeds("a", "one", 10, 100)
                .succeeds("b", "two", 20, 300)
                .fails("c", "one", 400, "disk full")
                .isPaused(500, 700)
                .succeeds("c", "two", 800, 1_000)
                .ends(JobStatus.SUCCEEDED, "", 1_001);
    }

    private static String written(Export export, Chronicle chronicle) {
        return export.of(chronicle).collect(Collectors.joining());
    }

    @Test
    void attemptsAreToldWithWhenAndWhere() {
        Chronicle chronicle = some().chronicle();
        assertThat(chronicle.runs())
                .extracting(Run::task, Run::node, Run::start, Run::end, Run::outcome)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(0, "one", 10_000L, 100_000L, Run.Outcome.SUCCEEDED),
                        org.assertj.core.groups.Tuple.tuple(
                                2, "one", Chronicle.UNKNOWN, 400_000L, Run.Outcome.RETRIED));
        assertThat(chronicle.now()).isEqualTo(1_001_000);
        assertThat(chronicle.readyAt(2)).isEqualTo(300_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 \u00b5s",
        "999, 999 \u00b5s",
        "1500, 1.50 ms",
        "2500000, 2.50 s",
        "61000000, 1 min 1 s",
        "7260000000, 2 h 1 min"
    })
    void lengthsOfTimeAreToldInWords(long micros, String words) {
        assertThat(Spans.of(micros).replace('\u00a0', ' ')).isEqualTo(words);
    }

    @Test
    void theCriticalPathGoesBackFromTheTaskThatEndedLast() {
        assertThat(some().chronicle().criticalPath()).containsExactly(1, 2);
    }

    @Test
    void waitsHaveCauses() {
        Waits waits = Waits.of(some().chronicle());
        assertThat(waits.micros(Waits.Cause.FAILURES)).isEqualTo(100_000);
        assertThat(waits.micros(Waits.Cause.PAUSE)).isEqualTo(200_000);
        assertThat(waits.micros(Waits.Cause.NODE)).isEqualTo(10_000 + 20_000 + 200_000);
        assertThat(waits.tasks(Waits.Cause.LOST)).isZero();
    }

    /** One that is over before, one that lasts until the task begins, and one after that. */
    @Test
    void onlyPausesCountThatATaskWaitedThrough() {
        var dag = Dag.named("told");
        Handle<Integer> a = dag.task("a", () -> 1);
        dag.task("b", a, one -> one);
        Waits waits = Waits.of(new Told(dag)
                .isPaused(10, 20)
                .succeeds("a", "one", 30, 100)
                .isPaused(40, 60)
                .isPaused(90, 120)
                .isPaused(130, 150)
                .succeeds("b", "one", 140, 200)
                .isPaused(210, 220)
                .chronicle());
        assertThat(waits.micros(Waits.Cause.PAUSE)).isEqualTo(10_000 + 20_000 + 10_000);
        assertThat(waits.micros(Waits.Cause.NODE)).isEqualTo(20_000 + 10_000);
    }

    @Test
    void elementsOfAnEachStandForIt() {
        var dag = Dag.named("told");
        Handle<List<Integer>> list = dag.task("list", () -> List.of(1, 2, 3));
        var squares = dag.each("square", list, (Integer i) -> i * i);
        dag.task("sum", squares.all(), (List<Integer> all) -> all.size());
        Chronicle chronicle = new Told(dag)
                .succeeds("list", "one", 0, 10)
                .succeeds("square[0]", "one", 10, 20)
                .succeeds("square[2]", "two", 10, 50)
                .succeeds("square[1]", "one", 20, 40)
                .succeeds("sum", "one", 60, 70)
                .chronicle();
        assertThat(chronicle.criticalPath().stream().map(chronicle.job()::nameOf))
                .containsExactly("list", "square[2]", "sum");
        assertThat(written(Export.MERMAID, chronicle)).contains("square#91;2#93;");
    }

    @Test
    void exportsAreWellFormed() throws IOException {
        Chronicle chronicle = some().chronicle();
        var mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(written(Export.JSON, chronicle));
        assertThat(json.at("/tasks/2/needs").toString()).isEqualTo("[0,1]");
        assertThat(json.at("/attempts")).hasSize(4);
        JsonNode trace = mapper.readTree(written(Export.TRACE, chronicle));
        assertThat(trace.get("traceEvents").findValuesAsText("ph")).contains("M", "X", "i");
        assertThat(written(Export.DOT, chronicle))
                .startsWith("digraph \"told-1\" {")
                .contains("  t1 -> t2;");
        assertThat(written(Export.MERMAID, chronicle)).contains("s0 --> s2").doesNotContain("s2 -->");
        assertThat(written(Export.CSV, chronicle).split("\r\n"))
                .hasSize(5)
                .contains("2,c,1,two,succeeded,800000,1000000,");
        assertThatThrownBy(() -> Export.named("pdf")).hasMessageContaining("dot, mermaid");
    }

    /** Whoever chose a name, or made an exception's message, says nothing but that. */
    @Test
    void hostileTextsMeanNothingButThemselves() throws Exception {
        Chronicle chronicle = new Told(single())
                .fails("a", HOSTILE, 10, HOSTILE)
                .ends(JobStatus.FAILED, HOSTILE, 20)
                .chronicle();
        String html = written(Export.HTML, chronicle);
        assertThat(html).doesNotContain("<script", "<img", "\u202e", "\u001b").contains("&lt;script&gt;", "\\u202e");
        xml(html);
        var mapper = new ObjectMapper();
        for (Export each : List.of(Export.JSON, Export.TRACE)) {
            assertThat(mapper.readTree(written(each, chronicle)).isObject()).isTrue();
        }
        assertThat(written(Export.CSV, chronicle).lines().toList()).hasSize(2);
        assertThat(Texts.csv("=1+1")).isEqualTo("'=1+1");
        assertThat(Texts.csv("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
        assertThat(Texts.csv("a-b")).isEqualTo("a-b");
        assertThat(Texts.csv(" =1")).isEqualTo(" '=1");
        assertThat(Texts.csv("\uFF1D1")).isEqualTo("'\uFF1D1");
        assertThat(Texts.csv("x;=1;\"@y")).isEqualTo("\"x;'=1;\"\"'@y\"");
        assertThat(Texts.dot("a\"];\\")).isEqualTo("\"a\\\"];\\\\\"");
        assertThat(Texts.mermaid("x\"] --> y")).isEqualTo("\"x#34;#93; --#62; y\"");
    }

    /** Each after all before it, and none named as another. */
    @Test
    void aGraphOfManyKindsIsWrittenInBounds() {
        var dag = Dag.named("told");
        var before = new ArrayList<Handle<?>>();
        for (int i = 0; i < 1_000; i++) {
            var task = dag.task(letters(i), () -> 1);
            before.forEach(task::after);
            before.add(task);
        }
        Chronicle chronicle = new Told(dag).chronicle();
        var stages = Stages.of(chronicle, 100);
        assertThat(stages.all()).hasSizeLessThan(500);
        assertThat(stages.all().stream().mapToInt(stage -> stage.tasks).sum()).isEqualTo(1_000);
        var edges = new AtomicInteger();
        stages.forEachEdge((from, to, count) -> edges.incrementAndGet());
        assertThat(edges.get()).isLessThanOrEqualTo(20_000);
        assertThat(written(Export.MERMAID, chronicle))
                .contains("depth 0 to 2 x 3", "%% " + stages.edgesLeft() + " arrows are left out");
        assertThat(written(Export.HTML, chronicle)).contains("Not drawn").hasSizeLessThan(1 << 20);
    }

    /** Names that differ in more than their numbers. */
    private static String letters(int number) {
        return Integer.toString(number)
                .chars()
                .mapToObj(digit -> "" + (char) (digit + 'a' - '0'))
                .collect(Collectors.joining());
    }

    private static Dag single() {
        var dag = Dag.named("told");
        dag.task("a", () -> 1);
        return dag;
    }

    /** Every tag is closed, and every character where it may be. */
    private static void xml(String html) throws ParserConfigurationException, IOException, SAXException {
        String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    @Test
    void aReportLoadsNothingAndRunsNothing() throws Exception {
        String html = written(Export.HTML, some().chronicle());
        assertThat(html)
                .contains("default-src 'none'", "prefers-color-scheme: dark", "told-1", "Critical path")
                .doesNotContain("http://", "https://", "<script", "url(", "@import", "src=", "href=");
        xml(html);
    }

    @Test
    void aJobOfWhichNothingHasHappenedHasAReport() throws Exception {
        Chronicle chronicle = new Told(single()).chronicle();
        xml(written(Export.HTML, chronicle));
        for (Export each : Export.values()) {
            assertThat(written(each, chronicle)).isNotEmpty();
        }
    }

    @Test
    void aLargeJobIsDrawnByItsKindsOfTasks() throws Exception {
        var dag = Dag.named("told");
        Handle<Integer> first = dag.task("first", () -> 1);
        List<Handle<Integer>> pages = IntStream.range(0, 20_000)
                .mapToObj(i -> dag.task("page-" + i, first, (Integer one) -> one))
                .collect(Collectors.toCollection(ArrayList::new));
        dag.task("last", pages, all -> all.size());
        var told = new Told(dag).succeeds(0, "one", 0, 10);
        for (int i = 1; i <= 20_000; i++) {
            told.succeeds(i, "node-" + i % 7, 10 + i, 30 + i);
        }
        Chronicle chronicle = told.succeeds(20_001, "one", 20_040, 20_050).chronicle();
        String html = written(Export.HTML, chronicle);
        assertThat(html).contains("20000 tasks", "too many attempts").hasSizeLessThan(400_000);
        xml(html);
        assertThat(written(Export.MERMAID, chronicle).lines().toList()).hasSize(1 + 3 + 2);
        assertThat(chronicle.criticalPath()).hasSize(3);
    }

    /** Nothing is made before somebody reads it. */
    @Test
    void exportsAreMadePieceByPiece() {
        var dag = Dag.named("told");
        IntStream.range(0, 10_000).forEach(i -> dag.task("task-" + i, () -> i));
        Chronicle chronicle = new Told(dag).chronicle();
        var read = new AtomicInteger();
        Map<String, Long> none = Export.JSON
                .of(chronicle)
                .peek(piece -> read.incrementAndGet())
                .limit(10)
                .collect(Collectors.groupingBy(piece -> "", Collectors.counting()));
        assertThat(none).containsEntry("", 10L);
        assertThat(read).hasValue(10);
    }

    @Test
    void aChainOfAnyLengthHasADepth() {
        var dag = Dag.named("told");
        Handle<Integer> last = dag.task("link-0", () -> 1);
        for (int i = 1; i < 20_000; i++) {
            last = dag.task("link-" + i, last, (Integer one) -> one);
        }
        assertThat(Stages.of(new Told(dag).chronicle(), 1).all())
                .singleElement()
                .satisfies(stage -> {
                    assertThat(stage.depth).isZero();
                    assertThat(stage.tasks).isEqualTo(20_000);
                });
    }
}

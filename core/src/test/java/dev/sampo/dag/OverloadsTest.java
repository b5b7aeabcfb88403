package dev.sampo.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users will write. That this file compiles is half of the test; the other half is that the right form was meant. */
class OverloadsTest {
    private final Dag dag = Dag.named("overloads");
    private final Handle<Integer> one = dag.value("one", 1);
    private final Handle<String> word = dag.value("word", "w");
    private final Handle<List<String>> words = dag.value("words", List.of("x", "y"));

    static String load() {
        return "loaded";
    }

    static String load(TaskContext context) {
        return "loaded by " + context.task();
    }

    static int count(List<String> words) {
        return words.size();
    }

    static String join(List<String> words, TaskContext context) {
        return context.task() + words;
    }

    static String mayFail(int number) throws IOException {
        return "n" + number;
    }

    private String ofThis(String text) {
        return text + dag.name();
    }

    @Test
    void lambdasOfEveryArityWithAndWithoutContext() {
        dag.task("l0", () -> 1);
        dag.task("c0", context -> context.attempt());
        dag.task("l1", one, a -> a + 1);
        dag.task("c1", one, (a, context) -> a + context.attempt());
        dag.task("l2", one, word, (a, b) -> b + a);
        dag.task("c2", one, word, (a, b, context) -> b + a + context.node());
        dag.task("l3", one, one, one, (a, b, c) -> a + b + c);
        dag.task("c3", one, one, one, (a, b, c, context) -> a + b + c);
        dag.task("l4", one, one, one, one, (a, b, c, d) -> a + b + c + d);
        dag.task("c4", one, one, one, one, (a, b, c, d, context) -> a + b + c + d);
        dag.task("l5", one, one, one, one, one, (a, b, c, d, e) -> a + b + c + d + e);
        dag.task("c5", one, one, one, one, one, (a, b, c, d, e, context) -> a + b + c + d + e);
        dag.task("l6", one, one, one, one, one, one, (a, b, c, d, e, f) -> a + b + c + d + e + f);
        dag.task("c6", one, one, one, one, one, one, (a, b, c, d, e, f, context) -> a + b + c + d + e + f);

        assertThat(formOf("l0")).isInstanceOf(Body0.class);
        assertThat(formOf("c0")).isInstanceOf(ContextBody0.class).isNotInstanceOf(Body0.class);
        assertThat(formOf("l6")).isInstanceOf(Body6.class);
        assertThat(formOf("c6")).isInstanceOf(ContextBody6.class).isNotInstanceOf(Body6.class);
    }

    @Test
    void blocksThatThrowOrReturnNothingUseful() {
        Handle<Object> never = dag.task("never", () -> {
            throw new IOException("no");
        });
        Handle<Void> said = dag.task("said", word, text -> {
            assertThat(text).isEqualTo("w");
            return null;
        });
        assertThat(List.of(never.name(), said.name())).containsExactly("never", "said");
    }

    @Test
    void methodReferencesThatWouldDoForBothFormsMeanTheOneWithoutContext() {
        Handle<List<String>> listed = dag.task("listed", word, List::of);
        dag.task("arrays", word, Arrays::asList);
        dag.task("set", word, word, Set::of);
        dag.task("map", word, one, Map::of);

        assertThat(listed.name()).isEqualTo("listed");
        assertThat(formOf("listed")).isInstanceOf(Body1.class);
        assertThat(formOf("arrays")).isInstanceOf(Body1.class);
        assertThat(formOf("set")).isInstanceOf(Body2.class);
        assertThat(formOf("map")).isInstanceOf(Body2.class);
    }

    @Test
    void methodReferencesOfEveryKind() {
        Handle<String> loaded = dag.task("overloaded", OverloadsTest::load);
        Handle<Integer> counted = dag.task("exact", words, OverloadsTest::count);
        Handle<String> joined = dag.task("with-context", words, OverloadsTest::join);
        Handle<String> failing = dag.task("checked", one, OverloadsTest::mayFail);
        Handle<Integer> length = dag.task("instance", word, String::length);
        Handle<Integer> larger = dag.task("max", one, one, Math::max);
        Handle<String> shown = dag.task("valueOf", one, String::valueOf);
        Handle<String> mine = dag.task("of-this", word, this::ofThis);
        Handle<ArrayList<String>> made = dag.task("constructor", words, ArrayList<String>::new);

        assertThat(List.of(loaded, counted, joined, failing, length, larger, shown, mine, made))
                .allMatch(handle -> !handle.name().isEmpty());
        assertThat(formOf("overloaded")).isInstanceOf(Body0.class);
        assertThat(formOf("with-context")).isInstanceOf(ContextBody1.class).isNotInstanceOf(Body1.class);
    }

    static String go(String text) {
        return text;
    }

    static String go(String text, int times) {
        return text.repeat(times);
    }

    static String go(String text, TaskContext context) {
        return text + context.task();
    }

    /** None of these would compile if two overloads of task or each were equally good. */
    @Test
    void overloadedMethodsAndConstructorsAreNotAmbiguous() {
        dag.task("mine-1", word, OverloadsTest::go);
        dag.task("mine-2", word, one, OverloadsTest::go);
        dag.task("trim", word, String::trim);
        dag.task("upper", word, String::toUpperCase);
        dag.task("substring", word, one, String::substring);
        dag.task("hex", one, Integer::toHexString);
        dag.task("parse", word, Integer::parseInt);
        dag.task("boxed", word, Integer::valueOf);
        dag.task("text", one, Object::toString);
        dag.task("largest", words, Collections::max);
        dag.task("largest-of", List.of(one, one), Collections::max);
        dag.task("new-0", ArrayList::new);
        dag.task("new-1", words, HashSet::new);
        dag.each("uppers", words, String::toUpperCase);
        dag.each("endings", words, word, String::concat);
        dag.each("entries", Map.of("a", 1).entrySet(), entry -> entry.getKey() + entry.getValue());

        assertThat(formOf("mine-1")).isInstanceOf(Body1.class);
        assertThat(formOf("mine-2")).isInstanceOf(Body2.class);
        assertThat(formOf("new-0")).isInstanceOf(Body0.class);
        assertThat(formOf("largest-of")).isInstanceOf(BodyOfList.class);
    }

    @Test
    void aClassOfTheUsersOwnMayBeABody() {
        record Suffix(String end) implements Body1<String, String> {
            @Override
            public String run(String text) {
                return text + end;
            }
        }
        Body1<String, Integer> held = String::length;

        dag.task("own", word, new Suffix("!"));
        dag.task("held", word, held);

        assertThat(formOf("own")).isEqualTo(new Suffix("!"));
        assertThat(formOf("held")).isSameAs(held);
    }

    @Test
    void gatheringTakesAListOfHandles() {
        List<Handle<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            parts.add(dag.task("part-" + i, one, a -> a));
        }
        Handle<Integer> sum =
                dag.task("sum", parts, all -> all.stream().mapToInt(n -> n).sum());
        Handle<Integer> size = dag.task("size", parts, List::size);
        Handle<String> told = dag.task("told", parts, (all, context) -> context.task() + all);
        Handle<Number> widest = dag.task("widest", parts, (List<Number> all) -> all.get(0));

        assertThat(List.of(sum, size, told, widest)).hasSize(4);
        assertThat(specOf("sum").inputs()).containsExactly("part-0", "part-1", "part-2");
        assertThat(formOf("size")).isInstanceOf(BodyOfList.class);
        assertThat(formOf("told")).isInstanceOf(ContextBodyOfList.class).isNotInstanceOf(BodyOfList.class);
    }

    @Test
    void eachTakesHandlesConstantsOtherEachesAndASharedInput() {
        Each<Integer> lengths = dag.each("lengths", words, String::length);
        Each<String> again = dag.each("again", lengths.all(), (length, context) -> context.task() + length);
        Each<Integer> ofSet = dag.each("of-set", Set.of(1, 2), n -> n * 2);
        Each<Integer> scaled = dag.each("scaled", lengths.all(), one, (length, by) -> length * by);
        Each<String> told = dag.each("told", words, word, (element, shared, context) -> element + shared);
        Each<Integer> listed = dag.each("listed", List.of(1, 2), one, Integer::sum);
        Each<List<Integer>> ambiguous = dag.each("of", List.of(1, 2), List::of);
        Each<Object> catalogued = dag.each("catalogued", words, Body.named("resize"));

        assertThat(List.of(again, ofSet, scaled, told, listed, ambiguous, catalogued))
                .hasSize(7);
        assertThat(specOf("scaled").inputs()).containsExactly("lengths", "one");
        assertThat(specOf("listed").inputs()).containsExactly("listed.elements", "one");
        assertThat(formOf("of")).isInstanceOf(Body1.class);
    }

    @Test
    void aBodyOfTheCatalogueTakesAnyInputs() {
        Handle<byte[]> resized = dag.task("resize", Body.<byte[]>named("resize"), one, word);
        assertThat(resized.name()).isEqualTo("resize");
        assertThat(formOf("resize")).isEqualTo(new NamedBody<byte[]>("resize"));
    }

    @Test
    void optionsReturnTheHandleTheyWereSaidTo() {
        Handle<Integer> handle = dag.task("t", () -> 1);
        Each<Integer> each = dag.each("e", words, String::length);
        assertThat(handle.priority(1).keep().after(each)).isSameAs(handle);
        assertThat(each.priority(1).keep().after(handle, one)).isSameAs(each);
    }

    private TaskSpec specOf(String task) {
        return dag.spec().tasks().stream()
                .filter(spec -> spec.name().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private Body formOf(String task) {
        return specOf(task).work() instanceof TaskSpec.Work.Runs runs
                ? runs.body()
                : ((TaskSpec.Work.Maps) specOf(task).work()).body();
    }
}

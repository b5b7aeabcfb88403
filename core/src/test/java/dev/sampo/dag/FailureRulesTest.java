package dev.sampo.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sampo.dag.Blueprint.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a Dag may say of optional inputs and of tasks that stand in for others, and what bytes from afar may. */
class FailureRulesTest {
    private final Dag dag = Dag.named("dag");

    private List<String> problems() {
        return problems(dag.spec());
    }

    /** Those of a Dag that was built carelessly. */
    private static List<String> problems(DagSpec spec) {
        return catchThrowableOfType(InvalidDag.class, () -> spec.compile(new PlainEncoder())).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private List<String> problemsOfDag() {
        return catchThrowableOfType(InvalidDag.class, () -> dag.compile(new PlainEncoder())).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aBlueprintKnowsHowEachInputIsNeededAndWhoStandsIn() {
        var list = dag.task("list", () -> List.of(1));
        var each = dag.each("each", list, x -> x);
        var other = dag.task("other", () -> 1);
        var sum = dag.task("sum", each.optional(), list.optional(), (a, b) -> a.size())
                .orElse(other);
        dag.task("end", sum, x -> x).after(each.all().optional());
        Blueprint graph = dag.compile(new PlainEncoder());
        int number = graph.taskNamed("sum");

        assertThat(graph.need(number, 0)).isEqualTo(Need.ELEMENTS);
        assertThat(graph.need(number, 1)).isEqualTo(Need.OPTIONAL);
        assertThat(graph.standIn(number)).isEqualTo(graph.taskNamed("other"));
        assertThat(graph.standsInFor(graph.taskNamed("other"))).isEqualTo(number);
        assertThat(graph.afterNeed(graph.taskNamed("end"), 0)).isEqualTo(Need.OPTIONAL);
        assertThat(graph.need(graph.taskNamed("end"), 0)).isEqualTo(Need.VALUE);
    }

    @Test
    void whatStandsInForAListIsEncodedAsOne() {
        var other = dag.task("other", () -> List.of(1));
        var constant = dag.value("constant", List.of(1, 2));
        var second = dag.task("second", () -> List.of(1)).orElse(constant);
        other.orElse(dag.value("last", List.of()));
        var list = dag.task("list", () -> List.of(1)).orElse(other);
        dag.each("each", list, x -> x);
        dag.each("more", second, x -> x);
        Blueprint graph = dag.compile(new PlainEncoder());

        assertThat(graph.feedsEach(graph.taskNamed("other"))).isTrue();
        assertThat(graph.constantCount(graph.taskNamed("constant"))).isEqualTo(2);
        assertThat(graph.constantCount(graph.taskNamed("last"))).isZero();
    }

    @Test
    void whatStandsInMustNotDependOnWhatItStandsInFor() {
        var a = dag.task("a", () -> 1);
        var b = dag.task("b", a, x -> x);
        var c = dag.task("c", b, x -> x);
        a.orElse(c);
        assertThat(problems()).containsExactly("CYCLE a: a -> b -> c -> a is a cycle; take one of its edges away");
    }

    @Test
    void nothingStandsInForItself() {
        var a = dag.task("a", () -> 1);
        a.orElse(a);
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).startsWith("CYCLE a: a -> a is a cycle"));
    }

    @Test
    void whatMayNeverRunIsNoInput() {
        var b = dag.task("b", () -> 1);
        dag.task("a", () -> 1).orElse(b);
        dag.task("reader", b, x -> x);
        dag.task("later", () -> 1).after(b);
        assertThat(problems())
                .containsExactly(
                        "BAD_SHAPE reader: reads from \"b\", which runs only if \"a\" fails; name \"a\", which has its value then",
                        "BAD_SHAPE later: comes after \"b\", which runs only if \"a\" fails; name \"a\", which has its value then");
    }

    @Test
    void aTaskStandsInForOneOther() {
        var b = dag.task("b", () -> 1);
        dag.task("a", () -> 1).orElse(b);
        dag.task("c", () -> 1).orElse(b);
        assertThat(problems())
                .containsExactly(
                        "BAD_SHAPE b: stands in for \"a\" and for \"c\"; give each a task of its own, or make it a constant");
    }

    @Test
    void anEachNeitherStandsInNorHasAStandIn() {
        var each = dag.each("each", List.of(1), x -> x);
        dag.task("a", () -> List.<Integer>of()).orElse(each.all());
        each.all().orElse(dag.value("none", List.of()));
        dag.value("seven", 7).orElse(dag.value("eight", 8));
        assertThat(problems())
                .containsExactly(
                        "BAD_SHAPE each: has \"none\" to stand in for it, and is an each; take its elements as optional()",
                        "BAD_SHAPE a: has \"each\" to stand in for it, which is an each; gather it in a task, and name that",
                        "BAD_SHAPE seven: has \"eight\" to stand in for it, and is a constant, which never fails; leave it out");
    }

    @Test
    void aGangDoesNotWaitForAFailure() {
        var b = dag.task("b", () -> 1).gang("g");
        dag.task("other", () -> 1).gang("g");
        dag.task("a", () -> 1).orElse(b);
        assertThat(problems())
                .containsExactly(
                        "BAD_SHAPE b: is of the gang \"g\" and stands in for \"a\", so that the gang would wait for"
                                + " that to fail; leave it out of the gang");
    }

    @Test
    void optionalIsSaidOnceAndLast() {
        var a = dag.task("a", () -> 1);
        a.optional().optional();
        a.optional().orElse(dag.value("none", Optional.empty()));
        assertThat(problemsOfDag())
                .containsExactly(
                        "BAD_SHAPE a: is taken as optional() twice; say it once",
                        "BAD_SHAPE a: has an orElse(..) with something optional(); say orElse(..) first, and optional()"
                                + " where it is read");
    }

    @Test
    void oneTaskStandsInForATask() {
        dag.task("a", () -> 1).orElse(dag.task("b", () -> 1)).orElse(dag.task("c", () -> 1));
        assertThat(problemsOfDag())
                .contains(
                        "BAD_SHAPE a: has \"b\" and \"c\" to stand in for it; say b.orElse(c) if the second is for when the"
                                + " first has failed, too");
    }

    @Test
    void aStandInOfAnotherDagIsRefused() {
        dag.task("a", () -> 1).orElse(Dag.named("far").task("b", () -> 1));
        assertThat(problemsOfDag()).singleElement().asString().startsWith("FOREIGN_HANDLE a: uses \"b\"");
    }

    @Test
    void aGraphInNamesIsHeldAgainstTheSameRules() {
        var runs = new TaskSpec.Work.Runs(Body.named("f"));
        var maps = new TaskSpec.Work.Maps(Body.named("f"));
        var spec = new DagSpec(
                "spec",
                List.of(
                        with("a", runs, List.of(), new OnFailure(List.of(), List.of(), Optional.of("nowhere"))),
                        with(
                                "b",
                                runs,
                                List.of("a"),
                                new OnFailure(List.of(Need.ELEMENTS), List.of(), Optional.empty())),
                        with(
                                "c",
                                maps,
                                List.of("a"),
                                new OnFailure(List.of(Need.OPTIONAL), List.of(), Optional.empty()))),
                Set.of());
        assertThat(problems(spec))
                .containsExactly(
                        "MISSING_TASK a: has \"nowhere\" to stand in for it, which is not in this Dag; add it or mend the name",
                        "BAD_SHAPE b: reads elements of \"a\", which is no each; say optional() to it",
                        "BAD_SHAPE c: maps over \"a\", which is optional; give that a value with orElse(..)");
    }

    private static TaskSpec with(String name, TaskSpec.Work work, List<String> inputs, OnFailure onFailure) {
        return new TaskSpec(name, work, inputs, List.of(), TaskOptions.DEFAULTS, java.time.Duration.ZERO, onFailure);
    }

    @Test
    void bytesThatSayWhatNoDagCouldAreRefused() {
        assertThatRefused(new byte[] {0, 0, 0, 1, 1, 0}, "stands in for itself");
        assertThatRefused(new byte[] {1, 5, 0, 0, 0}, "the place of one of the optional inputs is 5");
        assertThatRefused(new byte[] {1, 0, 1, 0, 0, 0}, "optional as a whole and by element");
        assertThatRefused(new byte[] {0, 1, 0, 0, 0}, "reads elements of what is no each");
        assertThatRefused(new byte[] {1, 1, 0, 0, 0}, "maps over what may be missing");
        assertThatRefused(new byte[] {0, 0, 0, 1, 2, 1}, "cannot stand in for");
        assertThatRefused(new byte[] {0, 0, 0, 1, 1, 1}, "is needed whether or not");
        assertThatRefused(new byte[] {0, 0, 0, 1, 0, 1}, "the distance of a stand-in");
        assertThatRefused(new byte[] {0, 0, 0, 1, 9, 1}, "the number of a task with a stand-in is 9");
    }

    /** Tasks 0, 1 that reads 0, and 2 that maps over 1; the last bytes of a blueprint say what it makes of failures. */
    private void assertThatRefused(byte[] lenience, String why) {
        var small = Dag.named("small");
        var a = small.task("a", () -> 1);
        var b = small.task("b", a, x -> List.of(x));
        small.each("c", b, x -> x);
        Blueprint graph = small.compile(new PlainEncoder());
        assertThat(graph.kind(2)).isEqualTo(Kind.EACH);
        byte[] usual = graph.bytes();
        byte[] bytes = java.util.Arrays.copyOf(usual, usual.length - 4 + lenience.length);
        System.arraycopy(lenience, 0, bytes, usual.length - 4, lenience.length);

        assertThatThrownBy(() -> Blueprint.read(bytes))
                .isInstanceOf(MalformedBlueprint.class)
                .hasMessageContaining(why);
    }
}

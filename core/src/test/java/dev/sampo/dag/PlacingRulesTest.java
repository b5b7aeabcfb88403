package dev.sampo.dag;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sampo.resource.Quota;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said about where a task is to run seen from others, and what is wrong with it. */
class PlacingRulesTest {
    private static String problemOf(Consumer<Dag> building) {
        var dag = Dag.named("dag");
        building.accept(dag);
        InvalidDag invalid = catchThrowableOfType(InvalidDag.class, () -> dag.compile(new PlainEncoder()));
        assertThat(invalid).isNotNull();
        assertThat(invalid.problems()).hasSize(1);
        return invalid.problems().get(0).toString();
    }

    private static Placing placingOf(Dag dag, String task) {
        Blueprint graph = Blueprint.read(dag.compile(new PlainEncoder()).bytes());
        return graph.options(graph.taskNamed(task)).placing();
    }

    private static TaskSpec near(String name, String target, String... after) {
        var options = TaskOptions.DEFAULTS.placing(Placing.NONE.near(target));
        return new TaskSpec(name, new TaskSpec.Work.Runs(Body.named("b")), List.of(), List.of(after), options);
    }

    @Test
    void aTaskIsOneOfThoseWithItsNameButForANumber() {
        var dag = Dag.named("dag");
        dag.task("copy-12", () -> 1).apart("rack").atMost(3).atMostPerNode(1);
        dag.task("7", () -> 1).spread("zone");
        dag.each("part2", List.of(1), (Integer x) -> x).spread("zone");

        assertThat(placingOf(dag, "copy-12"))
                .isEqualTo(Placing.NONE
                        .apart("rack", "copy-")
                        .atMost("dag/copy-", 3)
                        .perNode("dag/copy-", 1));
        assertThat(placingOf(dag, "7")).isEqualTo(Placing.NONE.spread("zone", "7"));
        assertThat(placingOf(dag, "part2")).isEqualTo(Placing.NONE.spread("zone", "part2"));
    }

    @Test
    void withJoinsWhatEitherIsIn() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        var b = dag.task("b", () -> 1).with(a);
        var c = dag.task("c", () -> 1).together("g");
        var d = dag.task("d", () -> 1).with(c);
        assertThat(placingOf(dag, "a").together()).isEqualTo("with a");
        assertThat(placingOf(dag, "b")).isEqualTo(placingOf(dag, "a"));

        b.with(d);
        assertThat(List.of("a", "b", "c", "d"))
                .allMatch(task -> placingOf(dag, task).together().equals("g"));
    }

    @Test
    void nearWhatIsNotThereIsToldWithTheRemedy() {
        InvalidDag invalid =
                catchThrowableOfType(InvalidDag.class, () -> new DagSpec("dag", List.of(near("a", "b")), Set.of())
                        .compile(new PlainEncoder()));

        assertThat(invalid.problems())
                .containsExactly(new Problem(
                        Problem.Kind.MISSING_TASK,
                        "a",
                        "is to be near \"b\", which is not in this Dag; add it or mend the name"));
    }

    @Test
    void nearWhatComesLaterIsRefusedAndNearWhatIsBesideIsNot() {
        var spec = new DagSpec(
                "dag",
                List.of(near("a", "c"), near("b", "a", "a"), near("c", "b", "b"), near("d", "c"), near("e", "e")),
                Set.of());
        InvalidDag invalid = catchThrowableOfType(InvalidDag.class, () -> spec.compile(new PlainEncoder()));

        assertThat(invalid.problems().stream().map(Problem::toString))
                .containsExactly(
                        "BAD_SHAPE a: is to be near \"c\", which comes after it and has not run by then; name a task that runs"
                                + " earlier",
                        "BAD_SHAPE e: is to be near \"e\", itself; name a task that runs earlier");
    }

    @Test
    void nearAConstantOrAnEachIsRefused() {
        assertThat(problemOf(dag -> dag.task("t", () -> 1).near(dag.value("v", 1))))
                .isEqualTo("BAD_SHAPE t: is to be near \"v\", a constant, which runs nowhere; name a task");
    }

    @Test
    void handlesOfAnotherDagAreRefused() {
        var other = Dag.named("other").task("t", () -> 1);
        assertThat(problemOf(dag -> dag.task("t", () -> 1).near(other))).startsWith("FOREIGN_HANDLE t: ");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).with(other))).startsWith("FOREIGN_HANDLE t: ");
    }

    @Test
    void limitsThatLetNoneRunAndBlankNamesAreRefused() {
        assertThat(problemOf(dag -> dag.task("t", () -> 1).atMost(0)))
                .isEqualTo("BAD_AMOUNT t: atMost(0) lets none run; allow at least 1");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).atMostPerNode(-1)))
                .isEqualTo("BAD_AMOUNT t: atMostPerNode(-1) lets none run; allow at least 1");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).spread("  ")))
                .isEqualTo("BAD_AMOUNT t: spread is given a blank label; give it the name that nodes use");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).apart("rack", "x".repeat(300))))
                .contains("a name of 300 characters, at most 256");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).verify(3, 2).together("g")))
                .contains("verify(..) asks for different nodes and together(\"g\") for one");
    }

    @Test
    void togetherWhereNoNodeCouldRunEachOfThemNeverFits() {
        var dag = Dag.named("dag");
        dag.task("small", () -> 1).together("g");
        dag.task("large", () -> 1).needs(cpus(8)).together("g");
        dag.task("gpu", () -> 1).needs(cpus(1).gpus(1)).together("g");
        var offers = List.of(new NodeOffer("a", cpus(8), Map.of()), new NodeOffer("b", cpus(2).gpus(2), Map.of()));

        assertThat(Feasibility.check(dag.compile(new PlainEncoder()), offers, Quota.NONE, "default").stream()
                        .map(Problem::toString))
                .containsExactly(
                        "NEVER_FITS gpu: is to run on one node with all of \"g\", and no node could run each of them;"
                                + " nearest is a, which lacks gpus=1");
    }

    @Test
    void aGangWhoseTasksWaitForEachOtherIsRefused() {
        assertThat(problemOf(dag -> {
                    var first = dag.task("first", () -> 1).gang("g");
                    var between = dag.task("between", first, (Integer x) -> x);
                    dag.task("last", between, (Integer x) -> x).gang("g");
                }))
                .isEqualTo("BAD_SHAPE first: never starts, since all of a gang start together: gang \"g\" -> between ->"
                        + " gang \"g\" is a cycle; take one of its edges away");
    }

    @Test
    void gangsOfWhichEachWaitsForTheOtherAreRefused() {
        assertThat(problemOf(dag -> {
                    var left = dag.task("left", () -> 1).gang("g");
                    var right = dag.task("right", () -> 1).gang("h");
                    dag.task("afterLeft", left, (Integer x) -> x).gang("h");
                    dag.task("afterRight", right, (Integer x) -> x).gang("g");
                }))
                .isEqualTo(
                        "BAD_SHAPE left: never starts, since all of a gang start together: gang \"g\" -> gang \"h\" ->"
                                + " gang \"g\" is a cycle; take one of its edges away");
    }

    @Test
    void gangsOfWhichOneWaitsForTheOtherAreFine() {
        var dag = Dag.named("dag");
        var left = dag.task("left", () -> 1).gang("g");
        dag.task("besides", () -> 1).gang("g");
        dag.task("afterLeft", left, (Integer x) -> x).gang("h");
        dag.task("alsoAfterLeft", left, (Integer x) -> x).gang("h");

        assertThat(dag.compile(new PlainEncoder()).size()).isEqualTo(4);
    }

    @Test
    void whatDoesNotGoWithAGangIsRefused() {
        assertThat(problemOf(dag -> dag.task("t", () -> 1).gang("g").verify(3, 2)))
                .contains("gang(\"g\") does not go with verify(..)");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).gang("g").atMost(1)))
                .contains("gang(\"g\") does not go with a limit");
        assertThat(problemOf(dag -> dag.task("t", () -> 1).gang("g").together("h")))
                .contains("gang(\"g\") does not go with together(..)");
    }

    @Test
    void aGangThatIdleNodesDoNotHoldNeverFits() {
        var dag = Dag.named("dag");
        dag.task("driver", () -> 1).needs(cpus(2)).gang("g");
        dag.each("worker", List.of(1, 2, 3, 4), (Integer x) -> x).gang("g");
        dag.task("beside", () -> 1).gang("apart").apart("rack", "r");
        dag.task("besides", () -> 1).gang("apart").apart("rack", "r");
        Blueprint graph = dag.compile(new PlainEncoder());

        assertThat(never(graph, new NodeOffer("a", cpus(3), Map.of()), new NodeOffer("b", cpus(3), Map.of())))
                .isEmpty();
        assertThat(never(
                        graph,
                        new NodeOffer("a", cpus(3), Map.of("rack", "1")),
                        new NodeOffer("b", cpus(2), Map.of("rack", "1"))))
                .containsExactlyInAnyOrder(
                        "NEVER_FITS beside: is of the gang \"apart\", whose 2 start together, and the nodes there are have"
                                + " room for 1 of them when they are idle (also besides)",
                        "NEVER_FITS driver: is of the gang \"g\", whose 5 start together, and the nodes there are have room"
                                + " for 4 of them when they are idle");
    }

    private static List<String> never(Blueprint graph, NodeOffer... offers) {
        return Feasibility.check(graph, List.of(offers), Quota.NONE, "default").stream()
                .map(Problem::toString)
                .toList();
    }
}

package dev.sampo.dag;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sampo.resource.Quota;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said about the permits a task takes of a limit, and what is wrong with it. */
class TakingTest {
    private static Blueprint compiled(Consumer<Dag> building) {
        var dag = Dag.named("dag");
        building.accept(dag);
        return Blueprint.read(dag.compile(new PlainEncoder()).bytes());
    }

    private static List<String> problems(Consumer<Dag> building) {
        InvalidDag invalid = catchThrowableOfType(InvalidDag.class, () -> compiled(building));
        assertThat(invalid).isNotNull();
        return invalid.problems().stream().map(Problem::toString).toList();
    }

    private static List<String> never(Blueprint graph, Map<String, String> labels) {
        var node = new NodeOffer("n1", cpus(4), labels);
        return Feasibility.check(graph, List.of(node), Quota.NONE, "default").stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void itTravelsWithTheGraphAndAsksForNodesThatDeclareTheLimit() {
        Blueprint graph = compiled(dag -> {
            dag.task("plain", () -> 1);
            dag.each("mail", List.of("a"), (String to) -> to).limit("mail", LimitKey.TENANT + "/" + LimitKey.EACH, 3);
        });

        TaskOptions mail = graph.options(graph.taskNamed("mail"));
        assertThat(mail.limit()).isEqualTo(new Taking("mail", "${tenant}/${each}", 3));
        assertThat(mail.where()).hasToString("has limit.mail");
        assertThat(graph.options(graph.taskNamed("plain"))).isEqualTo(TaskOptions.DEFAULTS);
    }

    @Test
    void aLimitThatNoNodeDeclaresIsNamedWithThoseThatAreThere() {
        Blueprint graph = compiled(dag -> dag.task("t", () -> 1).limit("apy"));

        assertThat(never(graph, Map.of(Taking.label("api"), Taking.DECLARED)))
                .containsExactly(
                        "NEVER_FITS t: takes permits of the limit \"apy\", which no node declares; there are api;"
                                + " add it to sampo.limits of the nodes that are to run it");
        assertThat(never(graph, Map.of(Taking.label("apy"), Taking.DECLARED))).isEmpty();
    }

    @Test
    void whatCannotBeIsToldAtOnce() {
        assertThat(problems(dag -> dag.task("t", () -> 1).limit("mail", "${tennant}")))
                .singleElement()
                .asString()
                .contains("is given a key with ${tennant}, which stands for nothing", "${tenant}, ${kind}, ${task}");
        assertThat(problems(dag -> dag.task("t", () -> 1).limit("mail", "${each.host}")))
                .singleElement()
                .asString()
                .contains("BAD_SHAPE t: has ${each}", "is no each");
        assertThat(problems(dag -> dag.task("t", () -> 1).limit(" ", "k", 0)))
                .hasSize(2)
                .anyMatch(each -> each.contains("blank name"))
                .anyMatch(each -> each.contains("takes 0 permits; take at least 1"));
        assertThat(problems(dag -> dag.task("t", () -> 1).limit("mail", "k".repeat(257))))
                .singleElement()
                .asString()
                .contains("more than 256 characters");
    }

    @Test
    void whoeverWaitsIsNeitherSlowNorOfAGang() {
        assertThat(problems(dag -> dag.task("t", () -> 1).limit("mail").copyWhenSlow()))
                .singleElement()
                .asString()
                .contains("copyWhenSlow() does not go with limit(..)");
        assertThat(problems(dag -> dag.task("t", () -> 1).limit("mail").gang("g")))
                .singleElement()
                .asString()
                .contains("gang(\"g\") does not go with limit(..)");
    }
}

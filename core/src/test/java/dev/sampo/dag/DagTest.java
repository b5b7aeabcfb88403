package dev.sampo.dag;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Blueprint.Kind;
import dev.sampo.resilience.Retry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DagTest {
    private final PlainEncoder encoder = new PlainEncoder();

    @Test
    void theFirstProgramCompiles() {
        var dag = Dag.named("word-count");
        var pages = dag.task("pages", () -> List.of("a b", "c"));
        var words = dag.each("words", pages, (String page) -> page.split(" ").length)
                .needs(cpus(1).memory("256MB"))
                .retry(Retry.exponential(5).startingAt(Duration.ofMillis(200)));
        var total = dag.task("total", words.all(), counts -> counts.size())
                .where(label("disk").is("nvme"))
                .timeout(Duration.ofMinutes(5));

        Blueprint blueprint = dag.compile(encoder);

        assertThat(blueprint.size()).isEqualTo(3);
        assertThat(blueprint.kind(blueprint.taskNamed("words"))).isEqualTo(Kind.EACH);
        assertThat(blueprint.input(2, 0)).isEqualTo(1);
        assertThat(blueprint.successorCount(0)).isEqualTo(1);
        assertThat(blueprint.options(1).needs()).isEqualTo(cpus(1).memory("256MB"));
        assertThat(blueprint.options(1).retry().retriesMax()).isEqualTo(5);
        assertThat(blueprint.options(2).timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(total.name()).isEqualTo("total");
    }

    @Test
    void aBlueprintReadBackIsTheSame() {
        var dag = Dag.named("round-trip").allow(Duration.class).allow("com.acme.shapes");
        var factor = dag.value("factor", 3);
        var scaled = dag.each("scaled", List.of(1, 2), factor, (element, by) -> element * by)
                .needs(cpus(0.5).gpus(1).and("licence", 2))
                .prefer(label("zone")
                        .in("b", "a")
                        .and(label("slow").isNot("yes"))
                        .and(label("ssd").isPresent()))
                .priority(-7)
                .keep();
        dag.task("sum", scaled.all(), values -> values.size()).after(factor);

        Blueprint blueprint = dag.compile(encoder);
        Blueprint copy = Blueprint.read(blueprint.bytes());

        assertThat(copy).isEqualTo(blueprint);
        assertThat(BlueprintFormat.write(copy)).isEqualTo(blueprint.bytes());
        assertThat(copy.allowed()).containsExactly("com.acme.shapes.", "dev.sampo.dag.", "java.time.Duration");
        assertThat(copy.options(copy.taskNamed("scaled"))).isEqualTo(blueprint.options(blueprint.taskNamed("scaled")));
        assertThat(copy.afterCount(copy.taskNamed("sum"))).isEqualTo(1);
        assertThat(text(copy, "scaled.elements")).isEqualTo("list [1, 2]");
        assertThat(text(copy, "factor")).isEqualTo("3");
    }

    @Test
    void tasksKeepTheOrderTheyWereAddedInUnlessOneComesAfterALaterOne() {
        var dag = Dag.named("order");
        var first = dag.task("first", () -> 1);
        dag.task("second", () -> 2);
        var third = dag.task("third", () -> 3);
        first.after(third);

        Blueprint blueprint = dag.compile(encoder);

        assertThat(names(blueprint)).containsExactly("third", "first", "second");
    }

    @Test
    void defaultsHoldForEveryOptionATaskDoesNotSet() {
        var dag = Dag.named("defaults");
        dag.task("a", () -> 1).priority(5);
        dag.task("b", () -> 1).needs(cpus(2));
        dag.defaults(TaskOptions.DEFAULTS.needs(cpus(4)).priority(1));

        Blueprint blueprint = dag.compile(encoder);

        assertThat(blueprint.options(0))
                .isEqualTo(TaskOptions.DEFAULTS.needs(cpus(4)).priority(5));
        assertThat(blueprint.options(1))
                .isEqualTo(TaskOptions.DEFAULTS.needs(cpus(2)).priority(1));
    }

    @Test
    void aNullIsRefusedWhereItIsWritten() {
        var dag = Dag.named("nulls");
        var one = dag.task("one", () -> 1);

        assertThatThrownBy(() -> one.needs(null)).hasMessageContaining("needs of \"one\"");
        assertThatThrownBy(() -> dag.value("v", null)).hasMessageContaining("value of \"v\"");
        assertThatThrownBy(() -> dag.task("t", (Body0<Integer>) null)).hasMessageContaining("body of \"t\"");
        assertThatThrownBy(() -> dag.task("t", (Handle<Integer>) null, x -> x)).hasMessageContaining("input of \"t\"");
        assertThatThrownBy(() -> Dag.named(null)).hasMessageContaining("name of a Dag");
    }

    private static List<String> names(Blueprint blueprint) {
        return IntStream.range(0, blueprint.size())
                .mapToObj(blueprint::taskName)
                .toList();
    }

    private static String text(Blueprint blueprint, String task) {
        return new String(blueprint.payload(blueprint.taskNamed(task)), StandardCharsets.UTF_8);
    }
}

package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.job.TaskState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inputs that bodies can do without, and tasks that stand in for others, as users see them. */
class FailureFacadeTest {
    private static Sampo sampo;

    @BeforeAll
    static void start() {
        sampo = Sampo.local();
    }

    @AfterAll
    static void stop() {
        sampo.close();
    }

    private static String fails() {
        throw new IllegalStateException("boom");
    }

    private static int half(int number) {
        if (number % 2 == 1) {
            throw new IllegalArgumentException("odd");
        }
        return number / 2;
    }

    @Test
    void aBodyGetsAnOptionalForEachInputItCanDoWithout() {
        var dag = Dag.named("optional");
        var missing = dag.task("missing", FailureFacadeTest::fails);
        var there = dag.task("there", () -> "there");
        var none = dag.<String>task("none", () -> null);
        var text = dag.task(
                "text",
                missing.optional(),
                there.optional(),
                none.optional(),
                (a, b, c) -> a.orElse("-") + b.orElse("-") + c.orElse("-"));
        var job = sampo.submit(dag);

        assertThat(job.await(text)).isEqualTo("-there-");
        job.await();
        assertThat(job.await(missing.optional())).isEmpty();
        assertThat(job.await(there.optional())).contains("there");
        assertThatThrownBy(() -> job.await(missing))
                .isInstanceOf(SampoException.TaskFailed.class)
                .hasMessageContaining("boom");
        assertThat(job.status().failed()).isEqualTo(1);
    }

    @Test
    void elementsThatFailedAreEmptyAndTheRestIsThere() {
        var dag = Dag.named("elements");
        var halves = dag.each("halves", List.of(2, 3, 4), FailureFacadeTest::half);
        var some = dag.task("some", halves.optional(), List::copyOf);
        var all = dag.task("all", halves.all().optional(), Optional::isPresent);
        var again = dag.each(
                "again", halves.optional(), half -> half.map(x -> x * 10).orElse(-1));
        var job = sampo.submit(dag);

        assertThat(job.await(some)).containsExactly(Optional.of(1), Optional.empty(), Optional.of(2));
        assertThat(job.await(all)).isFalse();
        assertThat(job.await(again)).containsExactly(10, -1, 20);
        assertThat(job.await(halves.optional())).containsExactly(Optional.of(1), Optional.empty(), Optional.of(2));
        job.await();
        assertThatThrownBy(() -> job.await(halves))
                .isInstanceOf(SampoException.TaskFailed.class)
                .hasMessageContaining("halves[1]")
                .hasMessageContaining("odd");
    }

    @Test
    void aStandInMakesTheValueAndWhoReadsItCannotTell() {
        var dag = Dag.named("stand-in");
        var list = dag.task("list", () -> List.of(fails())).orElse(dag.task("other", () -> List.of("a", "b")));
        var lengths = dag.each("lengths", list, String::length);
        var number = dag.task("number", () -> half(3)).orElse(dag.value("seven", 7));
        var unused = dag.task("unused", () -> 1);
        var one = dag.task("one", () -> half(2)).orElse(unused);
        var sum = dag.task("sum", lengths.all(), number, one, (all, n, m) -> all.size() + n + m);
        var job = sampo.submit(dag);

        assertThat(job.await(sum)).isEqualTo(2 + 7 + 1);
        assertThat(job.await(list)).containsExactly("a", "b");
        assertThat(job.ended().toCompletableFuture().join()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(job.explain(unused).state()).isEqualTo(TaskState.SKIPPED);
        assertThatThrownBy(() -> job.await(unused))
                .hasMessageContaining("was not run: it stands in for one, which needs nobody to");
    }

    @Test
    void whatWasSkippedSaysWhy() {
        var dag = Dag.named("skipped");
        var a = dag.task("a", FailureFacadeTest::fails);
        var b = dag.task("b", a, String::length);
        var c = dag.task("c", b, x -> x);
        var end = dag.task("end", c.optional(), Optional::isPresent);
        var job = sampo.submit(dag);

        assertThat(job.await(end)).isFalse();
        assertThatThrownBy(() -> job.await(c))
                .isInstanceOf(SampoException.TaskFailed.class)
                .hasMessageContaining("was not run: it needs b, which was skipped, since a has failed for good")
                .hasMessageContaining("boom");
        assertThat(job.await(c.optional())).isEmpty();
    }
}

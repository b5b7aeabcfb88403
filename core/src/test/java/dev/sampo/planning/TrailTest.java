package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Body2;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What led to one task, in cases that are not plain. */
class TrailTest {
    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;
    private static final Body2<Integer, Integer, Integer> BOTH = Integer::sum;
    private static final Body0<List<Integer>> LIST = () -> List.of();
    private static final Body1<List<Integer>, Integer> SIZE = List::size;

    private final Rig rig = new Rig().with("a", cpus(4));

    private void ran(String task, long millis) {
        rig.advance(millis);
        rig.succeedAfter("a", task, 1_000 * millis);
    }

    private JobExplanation explain() {
        return ((Answer.JobExplained) rig.ask(ticket -> new Input.AskJobExplanation(ticket, Rig.JOB))).explanation();
    }

    private List<String> path() {
        return explain().path().stream().map(JobExplanation.Step::task).toList();
    }

    @Test
    void whoStillWaitsWaitsForWhatHasNotEnded() {
        var dag = Dag.named("dag");
        dag.task("sum", dag.task("fast", FIRST), dag.task("slow", FIRST), BOTH);
        rig.submit(dag);
        ran("fast", 100);
        rig.advance(200);

        assertThat(rig.explain(2).late())
                .isEqualTo("300 ms since its job was accepted: 300 ms running; by way of slow, sum");
    }

    @Test
    void ofAnEachTheLatestElementIsTheWay() {
        var dag = Dag.named("dag");
        dag.each("part", dag.task("list", LIST), NEXT);
        rig.submit(dag);
        rig.advance(10);
        assertThat(rig.explain(1).late()).startsWith("10 ms").endsWith("; by way of list, part");
        rig.end("a", "list", Outcome.Succeeded.of(Rig.list(2)), 10_000);
        ran("part[1]", 20);
        assertThat(rig.explain(1).late()).endsWith("; by way of list, part[0]");
        ran("part[0]", 30);

        rig.advance(40);
        assertThat(rig.explain(1).late())
                .isEqualTo("60 ms since its job was accepted: 40 ms running, 20 ms on the way to a node and back;"
                        + " by way of list, part[0]");
    }

    @Test
    void whatNeverRunsIsNotLate() {
        var dag = Dag.named("dag");
        dag.task("next", dag.task("first", FIRST), NEXT);
        dag.task("other", FIRST);
        rig.submit(dag);
        rig.fail("a", "first");

        assertThat(rig.ledger().job(Rig.JOB).state(1)).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.explain(1).late()).isEmpty();
        assertThat(rig.explain(2).late()).isEmpty();
        assertThat(rig.explain(0).late()).endsWith("by way of first");
    }

    @Test
    void aPauseWhileSomethingRunsTakesNothingFromTheTimeInLine() {
        var other = Dag.named("other");
        other.task("other", FIRST).needs(cpus(4));
        rig.submit(new JobId("other"), other);
        var dag = Dag.named("dag");
        dag.task("task", FIRST);
        rig.submit(dag);
        rig.advance(700);
        rig.succeed("a", "other");
        rig.ask(ticket -> new Input.Pause(ticket, Rig.JOB));
        rig.advance(200);
        rig.ask(ticket -> new Input.Resume(ticket, Rig.JOB));
        rig.advance(100);
        rig.succeedAfter("a", "task", 300_000);

        assertThat(explain().times()).isEqualTo(new Times(300, 700, 0, 0, 0));
    }

    @Test
    void aBodyWhoseTaskMakesItsValueRan() {
        var dag = Dag.named("dag");
        dag.task("next", dag.task("task", FIRST), NEXT);
        rig.submit(dag);
        rig.advance(10_000);
        var added = Dag.named("added");
        added.task("more", FIRST);
        var more = added.compile(new PlainEncoder());
        rig.end("a", "task", new Outcome.Succeeded(Rig.inline(""), Optional.of(new Outcome.Growth(more, 0))));
        rig.knows(more);
        String maker = rig.running("a").get(0);
        assertThat(rig.explain(0).late()).startsWith("10.0 s since its job was accepted: 10.0 s running;");
        ran(maker, 500);
        ran("next", 10);

        assertThat(path()).containsExactly("task", maker, "next");
        assertThat(explain().times()).isEqualTo(new Times(10_510, 0, 0, 0, 0));
        assertThat(rig.explain(0).late()).startsWith("10.5 s").endsWith("by way of task, " + maker);
    }

    @Test
    void whatFailedWasWaitedForByThoseThatDoWithoutIt() {
        var dag = Dag.named("dag");
        var price = dag.task("price", FIRST);
        var news = dag.task("news", dag.task("feed", FIRST), NEXT);
        dag.task("report", price, news.optional(), (a, b) -> a + b.orElse(1));
        rig.submit(dag);
        ran("price", 10);
        rig.advance(490);
        rig.fail("a", "feed");
        ran("report", 20);

        assertThat(path()).containsExactly("feed", "report");
    }

    @Test
    void aStandInWaitsForTheFailureOfItsTask() {
        var dag = Dag.named("dag");
        var yesterday = dag.task("yesterday", dag.task("archive", FIRST), NEXT);
        dag.task("quote", FIRST).orElse(yesterday);
        rig.submit(dag);
        ran("archive", 10);
        rig.advance(290);
        assertThat(rig.explain(1).late()).endsWith("300 ms running; by way of quote, yesterday");
        rig.fail("a", "quote");
        ran("yesterday", 20);

        assertThat(path()).containsExactly("quote", "yesterday");
        assertThat(explain().times()).isEqualTo(new Times(20, 0, 0, 300, 0));
    }

    @Test
    void anEachOfNothingWasWaitedForAllTheSame() {
        var dag = Dag.named("dag");
        var parts = dag.each("part", dag.task("list", LIST), NEXT);
        dag.task("size", parts.all(), SIZE);
        rig.submit(dag);
        rig.advance(100);
        rig.end("a", "list", Outcome.Succeeded.of(Rig.list(0)), 100_000);
        ran("size", 10);

        assertThat(path()).containsExactly("list", "size");
    }

    @Test
    void votesThatAgreeCameToSomethingAndOneThatDoesNotDidNot() {
        rig.with("x", cpus(1)).with("y", cpus(1)).with("z", cpus(1));
        var dag = Dag.named("dag");
        dag.task("checked", () -> 1).verify(3, 2);
        rig.submit(dag);

        vote("odd", 300);
        vote("even", 200);
        assertThat(explain().times()).as("nobody is outvoted yet").isEqualTo(new Times(500, 0, 0, 0, 0));
        vote("even", 100);

        assertThat(explain().times()).isEqualTo(new Times(300, 0, 0, 300, 0));
    }

    /** Whichever node is asked next says this. */
    private void vote(String value, long millis) {
        rig.advance(millis);
        for (String node : new String[] {"a", "x", "y", "z"}) {
            if (rig.isThere(node) && rig.running(node).contains("checked")) {
                rig.end(node, "checked", Outcome.Succeeded.of(Rig.inline(value)), millis * 1_000);
                return;
            }
        }
        throw new AssertionError("nobody is asked");
    }
}

package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Body2;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job waited for, and when it will be done. */
class LatenessTest {
    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;
    private static final Body2<Integer, Integer, Integer> BOTH = Integer::sum;

    private static JobExplanation explain(Rig rig, JobId job) {
        return ((Answer.JobExplained) rig.ask(ticket -> new Input.AskJobExplanation(ticket, job))).explanation();
    }

    private static JobExplanation explain(Rig rig) {
        return explain(rig, Rig.JOB);
    }

    private static List<String> path(JobExplanation explanation) {
        return explanation.path().stream().map(JobExplanation.Step::task).toList();
    }

    /** {@code fast} and {@code slow} feed {@code sum}. */
    private static Dag diamond() {
        var dag = Dag.named("dag");
        var fast = dag.task("fast", FIRST);
        var slow = dag.task("slow", FIRST);
        dag.task("last", dag.task("sum", fast, slow, BOTH), NEXT);
        return dag;
    }

    private static void ran(Rig rig, String node, String task, long millis) {
        rig.advance(millis);
        rig.succeedAfter(node, task, 1_000 * millis);
    }

    @Test
    void whatCameLastWasWaitedFor() {
        var rig = new Rig().with("a", cpus(4));
        rig.submit(diamond());
        ran(rig, "a", "fast", 100);
        ran(rig, "a", "slow", 400);
        ran(rig, "a", "sum", 30);
        ran(rig, "a", "last", 20);

        JobExplanation told = explain(rig);
        assertThat(told.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(told.millis()).isEqualTo(550);
        assertThat(path(told)).containsExactly("slow", "sum", "last");
        assertThat(told.times()).isEqualTo(new Times(450, 0, 100, 0, 0));
        assertThat(told.path().get(1)).hasToString("sum was ready after 500 ms: 30 ms running");
        assertThat(told.summary())
                .startsWith(
                        "is succeeded after 550 ms, and 4 of 4 tasks are done. Of what it waited for, 3 tasks, each for"
                                + " the one before: 450 ms running, 100 ms on the way to a node and back");
        assertThat(rig.explain(2).late())
                .isEqualTo("530 ms since its job was accepted: 430 ms running, 100 ms on the way to a node and back;"
                        + " by way of slow, sum");
    }

    @Test
    void timeInLineIsToldFromTimeOnTheWay() {
        var rig = new Rig().with("a", cpus(1));
        var other = Dag.named("other");
        other.task("other", FIRST);
        rig.submit(new JobId("other"), other);
        var dag = Dag.named("dag");
        dag.task("task", FIRST);
        rig.submit(dag);
        rig.advance(700);
        assertThat(explain(rig).times()).isEqualTo(new Times(0, 700, 0, 0, 0));
        assertThat(explain(rig).summary()).contains(". Now task is ready and waits for room");
        rig.succeed("a", "other");
        rig.advance(300);
        assertThat(explain(rig).times()).isEqualTo(new Times(300, 700, 0, 0, 0));
        rig.advance(100);
        rig.succeedAfter("a", "task", 350_000);

        assertThat(explain(rig).times()).isEqualTo(new Times(350, 700, 50, 0, 0));
    }

    @Test
    void attemptsThatCameToNothingAndPausesHaveTheirShare() {
        var rig = new Rig().with("a", cpus(1));
        var dag = Dag.named("dag");
        dag.task("task", FIRST)
                .retry(Retry.fixed(1).startingAt(Duration.ofMillis(100)).withJitter(0));
        rig.submit(dag);
        rig.advance(200);
        rig.fail("a", "task");
        rig.ask(ticket -> new Input.Pause(ticket, Rig.JOB));
        rig.advance(1_100);
        rig.ask(ticket -> new Input.Resume(ticket, Rig.JOB));
        rig.advance(50);
        rig.succeedAfter("a", "task", 50_000);

        assertThat(explain(rig).times()).isEqualTo(new Times(50, 0, 0, 300, 1_000));
    }

    @Test
    void afterAFailoverTheTimeInLineIsNotKnownAnyMore() {
        var rig = new Rig().with("a", cpus(4));
        rig.submit(diamond());
        ran(rig, "a", "fast", 100);
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        assertThat(explain(rig).times()).isEqualTo(new Times(0, 0, 400, 0, 0));
        rig.succeedAfter("a", "slow", 1_000);

        assertThat(path(explain(rig))).containsExactly("slow", "sum");
        assertThat(explain(rig).times().sum()).isEqualTo(explain(rig).millis());
    }

    @Test
    void elementsAndWhatABodyAddsAreOnTheWay() {
        var rig = new Rig().with("a", cpus(4));
        var dag = Dag.named("dag");
        Body0<List<Integer>> list = () -> List.of();
        Body1<List<Integer>, Integer> size = List::size;
        var parts = dag.each("part", dag.task("list", list), NEXT);
        dag.task("size", parts.all(), size);
        rig.submit(dag);
        rig.succeed("a", "list", Rig.list(3));
        ran(rig, "a", "part[1]", 10);
        ran(rig, "a", "part[0]", 10);
        ran(rig, "a", "part[2]", 10);
        ran(rig, "a", "size", 10);

        assertThat(path(explain(rig))).containsExactly("list", "part[2]", "size");
    }

    @Test
    void whereNothingIsKnownTheEndIsUnknown() {
        var rig = new Rig().with("a", cpus(1));
        rig.submit(diamond());

        Outlook outlook = explain(rig).outlook();
        assertThat(outlook.isKnown()).isFalse();
        assertThat(outlook)
                .hasToString(
                        "when it will be done is unknown yet: none of the 4 tasks left is of a kind that has run before");
        assertThat(explain(rig).summary())
                .contains("; when it will be done is unknown yet: none of")
                .doesNotContain("It");
    }

    @Test
    void theLastTaskIsSpokenOfAsOne() {
        var rig = new Rig().with("a", cpus(1));
        var dag = Dag.named("dag");
        dag.task("task", FIRST);
        rig.submit(dag);

        assertThat(explain(rig).summary())
                .endsWith(
                        "; when it will be done is unknown yet: the task that is left is of no kind that has run before");
    }

    @Test
    void theLongestWayIsABound() {
        var rig = new Rig().with("a", cpus(4));
        rig.submit(new JobId("before"), diamond());
        ran(rig, "a", "fast", 100);
        ran(rig, "a", "slow", 300);
        ran(rig, "a", "sum", 50);
        ran(rig, "a", "last", 50);
        rig.submit(diamond());

        assertThat(explain(rig).outlook()).isEqualTo(new Outlook(400, 4, 0, "its longest way takes so long"));
        assertThat(explain(rig).summary())
                .endsWith(". It will be done not before 400 ms from now: its longest way takes so long");
        rig.advance(120);
        assertThat(explain(rig).outlook().millis()).isEqualTo(280);
        rig.succeed("a", "slow");
        assertThat(explain(rig).outlook().millis()).isEqualTo(100);
    }

    @Test
    void soIsWhatAllNodesHaveToDo() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        var dag = Dag.named("dag");
        for (int i = 0; i < 10; i++) {
            dag.task("task-" + i, FIRST).expected(Duration.ofMillis(1_000));
        }
        dag.task("unknown", FIRST);
        rig.submit(dag);

        assertThat(explain(rig).outlook())
                .hasToString(
                        "not before 5.0 s from now: all nodes together have to do for so long with what is left of it;"
                                + " of 1 of the 11 tasks left nothing is known");
    }

    @Test
    void whatGoesBeforeItMayBeInNobodysWay() {
        var rig = new Rig().with("a", cpus(1));
        rig.submit(new JobId("learned"), urgent(1));
        ran(rig, "a", "u-0", 1_000);
        rig.submit(new JobId("urgent"), urgent(4));
        var dag = Dag.named("dag");
        dag.task("task", FIRST).expected(Duration.ofMillis(500));
        rig.submit(dag);

        assertThat(explain(rig).outlook()).isEqualTo(new Outlook(500, 1, 0, "its longest way takes so long"));
    }

    private static Dag urgent(int tasks) {
        var urgent = Dag.named("urgent");
        for (int i = 0; i < tasks; i++) {
            urgent.task("u-" + i, FIRST).priority(5);
        }
        return urgent;
    }

    @Test
    void whatTakesDifferentResourcesCanRunAtOnce() {
        var rig = new Rig().with("a", cpus(2).memory("2g"));
        var dag = Dag.named("dag");
        for (int i = 0; i < 4; i++) {
            dag.task("cpu-" + i, FIRST).needs(cpus(1)).expected(Duration.ofSeconds(1));
            dag.task("memory-" + i, FIRST).needs(Resources.NONE.memory("1g")).expected(Duration.ofSeconds(1));
        }
        rig.submit(dag);

        assertThat(explain(rig).outlook().millis()).isEqualTo(2_000);
    }

    @Test
    void aStandInThatNobodyHasCalledIsNotWaitedFor() {
        var rig = new Rig().with("a", cpus(1));
        var dag = Dag.named("dag");
        var before = dag.task("before", FIRST).expected(Duration.ofSeconds(1));
        var slow = dag.task("slow", before, NEXT).expected(Duration.ofSeconds(60));
        dag.task("quick", FIRST).orElse(slow).expected(Duration.ofSeconds(2));
        rig.submit(dag);

        assertThat(explain(rig).outlook().left()).isEqualTo(2);
        assertThat(explain(rig).outlook().millis()).isEqualTo(3_000);
        rig.succeed("a", "before");
        rig.fail("a", "quick");
        assertThat(explain(rig).outlook().millis()).isEqualTo(60_000);
    }

    @Test
    void whatAnEarlierTermGaveOutMayHaveRunForLong() {
        var rig = new Rig().with("a", cpus(1));
        var dag = Dag.named("dag");
        dag.task("next", dag.task("task", FIRST).expected(Duration.ofSeconds(60)), NEXT)
                .expected(Duration.ofSeconds(1));
        rig.submit(dag);
        rig.advance(59_000);
        rig.failOver(0);

        assertThat(explain(rig).outlook().millis()).isEqualTo(1_000);
    }

    @Test
    void aClockThatIsBehindAddsNothing() {
        var rig = new Rig();
        rig.advance(10_000);
        var dag = Dag.named("dag");
        dag.task("task", FIRST).expected(Duration.ofSeconds(1));
        rig.submit(dag);
        rig.now = 2_000;
        rig.failOver(0);
        rig.with("a", cpus(1));
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        assertThat(rig.running("a")).containsExactly("task");

        assertThat(explain(rig).outlook().millis()).isEqualTo(1_000);
    }

    @Test
    void aDeadlineThatCannotBeMetIsToldAtSubmit() {
        var rig = new Rig().with("a", cpus(1));
        rig.listens(true);
        var dag = Dag.named("dag");
        dag.task("task", FIRST).expected(Duration.ofMillis(500));
        rig.submit(Rig.JOB, dag, JobOptions.DEFAULTS.deadline(rig.now + 400));
        rig.submit(new JobId("relaxed"), dag, JobOptions.DEFAULTS.deadline(rig.now + 60_000));

        assertThat(rig.events.stream()
                        .filter(Event.DeadlineOutOfReach.class::isInstance)
                        .map(Event.DeadlineOutOfReach.class::cast)
                        .toList())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.job()).isEqualTo(Rig.JOB);
                    assertThat(told.notBefore()).isEqualTo(rig.now + 500);
                });
        assertThat(explain(rig).summary()).contains(", and will be late by 100 ms at least");
        assertThat(explain(rig, new JobId("relaxed")).summary()).doesNotContain("late");
    }

    @Test
    void allOfItIsOneText() {
        var rig = new Rig().with("a", cpus(4));
        rig.submit(diamond());
        ran(rig, "a", "fast", 100);

        assertThat(explain(rig).text())
                .startsWith("job job is running after 100 ms")
                .contains("\n  slow was ready after 0 ms: ");
    }
}

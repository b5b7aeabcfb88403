package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the timetable starts next on a node, the node starts by itself: in all of these nothing it says arrives anywhere. */
class UpcomingTest {
    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;

    private final Rig rig = new Rig(RigSettings.placing("critical-path", 60_000), Estimates.NONE, Rig.NEVER_BY_ITSELF);

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** On two cpus "wide" is to wait until "large" has ended. */
    private static Dag dag() {
        var dag = Dag.named("dag");
        var a = dag.task("a", FIRST).expected(millis(200));
        var large = dag.task("large", a, NEXT).needs(cpus(2)).expected(millis(400));
        dag.task("end", large, NEXT).expected(millis(1_000));
        dag.task("wide", FIRST).expected(millis(900));
        return dag;
    }

    private void plan(Dag dag) {
        rig.submit(Rig.JOB, dag, JobOptions.DEFAULTS.plan(1_000));
        rig.find();
    }

    private void ends(String task, long millis) {
        rig.advance(millis);
        rig.succeedAfter("n", task, millis * 1_000);
    }

    private void finish() {
        rig.hear("n");
        rig.advance(60_000);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatWaitsForAnInputOrForRoomStartsTheMomentItCan() {
        rig.with("n", cpus(2));
        plan(dag());
        assertThat(rig.running("n")).containsExactly("a");
        rig.silence("n");

        ends("a", 200);
        assertThat(rig.running("n")).containsExactly("large");
        ends("large", 400);
        assertThat(rig.running("n")).containsExactlyInAnyOrder("end", "wide");

        finish();
        assertThat(rig.transcript).filteredOn(line -> line.startsWith("start")).hasSize(4);
    }

    @Test
    void itIsSaidWhyTheNodeStartedWhat() {
        rig.with("n", cpus(2));
        plan(dag());
        ends("a", 200);
        ends("large", 400);

        String wide =
                "started by its node itself, n: the timetable, the shortest that was found for the job, had it next there";
        assertThat(placement("end")).startsWith("started by its node itself, which had made its inputs");
        assertThat(placement("wide")).isEqualTo(wide);
        rig.failOver(0);
        assertThat(placement("end")).startsWith("started by its node itself, which had made its inputs");
        assertThat(placement("wide")).isEqualTo(wide);
    }

    private String placement(String task) {
        int number = 0;
        while (!rig.ledger().job(Rig.JOB).nameOf(number).equals(task)) {
            number++;
        }
        return rig.explain(number).placement();
    }

    @Test
    void nothingOvertakesWhatIsNextAndHasToWait() {
        rig.with("n", cpus(2));
        var dag = Dag.named("dag");
        var a = dag.task("a", FIRST).expected(millis(200));
        var b = dag.task("b", FIRST).expected(millis(300));
        var large = dag.task("large", a, NEXT).after(b).needs(cpus(2)).expected(millis(400));
        dag.task("end", large, NEXT).expected(millis(1_000));
        dag.task("wide", FIRST).expected(millis(900));
        plan(dag);
        assertThat(rig.running("n")).containsExactlyInAnyOrder("a", "b");
        rig.silence("n");

        ends("a", 200);
        assertThat(rig.running("n")).containsExactly("b");
        rig.advance(100);
        rig.succeedAfter("n", "b", 300_000);
        assertThat(rig.running("n")).containsExactly("large");
    }

    @Test
    void whatComesAfterAnotherWaitsForItThoughThereIsRoom() {
        rig.with("n", cpus(3));
        var dag = Dag.named("dag");
        dag.task("a", FIRST).expected(millis(100));
        var b = dag.task("b", FIRST).expected(millis(200));
        dag.task("next", FIRST).after(b).expected(millis(300));
        plan(dag);
        rig.silence("n");

        ends("a", 100);
        assertThat(rig.running("n")).containsExactly("b");
        ends("b", 200);
        assertThat(rig.running("n")).containsExactly("next");
    }

    @Test
    void whatWaitsForAnotherNodeIsLeftToThePartition() {
        rig.with("n", cpus(1), Map.of("on", "n")).with("m", cpus(1), Map.of("on", "m"));
        var dag = Dag.named("dag");
        var here = dag.task("here", FIRST).where(on("n")).expected(millis(100));
        var there = dag.task("there", FIRST).where(on("m")).expected(millis(200));
        var both = dag.task("both", here, NEXT).after(there).where(on("n")).expected(millis(300));
        dag.task("end", both, NEXT).where(on("m")).expected(millis(1_000));
        dag.task("later", FIRST).where(on("n")).expected(millis(250));
        plan(dag);
        rig.silence("n");

        ends("here", 100);
        assertThat(rig.running("n")).isEmpty();
        rig.succeedAfter("m", "there", 200_000);
        finish();
    }

    private static Selector on(String node) {
        return Selector.label("on").is(node);
    }

    @Test
    void afterOneThatFailedNothingElseStartsByItself() {
        rig.with("n", cpus(2));
        var dag = Dag.named("dag");
        dag.task("a", FIRST).retry(Retry.fixed(3)).expected(millis(100));
        var b = dag.task("b", FIRST).expected(millis(200));
        dag.task("next", b, NEXT).needs(cpus(2)).expected(millis(300));
        plan(dag);
        rig.silence("n");

        rig.fail("n", "a");
        ends("b", 200);
        assertThat(rig.running("n")).isEmpty();
        finish();
    }

    @Test
    void whatBecomesOtherTasksIsNoInputYet() {
        rig.with("n", cpus(2));
        var dag = Dag.named("dag");
        var a = dag.task("a", FIRST).expected(millis(100));
        dag.task("b", FIRST).expected(millis(200));
        dag.task("next", a, NEXT).needs(cpus(2)).expected(millis(300));
        plan(dag);
        rig.silence("n");

        var inner = Dag.named("inner");
        inner.task("grown", FIRST);
        var growth = new Outcome.Growth(inner.compile(new PlainEncoder()), 0);
        rig.end("n", "a", new Outcome.Succeeded(Rig.inline("dag"), Optional.of(growth)), 100_000);
        ends("b", 200);
        assertThat(rig.running("n")).isEmpty();
    }

    @Test
    void onceTasksTakeLongerThanForeseenWhatStartsNextIsThoughtOver() {
        rig.with("n", cpus(2));
        plan(dag());
        ends("a", 600);
        assertThat(rig.running("n")).contains("large");
        rig.silence("n");

        ends("large", 400);
        assertThat(rig.running("n")).doesNotContain("end");
        finish();
    }

    @Test
    void evenWhereATimetableBearsTheDelayWhatStartsNextIsThoughtOver() {
        rig.with("n", cpus(2));
        plan(dag());
        ends("a", 260);
        assertThat(rig.explain(1).summary()).doesNotContain("kept to no timetable");
        rig.silence("n");

        ends("large", 400);
        assertThat(rig.running("n")).isEmpty();
        finish();
    }

    @Test
    void itIsTakenBackWhenSomebodyElseWantsTheNode() {
        rig.with("n", cpus(2));
        plan(dag());
        var other = Dag.named("other");
        other.task("o", FIRST).expected(millis(50));
        rig.submit(new JobId("other"), other);
        rig.silence("n");

        ends("a", 200);
        assertThat(rig.running("n")).doesNotContain("large");
        finish();
    }

    @Test
    void whatWasGivenOutAfterAllDoesNotStartTwice() {
        rig.with("n", cpus(2));
        plan(dag());
        ends("a", 200);
        ends("large", 400);
        ends("end", 1_000);
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript).filteredOn(line -> line.startsWith("start")).hasSize(4);
    }
}

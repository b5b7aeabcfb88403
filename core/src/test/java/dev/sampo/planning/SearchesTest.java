package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.Forced;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job that asked to be planned: it waits for its timetable, is kept to it, and does without where there is none. */
class SearchesTest {
    private static final long BUDGET = 1_000;
    private static final long MICROS = 1_000;
    private static final JobId OTHER = new JobId("other");

    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;

    private final Rig rig = new Rig(RigSettings.placing("critical-path", 60_000), Estimates.NONE, Rig.NEVER_BY_ITSELF);

    /** Whoever starts what is ready starts "wide" too early: after 200 ms "large" and then "end" could begin. */
    private static Dag dag() {
        var dag = Dag.named("dag");
        var a = dag.task("a", FIRST).expected(Duration.ofMillis(200));
        var large = dag.task("large", a, NEXT).needs(cpus(2)).expected(Duration.ofMillis(400));
        dag.task("end", large, NEXT).expected(Duration.ofMillis(1_000));
        dag.task("wide", FIRST).expected(Duration.ofMillis(900));
        return dag;
    }

    private void submit() {
        rig.submit(Rig.JOB, dag(), JobOptions.DEFAULTS.plan(BUDGET));
    }

    private void ends(String task, long millis) {
        rig.succeedAfter("n", task, millis * MICROS);
    }

    @Test
    void nothingBeginsBeforeTheTimetableIsThere() {
        rig.with("n", cpus(2));
        submit();

        assertThat(rig.running("n")).isEmpty();
        assertThat(rig.searches).hasSize(1);
        assertThat(rig.explain(0).summary()).contains("nothing begins before the job's timetable is found, in 2000 ms");

        rig.find();

        assertThat(rig.running("n")).containsExactly("a");
    }

    @Test
    void theTimetableHoldsATaskBackAndItIsSaidUntilWhen() {
        rig.with("n", cpus(2));
        submit();
        rig.find();

        assertThat(rig.explain(wide()).summary())
                .contains("the timetable has it on n in 600 ms, and it waits for its turn there");

        rig.advance(200);
        ends("a", 200);
        assertThat(rig.running("n")).containsExactly("large");
        rig.advance(400);
        ends("large", 400);
        assertThat(rig.running("n")).containsExactlyInAnyOrder("end", "wide");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private int wide() {
        int wide = 0;
        while (!rig.ledger().job(Rig.JOB).nameOf(wide).equals("wide")) {
            wide++;
        }
        return wide;
    }

    private void force(BreakerName breaker, Forced.To to) {
        rig.ask(ticket -> new Input.ForceBreaker(ticket, breaker, to, "n1", ""));
    }

    @Test
    void aNodeThatIsToGetNothingIsInNoTimetable() {
        rig.with("n", cpus(2)).with("m", cpus(2));
        force(BreakerName.of(Rig.node("n")), Forced.To.OPEN);
        submit();
        rig.find();
        assertThat(rig.explain(wide()).summary()).contains("the timetable has it on m in 600 ms");
    }

    @Test
    void aBreakerThatIsForcedEndsTheTimetable() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        assertThat(rig.explain(wide()).summary()).contains("the timetable has it on n");
        force(new BreakerName(Rig.node("n"), "dag", "large"), Forced.To.OPEN);
        assertThat(rig.running("n")).containsExactlyInAnyOrder("a", "wide");
    }

    @Test
    void aSearchThatDoesNotEndInTimeIsNotWaitedForAnyLonger() {
        rig.with("n", cpus(2));
        submit();
        rig.advance(BUDGET + Searches.MARGIN_MILLIS);

        assertThat(rig.running("n")).containsExactlyInAnyOrder("a", "wide");
        assertThat(rig.explain(1).summary()).contains("kept to no timetable: none was found in time");

        rig.find();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whoseDurationsNobodyKnowsIsNotPlannedAndIsToldSo() {
        rig.with("n", cpus(1));
        var dag = Dag.named("dag");
        dag.task("a", FIRST);
        dag.task("b", FIRST).expected(Duration.ofMillis(100));
        rig.submit(Rig.JOB, dag, JobOptions.DEFAULTS.plan(BUDGET));

        assertThat(rig.searches).isEmpty();
        assertThat(rig.running("n")).hasSize(1);
        int waits = rig.running("n").contains(rig.ledger().job(Rig.JOB).nameOf(0)) ? 1 : 0;
        assertThat(rig.explain(waits).summary()).contains("nobody knows how long 1 of its tasks run");
    }

    @Test
    void anotherJobEndsTheWaitAndThePlan() {
        rig.with("n", cpus(2));
        submit();
        var other = Dag.named("other");
        other.task("other", FIRST);
        rig.submit(OTHER, other);

        assertThat(rig.running("n")).hasSize(2);
        rig.find();
        assertThat(rig.explain(1).summary()).doesNotContain("the timetable has it");

        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatDriftsIsPlannedAgainAndNothingWaitsForThat() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        rig.advance(300);
        ends("a", 260);

        assertThat(rig.searches).hasSize(1);
        assertThat(rig.searches.peek().budgetMillis()).isEqualTo(BUDGET / 10);
        assertThat(rig.running("n")).containsExactly("large");

        rig.find();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aPlanThatProvesWrongIsLeftForGood() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        ends("a", 2_000);

        assertThat(rig.searches).isEmpty();
        assertThat(rig.running("n")).isNotEmpty();
        int ready = 1;
        while (!rig.explain(ready).summary().contains("kept to no timetable")) {
            ready++;
        }
        assertThat(rig.explain(ready).summary()).contains("far longer or shorter than expected");
    }

    @Test
    void aNodeThatComesIsPlannedWith() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        rig.with("second", cpus(2));

        assertThat(rig.searches).hasSize(1);
        rig.find();
        assertThat(rig.running("second")).containsExactly("wide");
    }

    @Test
    void afterAFailoverWhatRemainsIsPlannedWhileItGoesOn() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        rig.failOver(0);
        rig.searches.clear();
        rig.advance(5_000);

        assertThat(rig.running("n")).contains("a");
        assertThat(rig.searches).hasSize(1);
        rig.find();
        ends("a", 200);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void tasksThatWereAddedMeanwhileAreInNoTimetable() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        rig.with("second", cpus(2));
        var added = Dag.named("added");
        added.task("more", FIRST);
        var more = added.compile(new PlainEncoder());
        var growth = new Outcome.Growth(more, Outcome.Growth.NO_RESULT);
        rig.end("n", "a", new Outcome.Succeeded(Rig.inline("a"), Optional.of(growth)), 200 * MICROS);
        rig.knows(more);
        rig.find();
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aResultThatIsOutOfDateChangesNothing() {
        rig.with("n", cpus(2));
        submit();
        rig.find();
        rig.step(new Input.Found(Rig.JOB, 17, null));
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }
}

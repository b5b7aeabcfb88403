package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs that are paused and resumed. */
class SteeringTest {
    private final Rig rig = new Rig().with("n", cpus(1));

    private static Dag three() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        dag.task("b", a, x -> x);
        dag.task("c", () -> 1);
        return dag;
    }

    private JobStatus pause() {
        return ((Answer.Steered) rig.ask(ticket -> new Input.Pause(ticket, Rig.JOB))).status();
    }

    private JobStatus resume() {
        return ((Answer.Steered) rig.ask(ticket -> new Input.Resume(ticket, Rig.JOB))).status();
    }

    @Test
    void whatRunsEndsAndCountsAndNothingElseBeginsUntilTheJobIsResumed() {
        rig.submit(three());
        assertThat(rig.running("n")).containsExactly("a");
        assertThat(pause()).isEqualTo(JobStatus.PAUSED);
        rig.succeed("n", "a");
        rig.advance(60_000);

        assertThat(rig.running("n")).isEmpty();
        assertThat(rig.status().status()).isEqualTo(JobStatus.PAUSED);
        assertThat(rig.status().succeeded()).isEqualTo(1);
        assertThat(rig.explain(2).summary()).contains("ready and waits for its job to be resumed");

        assertThat(resume()).isEqualTo(JobStatus.RUNNING);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatWaitsAtANodeComesBackAndOthersUseTheRoom() {
        var dag = Dag.named("dag");
        for (int i = 0; i < 30; i++) {
            dag.task("t" + i, () -> 1);
        }
        rig.submit(dag);
        rig.succeedAfter("n", "t0", 1_000);
        assertThat(rig.status().assigned()).isGreaterThan(2);
        pause();
        assertThat(rig.status().assigned()).isEqualTo(1);
        var other = new JobId("other");
        rig.submit(other, three());
        rig.succeed("n", rig.running("n").get(0));
        assertThat(rig.attempt("n", rig.running("n").get(0)).job()).isEqualTo(other);
        resume();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aPauseOutlivesItsScheduler() {
        rig.submit(three());
        pause();
        rig.failOver(0);
        rig.advance(10_000);
        rig.succeed("n", "a");
        assertThat(rig.running("n")).isEmpty();
        assertThat(rig.status().status()).isEqualTo(JobStatus.PAUSED);
        resume();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aPauseThatWasNotYetDurableIsForgottenByTheNodesToo() {
        rig.submit(three());
        pause();
        rig.failOver(LastFacts.of(rig.journal, 1));
        rig.advance(10_000);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aNodeThatComesDuringThePauseGetsNothing() {
        rig.submit(three());
        pause();
        rig.with("m", cpus(4));
        rig.advance(10_000);
        assertThat(rig.running("m")).isEmpty();
        rig.kill("n");
        rig.advance(60_000);
        assertThat(rig.running("m")).isEmpty();
        resume();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aRetryThatFallsDueWaits() {
        var dag = Dag.named("dag");
        dag.task("a", () -> 1)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(5)).withJitter(0));
        rig.submit(dag);
        rig.fail("n", "a");
        pause();
        assertThat(rig.explain(0).summary()).endsWith("; its job is paused");
        rig.advance(60_000);
        assertThat(rig.running("n")).isEmpty();
        resume();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void bothAreIdempotentAndNothingOfAnEndedJobChanges() {
        rig.submit(three());
        resume();
        pause();
        pause();
        resume();
        resume();
        rig.runAll();
        assertThat(pause()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(resume()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.journal).filteredOn(JobEvent.JobPaused.class::isInstance).hasSize(1);
        assertThat(rig.journal)
                .filteredOn(JobEvent.JobResumed.class::isInstance)
                .hasSize(1);
        var unknown = new JobId("unknown");
        assertThat(rig.ask(ticket -> new Input.Pause(ticket, unknown))).isEqualTo(new Answer.NoSuchJob(unknown));
        assertThat(rig.ask(ticket -> new Input.Resume(ticket, unknown))).isEqualTo(new Answer.NoSuchJob(unknown));
    }

    @Test
    void aPausedJobCanBeCancelled() {
        rig.submit(three());
        pause();
        rig.ask(ticket -> new Input.Cancel(ticket, Rig.JOB, "enough"));
        assertThat(rig.interrupted("n")).isNotEmpty();
        assertThat(pause()).isEqualTo(JobStatus.CANCELLING);
    }

    @Test
    void aPausedJobEndsWhenItsLastTaskDoes() {
        var dag = Dag.named("dag");
        dag.task("a", () -> 1);
        rig.submit(dag);
        pause();
        rig.succeed("n", "a");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatANodeGivesBackAsItsSessionBeginsIsNotTakenForHeld() {
        var dag = Dag.named("dag");
        for (int i = 0; i < 9; i++) {
            dag.task("t" + i, () -> 1);
        }
        rig.submit(dag);
        rig.succeed("n", "t0");
        rig.stickDisk();
        pause();
        rig.failOver(0);
        resume();
        rig.advance(10_000);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }
}

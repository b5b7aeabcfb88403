package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that go on without what has failed. */
class FailuresAllowedTest {
    private final Rig rig = new Rig().with("n", cpus(10));

    /** Two branches of two, and one that needs both. */
    private static Dag branches() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        var b = dag.task("b", () -> 1);
        var afterA = dag.task("after-a", a, x -> x);
        var afterB = dag.task("after-b", b, x -> x);
        dag.task("both", afterA, afterB, Integer::sum);
        return dag;
    }

    @Test
    void whatDoesNotNeedTheFailedTaskGoesOnAndThenTheJobHasFailed() {
        rig.submitAllowing(Integer.MAX_VALUE, branches());
        rig.fail("n", "a");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.explain(2).summary()).isEqualTo("is not run: it needs a, which has failed for good: E: boom");

        rig.succeed("n", "b");
        rig.succeed("n", "after-b");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason()).isEqualTo("task a: E: boom; 2 could not run because of that");
        assertThat(rig.ledger().job(Rig.JOB).state(3)).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void oneFailureMoreThanAllowedEndsTheJobAtOnce() {
        rig.submitAllowing(1, branches());
        rig.fail("n", "a");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        rig.fail("n", "b");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason()).isEqualTo("task a: E: boom; 1 other failed");
    }

    @Test
    void theLastToFailEndsTheJobWhenNothingIsLeft() {
        rig.submitAllowing(2, branches());
        rig.succeed("n", "b");
        rig.fail("n", "after-b");
        rig.fail("n", "a");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason()).endsWith("; 1 other failed; 2 could not run because of that");
    }

    @Test
    void aTaskThatIsToBeTriedAgainIsWaitedFor() {
        var dag = Dag.named("dag");
        dag.task("a", () -> 1);
        dag.task("again", () -> 1)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(9)).withJitter(0));
        rig.submitAllowing(1, dag);
        rig.fail("n", "again");
        rig.fail("n", "a");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);

        rig.advance(9_000);
        rig.succeed("n", "again");
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    /** Both readers wait for the value anew when it is lost, one of them between two tries; then it will never come. */
    @Test
    void aTaskThatWaitsInVainBetweenTwoTriesDoesNotKeepTheJob() {
        rig.with("m", cpus(10));
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> "large");
        dag.task("b", a, String::length)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(30)).withJitter(0));
        dag.task("c", a, String::length);
        rig.submitAllowing(Integer.MAX_VALUE, dag);
        String maker = rig.running("n").contains("a") ? "n" : "m";
        rig.succeed(maker, "a", new Value.Stored(Rig.node(maker), 1 << 20, 7, Value.NO_LIST));
        String reader = rig.running("n").contains("b") ? "n" : "m";
        rig.fail(reader, "b");
        rig.end(rig.running("n").contains("c") ? "n" : "m", "c", new Outcome.InputLost(0));
        rig.fail(rig.running("n").contains("a") ? "n" : "m", "a");
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void theOtherElementsOfAnEachGoOn() {
        var dag = Dag.named("dag");
        var each = dag.each("e", List.of(1, 2, 3), x -> x);
        dag.task("all", each.all(), List::size);
        rig.submitAllowing(Integer.MAX_VALUE, dag);
        rig.fail("n", "e[1]");
        rig.succeed("n", "e[0]");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        rig.succeed("n", "e[2]");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason()).isEqualTo("task e[1]: E: boom; 2 could not run because of that");
    }

    @Test
    void theNextSchedulerGoesOnToo() {
        rig.submitAllowing(Integer.MAX_VALUE, branches());
        rig.fail("n", "a");
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.ledger().job(Rig.JOB).state(3)).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void aJobThatAllowsFailuresAndHasNoneSucceeds() {
        rig.submitAllowing(3, branches());
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }
}

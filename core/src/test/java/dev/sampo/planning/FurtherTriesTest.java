package dev.sampo.planning;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sampo.dag.Dag;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When, where and why a task is tried again, and by which scheduler makes no difference. */
class FurtherTriesTest {
    private static final int TASK = 0;
    private final Rig rig = new Rig();

    private static Dag dag(Retry retry) {
        var dag = Dag.named("tries");
        dag.task("t", () -> 1).retry(retry);
        return dag;
    }

    private void failOn(String node) {
        rig.fail(node, "t");
    }

    private List<JobEvent.AttemptFailed> failures() {
        return rig.journal.stream()
                .filter(JobEvent.AttemptFailed.class::isInstance)
                .map(JobEvent.AttemptFailed.class::cast)
                .toList();
    }

    private long lastWait() {
        var last = failures().get(failures().size() - 1);
        return last.retryAt() - last.at();
    }

    @Test
    void anExceptionThatThePolicyExcludesIsTheLast() {
        rig.with("n1", Resources.cpus(1)).submit(dag(Retry.fixed(3).notOn(IllegalStateException.class)));
        rig.end("n1", "t", new Outcome.Failed(new Failure(Failure.Kind.THREW, "a.MyState", "no", "", true, 0)));

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(TASK).summary())
                .isEqualTo("failed for good: its policy does not try again after a.MyState (any exception, not on"
                        + " java.lang.IllegalStateException)");
    }

    @Test
    void aTimeoutIsTriedAgainOnlyIfThePolicyIncludesIt() {
        var dag = Dag.named("tries");
        dag.task("t", () -> 1)
                .retry(Retry.fixed(3).on(java.io.IOException.class))
                .timeout(ofSeconds(1));
        rig.with("n1", Resources.cpus(1)).submit(dag);
        rig.advance(1_000);
        rig.end("n1", "t", new Outcome.Cancelled());

        assertThat(rig.explain(TASK).summary()).contains("does not try again after a timeout");
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void anExceptionThatAsksForAWaitGetsIt() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(Retry.fixed(3).startingAt(ofMillis(100)).atMost(ofSeconds(60))));
        rig.ask("n1", "t", 30_000);

        assertThat(lastWait()).isBetween(30_000L, 36_000L);
        assertThat(rig.explain(TASK).summary())
                .isEqualTo("failed and is tried again in " + lastWait()
                        + " ms, as its exception asked (at least PT30S; retry 1 of 3)");
        rig.advance(lastWait() - 1);
        assertThat(rig.running("n1")).isEmpty();
        rig.advance(1);
        assertThat(rig.running("n1")).containsExactly("t");

        rig.ask("n1", "t", 500_000);
        assertThat(lastWait()).isEqualTo(60_000);
        assertThat(rig.explain(TASK).summary())
                .contains("(at least PT8M20S, of which its policy grants PT1M; retry 2 of 3)");
    }

    @Test
    void whoAsksForAnotherTryGetsNoMoreThanThePolicyAllows() {
        rig.with("n1", Resources.cpus(1)).submit(dag(Retry.fixed(1).startingAt(ofMillis(100))));
        rig.ask("n1", "t", 1_000);
        rig.advance(2_000);
        rig.ask("n1", "t", 1_000);

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(TASK).summary())
                .isEqualTo("failed for good: its policy allows 1 retry, and this was failure 2");
    }

    @Test
    void noTryFallsDueAfterTheBudgetWhicheverSchedulerCounts() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(
                        Retry.fixed(100).startingAt(ofSeconds(4)).withJitter(0).within(ofSeconds(10))));
        rig.advance(5_000); // Before the first failure nothing is counted.
        failOn("n1");
        rig.advance(4_000);
        rig.failOver(0);
        rig.advance(3_000);
        assertThat(rig.running("n1")).containsExactly("t");
        failOn("n1");

        assertThat(failures()).hasSize(2);
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(TASK).summary())
                .isEqualTo(
                        "failed for good: the next try would have fallen due later than PT10S after its first failure");
    }

    @Test
    void aWaitThatWouldOutlastTheBudgetIsNotBegun() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(Retry.fixed(9).startingAt(ofMillis(10)).within(ofMinutes(1))));
        rig.ask("n1", "t", 60_001);

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void aDecorrelatedWaitGoesOnFromTheOneInTheJournal() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(Retry.decorrelated(9).startingAt(ofMillis(1_000)).atMost(ofMinutes(60))));
        failOn("n1");
        double drawn = Double.NaN;
        for (int round = 0; round < 8; round++) {
            long previous = lastWait();
            rig.advance(previous);
            rig.failOver(0); // Each new scheduler of a rig begins with the same random numbers.
            failOn("n1");
            double again = (lastWait() - 1_000) / (3.0 * previous - 1_000);
            assertThat(again).isBetween(0.0, 1.0);
            if (round > 0) {
                assertThat(again).isCloseTo(drawn, within(0.001));
            }
            drawn = again;
        }
    }

    @Test
    void aRetryThatIsDueWhenNoSchedulerIsThereIsMadeByTheNextOne() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(Retry.fixed(1).startingAt(ofSeconds(2)).withJitter(0)));
        failOn("n1");
        rig.failOver(0);
        rig.advance(1_999);
        assertThat(rig.running("n1")).isEmpty();
        rig.advance(1);
        assertThat(rig.running("n1")).containsExactly("t");
    }

    @Test
    void aTryThatRunsWhenTheSchedulerDiesGoesOn() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(Retry.fixed(1).startingAt(ofSeconds(2)).withJitter(0)));
        failOn("n1");
        rig.advance(2_000);
        rig.failOver(0);
        rig.advance(5_000);
        assertThat(rig.interrupted("n1")).isEmpty();
        rig.succeed("n1", "t");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript).containsExactly("start t on n1", "start t on n1");
    }

    @Test
    void anotherNodeIsPreferredAfterAFailureEvenByTheNextScheduler() {
        rig.with("n1", Resources.cpus(2), Map.of("disk", "ssd")).with("n2", Resources.cpus(1));
        var dag = Dag.named("tries");
        dag.task("t", () -> 1)
                .prefer(Selector.label("disk").is("ssd"))
                .retry(Retry.fixed(5).startingAt(ofSeconds(1)).withJitter(0).onOtherNodes());
        rig.submit(dag);
        failOn("n1");
        rig.advance(500);
        rig.failOver(0);
        rig.advance(500);
        assertThat(rig.running("n2")).containsExactly("t");

        failOn("n2"); // It has failed on both: back to the one it would rather have.
        rig.advance(1_000);
        assertThat(rig.running("n1")).containsExactly("t");
        assertThat(rig.explain(TASK).candidates())
                .filteredOn(candidate -> candidate.node().equals("n1"))
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.why()).contains("it has failed there"));
    }

    @Test
    void noNodeIsWaitedFor() {
        rig.with("n1", Resources.cpus(1))
                .submit(dag(Retry.fixed(1).startingAt(ofMillis(10)).onOtherNodes()));
        failOn("n1");
        rig.advance(20);

        assertThat(rig.running("n1")).containsExactly("t");
    }

    @Test
    void tasksThatFailedOnDifferentNodesGoTheirSeparateWays() {
        rig.with("n1", Resources.cpus(4)).with("n2", Resources.cpus(4));
        var dag = Dag.named("tries");
        var elsewhere = Retry.fixed(1).startingAt(ofMillis(10)).withJitter(0).onOtherNodes();
        for (int i = 0; i < 8; i++) {
            dag.task("t" + i, () -> 1).retry(elsewhere);
        }
        rig.submit(dag);
        var before = Map.of("n1", rig.running("n1"), "n2", rig.running("n2"));
        before.forEach((node, tasks) -> tasks.forEach(task -> rig.fail(node, task)));
        rig.advance(10);

        assertThat(rig.running("n1")).containsExactlyElementsOf(before.get("n2"));
        assertThat(rig.running("n2")).containsExactlyElementsOf(before.get("n1"));
    }

    @Test
    void aSuccessEndsWhatTheBudgetIsCountedFrom() {
        rig.with("n1", Resources.cpus(1)).submit(dag(Retry.fixed(1).startingAt(ofMillis(10))));
        failOn("n1");
        rig.advance(20);
        rig.succeed("n1", "t");

        assertThat(rig.ledger().job(Rig.JOB).state(TASK)).isEqualTo(TaskState.SUCCEEDED);
        assertThat(rig.ledger().job(Rig.JOB).tries().hasFailed(TASK)).isFalse();
    }
}

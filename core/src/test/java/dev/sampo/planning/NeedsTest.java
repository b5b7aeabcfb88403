package dev.sampo.planning;

import static dev.sampo.planning.Rig.JOB;
import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an attempt holds, where that is not one fixed amount. */
class NeedsTest {
    private static final Resources GPU = Resources.NONE.gpus(1);
    private static final Resources CPUS = cpus(16);

    private final Rig rig = new Rig();

    private static Dag either(int count) {
        var dag = Dag.named("either");
        for (int i = 0; i < count; i++) {
            dag.task("t" + i, () -> 1).needs(GPU).orNeeds(CPUS);
        }
        return dag;
    }

    private void failsOf(String node, String task, Failure.Kind kind, String type) {
        rig.end(node, task, new Outcome.Failed(new Failure(kind, type, "it did", "")));
    }

    private void runsOutOfMemory(String node, String task) {
        failsOf(node, task, Failure.Kind.THREW, "java.lang.OutOfMemoryError");
    }

    private void runAgain() {
        rig.advance(10_000);
    }

    @Test
    void theFirstChoiceComesBeforeTheSecondWhereverThereIsRoomForIt() {
        rig.with("n1", cpus(32)).with("n2", cpus(1).gpus(1));
        rig.submit(either(1));

        assertThat(rig.running("n2")).containsExactly("t0");
        assertThat(rig.holds("n2", "t0")).isEqualTo(GPU);
    }

    @Test
    void theSecondChoiceIsTakenRatherThanToWait() {
        rig.with("n1", cpus(32)).with("n2", cpus(1).gpus(1));
        rig.submit(either(4));

        assertThat(rig.running("n2")).containsExactly("t0");
        assertThat(rig.running("n1")).containsExactly("t1", "t2");
        assertThat(rig.holds("n1", "t1")).isEqualTo(CPUS);
        assertThat(rig.free("n1")).isEqualTo(Resources.NONE);
        assertThat(rig.explain(1).summary()).contains("holding cpus=16");
        assertThat(rig.explain(1).placement())
                .contains("put on n1 with cpus=16, since it could not start with gpus=1,");
        assertThat(rig.explain(3).summary()).startsWith("is ready and waits for room (gpus=1, or cpus=16)");
    }

    @Test
    void whatIsHeldIsLetGoWhicheverChoiceItWas() {
        rig.with("n1", cpus(32)).with("n2", cpus(1).gpus(1));
        rig.submit(either(20));
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.free("n1")).isEqualTo(cpus(32));
        assertThat(rig.free("n2")).isEqualTo(cpus(1).gpus(1));
    }

    /** A scheduler that took it for the first choice would give the node more than it can run, or less. */
    @Test
    void aSchedulerThatTakesOverKnowsWhichChoiceEachAttemptHolds() {
        rig.with("n1", cpus(32));
        rig.submit(either(3));
        rig.failOver(0);
        rig.advance(1_000);

        assertThat(rig.running("n1")).containsExactly("t0", "t1");
        assertThat(rig.explain(0).summary()).contains("holding cpus=16");
        assertThat(rig.explain(2).candidates().toString()).contains("full for now: cpus=16 short");

        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.free("n1")).isEqualTo(cpus(32));
    }

    @Test
    void whatIsGivenBackOrTakenBackLeavesNothingHeld() {
        rig.with("n1", cpus(16)).with("n2", cpus(16));
        rig.submit(either(2));
        rig.turn("n1", Availability.DRAINING, 0);
        rig.ask(ticket -> new Input.Cancel(ticket, JOB, "no more"));
        rig.submit(new JobId("next"), either(1));
        rig.interrupted("n2").forEach(task -> rig.end("n2", task, new Outcome.Cancelled()));

        assertThat(rig.running("n2")).containsExactly("t0");
        assertThat(rig.holds("n2", "t0")).isEqualTo(CPUS);
    }

    @Test
    void itNeverFitsOnlyWhenNoChoiceDoesAndTheNearestIsTold() {
        rig.with("n1", cpus(12)).with("n2", cpus(4));

        assertThat(rig.submit(either(1)).toString())
                .contains(
                        "needs gpus=1, or cpus=16, more than any node has; nearest is n1, which lacks cpus=4 for cpus=16");

        rig.with("n3", cpus(16));
        rig.submit(new JobId("next"), either(1));

        assertThat(rig.running("n3")).containsExactly("t0");
    }

    private static Dag sized(double perByte) {
        var dag = Dag.named("sized");
        var made = dag.task("made", () -> "x");
        dag.task("reader", made, (String x) -> x).needs(cpus(1).memory(100)).memoryPerInputByte(perByte);
        return dag;
    }

    @Test
    void memoryGrowsWithTheInputs() {
        rig.with("n1", cpus(1).memory(10_000));
        rig.submit(sized(3));
        rig.succeed("n1", "made", new Value.Inline(new byte[1_000], Value.NO_LIST));

        assertThat(rig.holds("n1", "reader")).isEqualTo(cpus(1).memory(3_328)); // 3,100 in steps of 256
        assertThat(rig.explain(1).summary()).contains("memory 3.3KiB = 100B + 3 x 1000B of inputs");

        rig.runAll();

        assertThat(rig.free("n1")).isEqualTo(cpus(1).memory(10_000));
    }

    @Test
    void itIsNotRoundedUpToMoreThanThereIs() {
        rig.with("n1", cpus(1).memory(3_200));
        rig.submit(sized(3));
        rig.succeed("n1", "made", new Value.Inline(new byte[1_000], Value.NO_LIST));

        assertThat(rig.holds("n1", "reader")).isEqualTo(cpus(1).memory(3_104)); // In steps of 32.
    }

    @Test
    void inputsThatMakeItTooLargeForEveryNodeFailItAtOnce() {
        rig.with("n1", cpus(1).memory(3_000)).with("n2", cpus(1).memory(1_000));
        rig.advance(60_000);
        rig.submit(sized(3));
        String node = rig.running("n1").isEmpty() ? "n2" : "n1";
        rig.succeed(node, "made", new Value.Inline(new byte[1_000], Value.NO_LIST));

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(1).toString())
                .contains(
                        "NEVER_FITS: needs cpus=1 memory=3.0KiB, more than any node has; nearest is n1, which lacks memory=100B")
                .contains("memory 3.0KiB = 100B + 3 x 1000B of inputs");
    }

    /** By an eighth they would be too large for every node, by a sixty-fourth not. */
    @Test
    void whatIsRoundedUpTooFarIsRoundedLessSoThatTasksOfAboutTheSameSizeStayAlike() {
        rig.with("n1", cpus(100).memory(1_000_000)).with("n2", cpus(100).memory(1_000_000));
        var dag = Dag.named("alike");
        for (int i = 0; i < 2; i++) {
            var made = dag.task("made" + i, () -> "x");
            dag.task("reader" + i, made, (String x) -> x).needs(cpus(1)).memoryPerInputByte(1_000);
        }
        rig.submit(dag);
        for (int i = 0; i < 2; i++) {
            String node = rig.running("n1").contains("made" + i) ? "n1" : "n2";
            rig.succeed(node, "made" + i, new Value.Inline(new byte[990 + i], Value.NO_LIST));
        }

        assertThat(rig.holds("n1", rig.running("n1").get(0)).memoryBytes()).isEqualTo(991_232);
        assertThat(rig.holds("n2", rig.running("n2").get(0)).memoryBytes()).isEqualTo(991_232);
    }

    /** The node that comes nearest is named; nothing ran there. */
    @Test
    void whatFitsNowhereHasNotRunWhereItWasSubmitted() {
        rig.withClient("client", cpus(2).memory(3_000));
        rig.submitFrom("client", Rig.JOB, sized(3));
        rig.advance(60_000);
        rig.succeed("client", "made", new Value.Inline(new byte[1_000], Value.NO_LIST));

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(1).toString()).contains("nearest is client");
        assertThat(rig.status().ranLocally().map(Object::toString).orElse("")).contains("1 task ran on client");
    }

    /** What a scheduler before this one knew of nodes is not known any more. */
    @Test
    void whatAnotherTermMayHaveKnownBetterWaits() {
        rig.with("n1", cpus(1).memory(3_000));
        rig.submit(sized(3));
        rig.failOver(0);
        rig.advance(60_000);
        rig.succeed("n1", "made", new Value.Inline(new byte[1_000], Value.NO_LIST));

        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.explain(1).summary()).contains("no node there is could run it");

        rig.with("n2", cpus(1).memory(4_000));
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void anElementCountsByItsOwnSize() {
        rig.with("n1", cpus(8).memory(100_000));
        var dag = Dag.named("elements");
        var list = dag.task("list", () -> List.of(1, 2));
        var first = dag.each("first", list, (Integer x) -> "x");
        dag.each("second", first.all(), (String x) -> x).needs(cpus(1)).memoryPerInputByte(1);
        rig.submit(dag);
        rig.succeed("n1", "list", Rig.list(2));
        rig.succeed("n1", "first[0]", new Value.Inline(new byte[64], Value.NO_LIST));
        rig.succeed("n1", "first[1]", new Value.Inline(new byte[512], Value.NO_LIST));

        assertThat(rig.holds("n1", "second[0]").memoryBytes()).isEqualTo(64);
        assertThat(rig.holds("n1", "second[1]").memoryBytes()).isEqualTo(512);
    }

    private static Dag hungry(int tasks, Retry retry) {
        var dag = Dag.named("hungry");
        var list = dag.value("list", List.of(1, 2, 3, 4, 5, 6).subList(0, tasks));
        dag.each("t", list, (Integer x) -> x).needs(cpus(1).memory(1_000)).retry(retry);
        return dag;
    }

    @Test
    void whatRanOutOfMemoryIsGivenMoreUpToALimit() {
        rig.with("n1", cpus(1).memory(10_000));
        rig.submit(hungry(1, Retry.fixed(5).onOutOfMemory(2, "3000")));
        runsOutOfMemory("n1", "t[0]");
        assertThat(rig.explain(2).summary()).contains("it ran out of memory, and needs 2.0KiB now");
        runAgain();
        assertThat(rig.holds("n1", "t[0]")).isEqualTo(cpus(1).memory(2_000));
        runsOutOfMemory("n1", "t[0]");
        runAgain();
        assertThat(rig.holds("n1", "t[0]")).isEqualTo(cpus(1).memory(3_000));
        runsOutOfMemory("n1", "t[0]");
        runAgain();

        assertThat(rig.holds("n1", "t[0]")).isEqualTo(cpus(1).memory(3_000));
        rig.runAll();
        assertThat(rig.free("n1")).isEqualTo(cpus(1).memory(10_000));
    }

    @Test
    void moreMemoryIsTriedWhateverThePolicyNamesButAtTheLimitItIsAFailureLikeOthers() {
        rig.with("n1", cpus(1).memory(10_000));
        rig.submit(hungry(1, Retry.fixed(5).on(java.io.IOException.class).onOutOfMemory(2, "2000")));
        var excluded = new Failure(Failure.Kind.THREW, "java.lang.OutOfMemoryError", "heap", "", true, 0);
        rig.end("n1", "t[0]", new Outcome.Failed(excluded));
        runAgain();
        assertThat(rig.running("n1")).containsExactly("t[0]");
        rig.end("n1", "t[0]", new Outcome.Failed(excluded));

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void itCountsAsOneOfTheRetries() {
        rig.with("n1", cpus(1).memory(10_000));
        rig.submit(hungry(1, Retry.fixed(1).onOutOfMemory(2, "8000")));
        runsOutOfMemory("n1", "t[0]");
        runAgain();
        runsOutOfMemory("n1", "t[0]");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(2).summary()).contains("its policy allows 1 retry, and this was failure 2");
    }

    @Test
    void othersOfItsKindBeginWithWhatWasNeededAfterAFailoverToo() {
        rig.with("n1", cpus(1).memory(10_000));
        Retry retry = Retry.fixed(5).startingAt(Duration.ofMillis(1)).onOutOfMemory(2, "8000");
        rig.submit(hungry(3, retry));
        runsOutOfMemory("n1", "t[0]");
        rig.succeed("n1", "t[1]");
        rig.advance(10);
        assertThat(rig.holds("n1", "t[2]")).isEqualTo(cpus(1).memory(1_000));
        rig.succeed("n1", "t[2]");
        assertThat(rig.holds("n1", "t[0]")).isEqualTo(cpus(1).memory(2_000));
        rig.succeed("n1", "t[0]");
        rig.failOver(0);
        rig.submit(new JobId("next"), hungry(1, retry));

        assertThat(rig.holds("n1", "t[0]")).isEqualTo(cpus(1).memory(2_000));
        assertThat(rig.explain(new JobId("next"), 2).summary())
                .contains("others of its kind ran out of memory with less than 2.0KiB");
    }

    @Test
    void thoseThatWaitAlreadyAreGivenWhatWasNeededToo() {
        rig.with("n1", cpus(1).memory(10_000));
        rig.submit(hungry(6, Retry.fixed(5).startingAt(Duration.ofMillis(1)).onOutOfMemory(2, "8000")));
        runsOutOfMemory("n1", "t[0]");
        rig.advance(10);
        while (!rig.running("n1").contains("t[5]")) {
            rig.succeedAfter("n1", rig.running("n1").get(0), 1_000_000); // Nothing is queued at the node in advance.
        }

        assertThat(rig.holds("n1", "t[5]")).isEqualTo(cpus(1).memory(2_000));
    }

    /** Where there is no node that has so much, it may still be enough. */
    @Test
    void whatOthersNeededIsNoReasonNeverToRun() {
        rig.with("n1", cpus(1).memory(10_000));
        Retry retry = Retry.fixed(5).onOutOfMemory(4, "8000");
        rig.submit(hungry(1, retry));
        runsOutOfMemory("n1", "t[0]");
        runAgain();
        rig.runAll();
        rig.kill("n1");
        rig.failOver(0);
        rig.with("n2", cpus(1).memory(2_000));
        rig.submit(new JobId("next"), hungry(1, retry));

        assertThat(rig.holds("n2", "t[0]")).isEqualTo(cpus(1).memory(1_000));
    }

    @Test
    void whatNeedsMoreThanAnyNodeHasByNowFailsAtOnce() {
        rig.with("n1", cpus(1).memory(1_500));
        rig.advance(60_000);
        rig.submit(hungry(1, Retry.fixed(5).onOutOfMemory(2, "8000")));
        runsOutOfMemory("n1", "t[0]");
        runAgain();

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.explain(2).toString())
                .contains("NEVER_FITS: needs cpus=1 memory=2.0KiB, more than any node has; nearest is n1");
    }

    @Test
    void aGroupGoesWhereThereIsRoomForWhatOneOfItNeedsByNow() {
        rig.with("n1", cpus(1).memory(1_500)).with("n2", cpus(1).memory(4_000));
        rig.turn("n2", Availability.CORDONED, 0);
        var dag = Dag.named("group");
        Retry retry = Retry.fixed(3).onOutOfMemory(2, "8000");
        var one = dag.task("one", () -> 1).needs(cpus(1)).together("g");
        dag.task("two", one, (Integer x) -> x)
                .needs(cpus(1).memory(1_000))
                .retry(retry)
                .together("g");
        rig.submit(dag);
        rig.succeed("n1", "one");
        rig.turn("n2", Availability.ACTIVE, 0);
        runsOutOfMemory("n1", "two");
        runAgain();

        assertThat(rig.running("n2")).containsExactly("two");
    }

    @Test
    void afterATimeoutTheNextTryPrefersOtherNodes() {
        rig.with("n1", cpus(1)).with("n2", cpus(1), Map.of("speed", "fast"));
        var fast = label("speed").is("fast");
        Retry retry = Retry.fixed(2).on(java.io.IOException.class).onTimeout(fast);
        rig.submit(slow(retry));
        assertThat(rig.running("n1")).containsExactly("slow");
        failsOf("n1", "slow", Failure.Kind.TIMED_OUT, "");
        assertThat(rig.explain(0).summary()).contains("it ran past the timeout, so that it prefers nodes where");
        runAgain();
        assertThat(rig.running("n2")).containsExactly("slow");
        rig.succeed("n2", "slow");
        rig.submit(new JobId("next"), slow(retry));

        assertThat(rig.running("n2")).containsExactly("slow");
        assertThat(rig.explain(new JobId("next"), 0).summary()).contains("others of its kind ran past the timeout");
    }

    private static Dag slow(Retry retry) {
        var dag = Dag.named("slow");
        dag.task("slow", () -> 1).retry(retry).prefer(label("speed").isNot("fast"));
        return dag;
    }
}

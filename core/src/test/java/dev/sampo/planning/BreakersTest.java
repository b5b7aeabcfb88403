package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.BreakerSettings;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes on which tasks do badly are left alone for a while, if others will do. */
class BreakersTest {
    private static final BreakerSettings BREAKER = BreakerSettings.DEFAULTS;
    private static final int MANY = 100;

    private final Rig rig = new Rig();

    private static Dag kinds(String... names) {
        var dag = Dag.named("dag");
        for (String name : names) {
            dag.each(name, IntStream.range(0, MANY).boxed().toList(), x -> x)
                    .retry(Retry.fixed(50).startingAt(Duration.ZERO));
        }
        return dag;
    }

    private void failOn(String node, int times) {
        for (int failure = 0; failure < times; failure++) {
            rig.fail(node, rig.running(node).get(0));
        }
    }

    /** What runs there succeeds, and took so long that nothing is queued behind such tasks. */
    private void runOut(String node) {
        rig.running(node).forEach(task -> rig.succeedAfter(node, task, 1_000_000));
    }

    private Rig withABadNode() {
        rig.with("bad", cpus(1)).with("good", cpus(1));
        rig.submit(kinds("e"));
        failOn("bad", BREAKER.callsMin());
        return rig;
    }

    @Test
    void aNodeOnWhichAKindFailsGetsNoneOfItUntilItsTimeIsUp() {
        withABadNode();
        runOut("good");

        assertThat(rig.running("bad")).isEmpty();
        assertThat(rig.running("good")).hasSize(1);
        assertThat(rig.explain(50).candidates())
                .filteredOn(candidate -> candidate.node().equals("bad"))
                .singleElement()
                .satisfies(candidate ->
                        assertThat(candidate.why()).contains("left alone for 30000 ms", "5 of the last 5 failed"));

        rig.advance(BREAKER.openMillis());
        assertThat(rig.running("bad")).hasSize(1);
    }

    @Test
    void neitherDoesOneThatGoesOnHandingItBack() {
        rig.with("bad", cpus(1)).with("good", cpus(1));
        rig.submit(kinds("e"));
        for (int time = 0; time < BREAKER.callsMin(); time++) {
            rig.end("bad", rig.running("bad").get(0), new Outcome.Cancelled());
        }
        runOut("good");

        assertThat(rig.running("bad")).isEmpty();
        assertThat(rig.running("good")).hasSize(1);
    }

    @Test
    void itIsTriedByOneTaskAndTrustedAgainWhenThatSucceeds() {
        rig.with("bad", cpus(2)).with("good", cpus(2));
        rig.submit(kinds("e"));
        failOn("bad", BREAKER.callsMin());
        runOut("bad");
        rig.advance(BREAKER.openMillis());
        assertThat(rig.running("bad")).hasSize(1);

        runOut("bad");
        assertThat(rig.running("bad")).hasSize(2);
    }

    @Test
    void aTryThatFailsLeavesItAloneForAsLongAgain() {
        withABadNode();
        rig.advance(BREAKER.openMillis());
        failOn("bad", 1);
        rig.advance(BREAKER.openMillis() - 1);
        assertThat(rig.running("bad")).isEmpty();
        rig.advance(1);
        assertThat(rig.running("bad")).hasSize(1);
    }

    @Test
    void whatFailsEverywhereIsNotTheNodesFault() {
        rig.with("one", cpus(1)).with("other", cpus(1));
        rig.submit(kinds("e"));
        for (int round = 0; round < 3 * BREAKER.callsMin(); round++) {
            failOn("one", rig.running("one").isEmpty() ? 0 : 1);
            failOn("other", rig.running("other").isEmpty() ? 0 : 1);
        }

        assertThat(rig.running("one")).hasSize(1);
        assertThat(rig.running("other")).hasSize(1);
    }

    @Test
    void anotherKindStillRunsThere() {
        withABadNode();
        var other = Dag.named("other");
        other.task("well", () -> 1);
        rig.submit(new JobId("other"), other);

        assertThat(rig.running("bad")).containsExactly("well");
    }

    @Test
    void aNodeThatFailsSeveralKindsGetsNothing() {
        rig.with("bad", cpus(3)).with("good", cpus(3));
        rig.submit(kinds("a", "b", "c"));
        for (String kind : List.of("a", "b", "c")) {
            for (int failure = 0; failure < BREAKER.callsMin(); failure++) {
                rig.running("bad").stream()
                        .filter(task -> task.startsWith(kind))
                        .findFirst()
                        .ifPresent(task -> rig.fail("bad", task));
            }
        }
        runOut("bad");
        runOut("good");
        var other = Dag.named("other");
        other.task("well", () -> 1).priority(10);
        rig.submit(new JobId("other"), other);

        assertThat(rig.running("bad")).isEmpty();
    }

    @Test
    void allIsDoneInTheEnd() {
        withABadNode();
        while (rig.status().status() == JobStatus.RUNNING) {
            failOn("bad", rig.running("bad").isEmpty() ? 0 : 1);
            runOut("good");
            rig.advance(1_000);
        }

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }
}

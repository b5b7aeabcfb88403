package dev.sampo.planning;

import static dev.sampo.planning.Rig.JOB;
import static dev.sampo.planning.Rig.node;
import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import org.junit.jupiter.api.Test;

/** A node is told to take on nothing more, or is on its way out: nothing fails, is charged or gets lost by it. */
class DrainTest {
    private final Rig rig = new Rig();

    private static Dag two() {
        var dag = Dag.named("two");
        var a = dag.task("a", () -> 1);
        dag.task("b", a, (Integer x) -> x);
        dag.task("c", () -> 1);
        return dag;
    }

    private void assertNothingWasCharged() {
        assertThat(rig.journal)
                .noneMatch(JobEvent.AttemptLost.class::isInstance)
                .noneMatch(JobEvent.AttemptFailed.class::isInstance)
                .noneMatch(JobEvent.ValueLost.class::isInstance);
    }

    @Test
    void aCordonedNodeEndsWhatItHasAndGetsNothingNew() {
        rig.with("n1", cpus(1));
        rig.submit(two());
        rig.turn("n1", Availability.CORDONED, 0);
        rig.succeed("n1", "a");
        rig.advance(1_000);
        assertThat(rig.running("n1")).isEmpty();
        assertThat(rig.explain(1).candidates()).singleElement().satisfies(candidate -> assertThat(candidate.why())
                .contains("CORDONED"));
        rig.turn("n1", Availability.ACTIVE, 0);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertNothingWasCharged();
    }

    @Test
    void aDrainingNodeEndsWhatRunsAndIsThenLetGo() {
        rig.with("n1", cpus(1)).with("n2", cpus(1));
        rig.submit(two());
        rig.turn("n1", Availability.DRAINING, 60_000);
        assertThat(rig.isDrained("n1")).isFalse();
        rig.succeed("n1", rig.running("n1").get(0));
        rig.advance(1_000);
        assertThat(rig.isDrained("n1")).isTrue();
        rig.kill("n1");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertNothingWasCharged();
    }

    @Test
    void whatStillRunsWhenTheTimeIsUpRunsElsewhereAsTheSameTry() {
        rig.with("n1", cpus(1));
        rig.submit(two());
        String task = rig.running("n1").get(0);
        rig.with("n2", cpus(2));
        rig.turn("n1", Availability.DRAINING, 1_000);
        rig.advance(2_000);
        assertThat(rig.interrupted("n1")).containsExactly(task);
        rig.end("n1", task, new Outcome.Cancelled());
        rig.advance(1_000);
        assertThat(rig.isDrained("n1")).isTrue();
        assertThat(rig.attempt("n2", task).number()).isEqualTo(1);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertNothingWasCharged();
    }

    @Test
    void aValueThatOnlyADrainingNodeHasIsTakenElsewhereFirst() {
        rig.with("n1", cpus(1));
        rig.submit(two());
        rig.succeed("n1", "a", new Value.Stored(node("n1"), 1_000_000, 0, Value.NO_LIST));
        String running = rig.running("n1").get(0);
        rig.turn("n1", Availability.DRAINING, 0);
        rig.advance(1);
        rig.end("n1", running, new Outcome.Cancelled());
        rig.advance(1_000);
        assertThat(rig.isDrained("n1")).isFalse();

        rig.with("n2", cpus(2));
        rig.advance(1_000);

        assertThat(rig.isDrained("n1")).isTrue();
        assertThat(rig.ledger().job(JOB).value(0)).isEqualTo(new Value.Stored(node("n2"), 1_000_000, 0, Value.NO_LIST));
        rig.kill("n1");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertNothingWasCharged();
    }

    @Test
    void aDrainSurvivesTheSchedulerThatBeganIt() {
        rig.with("n1", cpus(1));
        rig.submit(two());
        rig.succeed("n1", "a", new Value.Stored(node("n1"), 1_000_000, 0, Value.NO_LIST));
        rig.turn("n1", Availability.DRAINING, 60_000);
        rig.failOver(0);
        rig.with("n2", cpus(2));
        rig.succeed("n1", rig.running("n1").get(0));
        rig.advance(10_000);
        assertThat(rig.isDrained("n1")).isTrue();
        rig.kill("n1");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertNothingWasCharged();
    }
}

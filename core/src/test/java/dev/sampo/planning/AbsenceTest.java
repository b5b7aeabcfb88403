package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import org.junit.jupiter.api.Test;

/** When a job may run where it was submitted, and where else it may not. */
class AbsenceTest {
    private static final long LONG = PlannerSettings.DEFAULTS.fallbackAfterMillis();

    private final Rig rig = new Rig().withClient("desk", Resources.cpus(2)).withClient("other", Resources.cpus(8));

    private static Dag dag(String task) {
        var dag = Dag.named("dag");
        dag.task(task, () -> 1).needs(cpus(1));
        return dag;
    }

    @Test
    void aCordonedWorkerIsThere() {
        rig.with("n1", Resources.cpus(1));
        rig.turn("n1", Availability.CORDONED, 0);
        rig.submitFrom("desk", Rig.JOB, dag("a"));
        rig.advance(10 * LONG);

        assertThat(rig.running("desk")).isEmpty();
        assertThat(rig.explain(0).summary()).contains("waits for room");
        assertThat(rig.explain(0).candidates()).hasSize(2);
    }

    @Test
    void aFullWorkerIsThere() {
        rig.with("n1", Resources.cpus(1));
        rig.submitFrom("desk", Rig.JOB, dag("a"));
        rig.submitFrom("desk", new JobId("next"), dag("b"));
        rig.advance(10 * LONG);

        assertThat(rig.running("n1")).containsExactly("a");
        assertThat(rig.running("desk")).isEmpty();
    }

    @Test
    void jobsOfOthersDoNotHoldUpThoseThatMayRunHere() {
        rig.submit(Rig.JOB, dag("waits"));
        rig.submitFrom("gone", new JobId("of-somebody-gone"), dag("waits-too"));
        rig.submitFrom("desk", new JobId("mine"), dag("runs"));
        rig.advance(LONG);

        assertThat(rig.running("desk")).containsExactly("runs");
        assertThat(rig.running("other")).isEmpty();
        rig.with("n1", Resources.cpus(2));
        assertThat(rig.running("n1")).containsExactly("waits", "waits-too");
    }

    @Test
    void nothingIsQueuedWhereNoWorkerIs() {
        var dag = Dag.named("dag");
        for (String task : new String[] {"a", "b", "c", "d"}) {
            dag.task(task, () -> 1).needs(cpus(1));
        }
        rig.submitFrom("desk", Rig.JOB, dag);
        rig.advance(LONG);
        rig.succeed("desk", "a");
        assertThat(rig.running("desk")).containsExactly("b", "c");
        rig.with("n1", Resources.cpus(4));

        assertThat(rig.running("n1")).containsExactly("d");
    }

    @Test
    void whatTheSubmitterCouldNotRunWaitsAndSaysSo() {
        var dag = Dag.named("dag");
        dag.task("a", () -> 1).where(label("gpu").is("yes"));
        rig.submitFrom("desk", Rig.JOB, dag);
        rig.advance(LONG);

        assertThat(rig.explain(0).summary())
                .isEqualTo("is ready, but no worker is there, and desk, where it was submitted, could not run it");
    }

    @Test
    void aSubmissionIsNotRefusedForWhatAClientLacks() {
        var dag = Dag.named("dag");
        dag.task("a", () -> 1).needs(cpus(64));

        assertThat(rig.submitFrom("desk", Rig.JOB, dag)).isInstanceOf(Answer.Accepted.class);
    }
}

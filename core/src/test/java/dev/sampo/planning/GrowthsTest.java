package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.Failure;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.resource.Resources;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks that are added on the way and could never run are refused at once, with the nearest fit. */
class GrowthsTest {
    private final Rig rig = new Rig();

    private void grow(Resources needs) {
        var dag = Dag.named("dag");
        dag.task("t", () -> 1);
        rig.submit(dag);
        var added = Dag.named("added");
        added.task("greedy", () -> 1).needs(needs);
        var more = added.compile(new PlainEncoder());
        rig.end("n", "t", new Outcome.Succeeded(Rig.inline(""), Optional.of(new Outcome.Growth(more, 0))));
        rig.knows(more);
    }

    @Test
    void theTaskThatAddedThemFailsAndNamesTheNearestNode() {
        rig.with("n", cpus(8)).with("small", cpus(2));
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        grow(cpus(16));

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        var failed = (Answer.TaskFailed) rig.ask(ticket -> new Input.AwaitTask(ticket, Rig.JOB, 0));
        assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.NEVER_FITS);
        assertThat(failed.failure().message())
                .isEqualTo("it added tasks that could never run: greedy needs cpus=16, more than any node"
                        + " has; nearest is n, which lacks cpus=8");
    }

    @Test
    void aNodeThatIsAwayForAWhileIsNotForgotten() {
        rig.with("n", cpus(2)).with("large", cpus(16));
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        rig.kill("large");
        grow(cpus(16));

        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.explain(1).summary()).contains("no node there is could run it");
        rig.with("large", cpus(16));
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void nothingIsJudgedWhileNodesMayStillComeIntoSight() {
        rig.with("n", cpus(2));
        grow(cpus(16));

        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void labelsCountToo() {
        rig.with("n", cpus(2), Map.of("disk", "ssd"));
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        var dag = Dag.named("dag");
        dag.task("t", () -> 1);
        rig.submit(dag);
        var added = Dag.named("added");
        added.task("picky", () -> 1).where(label("disk").is("tape"));
        var more = added.compile(new PlainEncoder());
        rig.end("n", "t", new Outcome.Succeeded(Rig.inline(""), Optional.of(new Outcome.Growth(more, 0))));

        assertThat(rig.status().reason()).contains("NEVER_FITS", "there are the labels disk=ssd");
    }
}

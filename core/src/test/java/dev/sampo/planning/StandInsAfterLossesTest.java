package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stand-ins that are called after a value was there: it was lost, and could not be made again. */
class StandInsAfterLossesTest {
    private final Rig rig = new Rig().with("n", cpus(10));

    private TaskState state(String task) {
        var job = rig.ledger().job(Rig.JOB);
        return job.state(job.blueprint().taskNamed(task));
    }

    /** It had begun with a value that was lost and could not be made again. */
    @Test
    void whoeverIsStillAtTheTaskIsCalledOff() {
        rig.with("m", cpus(10));
        var dag = Dag.named("dag");
        var t = dag.task("t", () -> "large");
        var s = dag.task("s", () -> 2);
        var b = dag.task("b", t, String::length).orElse(s);
        var c = dag.task("c", t, String::length);
        dag.task("q", b, c.optional(), (x, y) -> 1);
        rig.submit(dag);
        String maker = at("t");
        rig.succeed(maker, "t", new Value.Stored(Rig.node(maker), 1 << 20, 7, Value.NO_LIST));
        String first = at("b");
        rig.end(
                at("c"),
                "c",
                new Outcome.InputLost(dag.compile(new PlainEncoder()).taskNamed("t")));
        rig.fail(at("t"), "t");
        assertThat(rig.interrupted(first)).containsExactly("b");

        rig.succeed(first, "b", Rig.inline("own"));
        assertThat(state("b")).isEqualTo(TaskState.EXPANDED);
        rig.succeed(at("s"), "s");
        String reader = at("q");
        assertThat(((Action.Argument.One) rig.arguments(reader, "q").get(0)).value())
                .isEqualTo(Rig.inline("v-s"));
        rig.succeed(reader, "q");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aConstantThatIsNoLongerOrShorterThanWhatWasMappedOverDoes() {
        loseAfterItWasMappedOver(List.of(1, 2, 3));
        assertThat(state("list")).isEqualTo(TaskState.SUCCEEDED);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** There are elements already, and no others come. */
    @Test
    void aConstantOfAnotherLengthThanWhatWasMappedOverDoesNot() {
        loseAfterItWasMappedOver(List.of(1, 2));
        assertThat(state("list")).isEqualTo(TaskState.FAILED);
        assertThat(rig.status().reason())
                .startsWith("task list: E: boom; and none, which stands in for it, has another number of elements");
        assertThat(rig.explain(1).summary())
                .endsWith("; and none, which stands in for it, has another number of elements than there were before");

        var facts = rig.ledger().facts();
        var job = Ledger.restore(facts, facts.size()).job(Rig.JOB);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.stretches()).hasSize(2);
    }

    private void loseAfterItWasMappedOver(List<Integer> constant) {
        var dag = Dag.named("dag");
        var none = dag.value("none", constant);
        var list = dag.task("list", () -> List.of(1, 2, 3)).orElse(none);
        var each = dag.each("each", list, x -> x);
        dag.task("report", each.optional(), x -> 1);
        rig.submit(dag);
        rig.succeed("n", "list", new Value.Stored(Rig.node("gone"), 1 << 20, 7, 3));
        rig.advance(60_000);
        rig.fail("n", "list");
    }

    private String at(String task) {
        return rig.running("n").contains(task) ? "n" : "m";
    }
}

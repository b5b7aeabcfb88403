package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes come and go for as long as a scheduler serves its partition. */
class LivesTest {

    private static Dag pair() {
        var dag = Dag.named("pair");
        var first = dag.task("first", () -> 1);
        dag.task("second", first, (Integer x) -> x).needs(cpus(2));
        return dag;
    }

    @Test
    void moreNodesThanAShortCountsMayComeAndGo() {
        Planner planner = Planner.begin(new Ledger(), 0, 1, PlannerSettings.DEFAULTS, 1, 0);
        for (int life = 1; life <= 70_000; life++) {
            planner.step(
                    0,
                    List.of(
                            new Input.NodeSeen(Rig.node("n" + life % 10), life, cpus(1), Map.of()),
                            new Input.NodeLost(Rig.node("n" + life % 10), life)));
        }
        Plan last = planner.step(0, List.of(new Input.NodeSeen(Rig.node("last"), 1, cpus(1), Map.of())));
        assertThat(last.letters()).hasSize(1);
    }

    @Test
    void aNodeWithTheNumberOfAnotherIsNotTakenForIt() {
        var rig = new Rig().with("small", cpus(1)).with("large", cpus(2));
        rig.submit(pair());
        rig.kill("large");
        for (int life = 0; life < 500; life++) {
            rig.with("passing", cpus(1));
            rig.kill("passing");
        }
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        rig.with("late", cpus(2));
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whereSomethingWasMadeIsForgottenWithTheNodeAndNothingElse() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        rig.submit(chain());
        String home = rig.running("a").isEmpty() ? "b" : "a";
        rig.succeed(home, "first");
        for (int life = 0; life < 200; life++) {
            rig.with("passing", cpus(1));
            rig.kill("passing");
        }
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private static Dag chain() {
        var dag = Dag.named("chain");
        var first = dag.task("first", () -> 1);
        dag.task("second", first, (Integer x) -> x);
        return dag;
    }
}

package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Large tasks among small ones: a node that is kept for one, and does not become free. */
class KeptNodesTest {
    private static final Body0<Integer> BODY = () -> 1;
    private static final long OVERDUE = 100;

    private int smalls;

    private void submitSmall(Rig rig) {
        var dag = Dag.named("small");
        dag.task("small-" + smalls, BODY);
        rig.submit(new JobId("small-" + smalls++), dag);
    }

    /** Something runs on one node for ever, small tasks come again and again, and a large one waits. */
    private Rig crowded() {
        var rig = new Rig(RigSettings.placing("critical-path", OVERDUE))
                .with("a", cpus(2))
                .with("b", cpus(2));
        var endless = Dag.named("endless");
        endless.task("endless", BODY);
        rig.submit(new JobId("endless"), endless);
        submitSmall(rig);
        submitSmall(rig);
        submitSmall(rig);
        var dag = Dag.named("dag");
        dag.task("large", BODY).needs(cpus(2));
        rig.submit(dag);
        return rig;
    }

    private void turnOver(Rig rig) {
        rig.advance(50);
        for (String node : List.of("a", "b")) {
            rig.running(node).stream()
                    .filter(task -> task.startsWith("small"))
                    .forEach(task -> rig.succeed(node, task));
        }
        submitSmall(rig);
        submitSmall(rig);
    }

    private static boolean isGiven(Rig rig) {
        return rig.running("a").contains("large") || rig.running("b").contains("large");
    }

    @Test
    void aNodeThatIsKeptInVainIsGivenUpForAnother() {
        Rig rig = crowded();
        long turns = 0;
        while (!isGiven(rig) && turns < 100) {
            turnOver(rig);
            turns++;
        }

        assertThat(isGiven(rig)).isTrue();
        assertThat(turns * 50)
                .as("until it is overdue, ten times as long for one node, and until the other is free")
                .isLessThan(OVERDUE * 13);
        assertThat(rig.running("a").contains("endless") || rig.running("b").contains("endless"))
                .isTrue();
    }

    @Test
    void nodesThatWereKeptInVainAreNotKeptAgainBeforeAllOthersWere() {
        var rig = new Rig(RigSettings.placing("critical-path", OVERDUE))
                .with("a", cpus(2), Map.of("is", "a"))
                .with("b", cpus(2), Map.of("is", "b"))
                .with("c", cpus(2));
        var endless = Dag.named("endless");
        endless.task("endless-1", BODY).where(label("is").is("a"));
        endless.task("endless-2", BODY).where(label("is").is("b"));
        rig.submit(new JobId("endless"), endless);
        for (int i = 0; i < 4; i++) {
            submitSmall(rig);
        }
        var dag = Dag.named("dag");
        dag.task("large", BODY).needs(cpus(2));
        rig.submit(dag);
        for (int turn = 0; turn < 200 && !rig.running("c").contains("large"); turn++) {
            for (int i = 0; i < 4; i++) {
                submitSmall(rig); // Somebody waits for each place that becomes free.
            }
            rig.advance(50);
            for (String node : List.of("a", "b", "c")) {
                rig.running(node).stream()
                        .filter(task -> task.startsWith("small"))
                        .forEach(task -> rig.succeed(node, task));
            }
        }

        assertThat(rig.running("c")).containsExactly("large");
    }
}

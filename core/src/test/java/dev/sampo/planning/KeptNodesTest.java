package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large tasks among small ones: a node that is kept for one, and does not become free. */
class KeptNodesTest {
    private static final Body0<Integer> BODY = () -> 1;
    private static final long OVERDUE = 100;
    /** So long that nothing is queued behind such tasks, whatever time passes here. */
    private static final long LONG = 1_000_000;

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
                    .forEach(task -> rig.succeedAfter(node, task, LONG));
        }
        submitSmall(rig);
        submitSmall(rig);
    }

    /** For how many turns of four small tasks, which end one after the other, a large one of their job and one of another wait. */
    private static int turnsUntilLargeOnesHaveRun(String placer, long millis) {
        var rig = new Rig(RigSettings.placing(placer, 30_000), Estimates.NONE, Rig.NEVER_BY_ITSELF).with("n", cpus(4));
        var dag = Dag.named("dag");
        for (int chain = 0; chain < 4; chain++) {
            Handle<Integer> last = dag.task("first-" + chain, BODY);
            if (chain == 0) {
                dag.task("large", last, x -> x).needs(cpus(4));
            }
            for (int i = 0; i < 100; i++) {
                last = dag.task("small-" + chain + "-" + i, last, x -> x);
            }
        }
        var other = Dag.named("other");
        other.task("other", BODY).needs(cpus(4));
        rig.submit(dag);
        rig.submit(new JobId("other"), other);
        int turns = 0;
        for (int ran = 0; ran < 2 && turns < 100; turns++) {
            for (String task : List.copyOf(rig.running("n"))) {
                rig.advance(millis / 4);
                rig.succeedAfter("n", task, LONG);
                ran += task.equals("large") || task.equals("other") ? 1 : 0;
            }
        }
        return turns;
    }

    @ParameterizedTest
    @ValueSource(strings = {"load-balanced", "critical-path"})
    void largeTasksAmongSmallOnesStartWithinABoundedTimeHoweverLongThoseRun(String placer) {
        assertThat(turnsUntilLargeOnesHaveRun(placer, 1_000))
                .as("a second each")
                .isBetween(30, 36);
        assertThat(turnsUntilLargeOnesHaveRun(placer, 60_000))
                .as("a minute each")
                .isBetween(Pace.ROUNDS, Pace.ROUNDS * 3 / 2);
    }

    /** One task keeps the only node; when it starts, there is no room for the next that has waited too long, but for a small one. */
    @Test
    void whenTheTaskStartsForWhichANodeIsKeptTheNodeIsKeptForTheNext() {
        var rig = new Rig(RigSettings.placing("load-balanced", OVERDUE)).with("n", cpus(4));
        var busy = Dag.named("busy");
        busy.task("wide", BODY).needs(cpus(4));
        rig.submit(new JobId("busy"), busy);
        for (int i = 0; i < 200; i++) {
            rig.succeedAfter("n", "wide", LONG);
            rig.submit(new JobId("busy-" + i), busy);
        }
        var dag = Dag.named("dag");
        dag.task("first", BODY).needs(cpus(2));
        dag.task("next", BODY).needs(cpus(3));
        dag.task("small", BODY);
        rig.submit(dag);
        rig.advance(OVERDUE + 1);
        rig.succeedAfter("n", "wide", LONG);
        rig.advance(1);

        assertThat(rig.running("n")).containsExactly("first");
        rig.succeedAfter("n", "first", LONG);
        assertThat(rig.running("n")).containsExactlyInAnyOrder("next", "small");
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
                .as(
                        "until others have passed it for too long, ten times the least of that for one node, until the other is free")
                .isLessThan(50 * 2 * Pace.ROUNDS + OVERDUE * 12);
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
                        .forEach(task -> rig.succeedAfter(node, task, LONG));
            }
        }

        assertThat(rig.running("c")).containsExactly("large");
    }
}

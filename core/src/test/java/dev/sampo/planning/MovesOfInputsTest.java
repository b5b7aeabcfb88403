package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Body2;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Value;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a task goes whose inputs are large, and how long it waits to be there. */
class MovesOfInputsTest {
    private static final long OVERDUE = 30_000;
    /** What moves in a second. */
    private static final long SECOND = PlannerSettings.DEFAULTS.bytesPerSecond();

    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;
    private static final Body2<Integer, Integer, Integer> BOTH = (x, y) -> x;

    private final Rig rig = new Rig(RigSettings.placing("critical-path", OVERDUE), Estimates.NONE, Rig.NEVER_BY_ITSELF);

    private void succeed(String node, String task, long bytes) {
        rig.succeed(node, task, new Value.Stored(Rig.node(node), bytes, 0, Value.NO_LIST));
    }

    private Handle<Integer> on(String name, Dag dag, String task) {
        return dag.task(task, FIRST).where(label("name").is(name));
    }

    private void nodes(int cpus, String... names) {
        for (String name : names) {
            rig.with(name, cpus(cpus), Map.of("name", name));
        }
    }

    @Test
    void aTaskGoesWhereTheLargestOfItsInputsIsNotWhereMostAre() {
        nodes(2, "a", "b");
        var dag = Dag.named("dag");
        var small = on("a", dag, "small");
        var large = on("b", dag, "large");
        dag.task("read", small, large, BOTH);
        rig.submit(dag);
        rig.succeed("a", "small");
        succeed("b", "large", 2 * SECOND);

        assertThat(rig.running("b")).containsExactly("read");
        assertThat(rig.explain(2).candidates()).anySatisfy(each -> assertThat(each.why())
                .contains("200.0 MiB of its inputs to be moved there, 2.0 s")
                .contains("scored lower"));
    }

    @Test
    void whatWasMovedOnceCostsNothingThere() {
        nodes(1, "a", "b");
        var dag = Dag.named("dag");
        var large = on("a", dag, "large");
        var copied = dag.task("copied", large, NEXT).where(label("name").is("b"));
        dag.task("read", large, copied, BOTH);
        rig.submit(dag);
        succeed("a", "large", 10 * SECOND);
        rig.succeed("b", "copied");

        assertThat(rig.explain(2).candidates()).hasSize(2).noneMatch(each -> each.why()
                .contains("to be moved"));
    }

    /** A task holds node a, where the value is that another one reads. */
    private void readerOfAFullNode(long bytes) {
        nodes(1, "a", "b");
        var dag = Dag.named("dag");
        var large = on("a", dag, "large");
        dag.task("hold", large, NEXT).where(label("name").is("a")).expected(Duration.ofMinutes(1));
        dag.task("read", large, NEXT);
        rig.submit(dag);
        succeed("a", "large", bytes);
        assertThat(rig.running("a")).containsExactly("hold");
    }

    @Test
    void itWaitsForTheNodeThatHasThemForAsLongAsMovingThemTakes() {
        readerOfAFullNode(2 * SECOND);
        assertThat(rig.running("b")).isEmpty();
        assertThat(rig.explain(2).summary())
                .contains("waits for room on a: elsewhere 200.0 MiB of its inputs would have to be moved")
                .contains("it waits for up to 2000 ms");

        rig.advance(1_999);
        assertThat(rig.running("b")).isEmpty();
        rig.advance(1);
        assertThat(rig.running("b")).containsExactly("read");
    }

    @Test
    void whatIsReadyLaterMayWaitForAsLongAsItsNeighbour() {
        nodes(1, "a", "b");
        var dag = Dag.named("dag");
        var large = on("a", dag, "large");
        var other = dag.task("other", large, NEXT).where(label("name").is("a"));
        dag.task("hold", other, NEXT).where(label("name").is("a")).expected(Duration.ofMinutes(1));
        var gate = on("b", dag, "gate");
        dag.task("read0", large, NEXT).after(other).expected(Duration.ofSeconds(1));
        dag.task("read1", other, gate, BOTH).expected(Duration.ofSeconds(1));
        rig.submit(dag);
        succeed("a", "large", 2 * SECOND);
        succeed("a", "other", 2 * SECOND);
        rig.advance(1_900);
        rig.succeed("b", "gate");
        rig.advance(100);
        assertThat(rig.running("b")).containsExactly("read0");
        rig.succeed("b", "read0");

        rig.advance(1_899);
        assertThat(rig.running("b")).isEmpty();
        rig.advance(1);
        assertThat(rig.running("b")).containsExactly("read1");
    }

    @Test
    void itBeginsThereAsSoonAsThereIsRoom() {
        readerOfAFullNode(2 * SECOND);
        rig.advance(100);
        rig.succeed("a", "hold");

        assertThat(rig.running("a")).containsExactly("read");
        assertThat(rig.transcript).noneMatch(line -> line.startsWith("fetch"));
    }

    @Test
    void itDoesNotWaitForWhatIsMovedInNoTime() {
        readerOfAFullNode(SECOND / 100);

        assertThat(rig.running("b")).containsExactly("read");
    }

    @Test
    void itDoesNotWaitWhereTasksAreKnownToRunForLonger() {
        nodes(1, "a", "b");
        var before = Dag.named("before");
        on("a", before, "slow");
        rig.submit(new JobId("before"), before);
        rig.succeedAfter("a", "slow", 60_000_000);
        var dag = Dag.named("dag");
        var large = on("a", dag, "large");
        dag.task("hold", large, NEXT).where(label("name").is("a")).expected(Duration.ofMinutes(1));
        dag.task("read", large, NEXT);
        rig.submit(dag);
        succeed("a", "large", 2 * SECOND);

        assertThat(rig.running("b")).containsExactly("read");
    }

    @Test
    void othersPassWhatWaits() {
        nodes(1, "a", "b");
        var dag = Dag.named("dag");
        var large = on("a", dag, "large");
        dag.task("hold", large, NEXT).where(label("name").is("a")).expected(Duration.ofMinutes(1));
        var read = dag.task("read", large, NEXT);
        dag.task("end", read, NEXT);
        dag.task("other", FIRST).after(large);
        rig.submit(dag);
        succeed("a", "large", 20 * SECOND);

        assertThat(rig.running("b")).containsExactly("other");
    }

    @Test
    void whatItWaitsForMayDie() {
        readerOfAFullNode(20 * SECOND);
        rig.kill("a");
        rig.with("a", cpus(1), Map.of("name", "a"));

        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** Both ways take as long but for the move: one of the two large values has to go to the other. */
    private static Dag crossing() {
        var dag = Dag.named("crossing");
        var heaviest = dag.task("heaviest", FIRST).where(label("name").is("b"));
        dag.task("long", FIRST)
                .expected(Duration.ofSeconds(12))
                .where(label("name").is("a"));
        var heavy = dag.task("heavy", FIRST)
                .expected(Duration.ofSeconds(1))
                .where(label("name").is("a"));
        dag.task("join", heaviest, heavy, BOTH).expected(Duration.ofSeconds(1));
        return dag;
    }

    @Test
    void sizesAreLearnedForGoodAndLengthenTheWayOfWhatWillBeMoved() {
        nodes(1, "a", "b");
        rig.submit(new JobId("first"), crossing());
        assertThat(rig.running("a")).containsExactly("long");
        rig.succeed("a", "long");
        succeed("b", "heaviest", 200 * SECOND);
        succeed("a", "heavy", 100 * SECOND);
        rig.failOver(0);

        rig.submit(crossing());

        assertThat(rig.running("a")).containsExactly("heavy");
    }

    @Test
    void whatIsKnownOfASizeIsExplained() {
        nodes(1, "a");
        for (int run = 0; run < 2; run++) {
            var dag = Dag.named("dag");
            on("a", dag, "hold-" + run);
            dag.task("large", FIRST);
            rig.submit(new JobId("run-" + run), dag);
            if (run == 0) {
                rig.succeed("a", "hold-0");
                succeed("a", "large", 100 * SECOND);
            }
        }

        assertThat(rig.explain(new JobId("run-1"), 1).summary()).contains("at the 95th percentile, and made 9.8 GiB");
    }
}

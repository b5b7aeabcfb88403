package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which ready task goes first, and where, under the placer critical-path. */
class CriticalPathTest {
    private static final long OVERDUE = 1_000;
    /** So long that nothing is queued behind such tasks. */
    private static final long LONG = 1_000_000;

    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;

    private static Rig rig(Map<String, Long> micros) {
        Estimates estimates = micros.isEmpty()
                ? Estimates.NONE
                : (graph, task) -> micros.getOrDefault(graph.taskName(task), Estimates.UNKNOWN);
        return new Rig(RigSettings.placing("critical-path", OVERDUE), estimates, Rig.NEVER_BY_ITSELF);
    }

    private static Handle<Integer> chain(Dag dag, String... names) {
        Handle<Integer> last = dag.task(names[0], FIRST);
        for (int i = 1; i < names.length; i++) {
            last = dag.task(names[i], last, NEXT);
        }
        return last;
    }

    @Test
    void whileNothingIsKnownTheMostTasksToGoGoFirst() {
        var rig = rig(Map.of()).with("n", cpus(1));
        var dag = Dag.named("dag");
        chain(dag, "short");
        chain(dag, "a", "b", "c");
        rig.submit(dag);
        rig.runAll();

        assertThat(rig.transcript).containsExactly("start a on n", "start b on n", "start short on n", "start c on n");
    }

    @Test
    void ofTwoEquallyLargeTasksTheOneGoesFirstThatTakesWhatIsScarce() {
        var rig = rig(Map.of()).with("n", cpus(4).memory("4GiB"));
        var dag = Dag.named("dag");
        var plenty = dag.task("plenty", FIRST).needs(Resources.NONE.memory("2GiB"));
        var scarce = dag.task("scarce", FIRST).needs(cpus(2));
        dag.task("end", FIRST).needs(cpus(4)).after(plenty, scarce);
        rig.submit(dag);

        assertThat(rig.transcript).containsExactly("start scarce on n", "start plenty on n");
    }

    @Test
    void whereDurationsAreKnownTheLongestWayToGoGoesFirst() {
        var rig = rig(Map.of("a", 10L, "b", 10L, "c", 10L, "long", 900L)).with("n", cpus(1));
        var dag = Dag.named("dag");
        chain(dag, "a", "b", "c", "d");
        chain(dag, "long", "e");
        rig.submit(dag);

        assertThat(rig.running("n")).containsExactly("long");
    }

    private static Dag chainAndLong() {
        var dag = Dag.named("dag");
        chain(dag, "a", "b", "c");
        chain(dag, "long");
        return dag;
    }

    @Test
    void whatEarlierRunsTookIsKnownEvenAfterAFailover() {
        var rig = rig(Map.of()).with("n", cpus(1));
        rig.submit(new JobId("first"), chainAndLong());
        rig.succeedAfter("n", "a", LONG);
        rig.succeedAfter("n", "b", LONG);
        rig.succeedAfter("n", "long", 4 * LONG);
        rig.succeedAfter("n", "c", LONG);
        rig.failOver(0);

        rig.submit(chainAndLong());

        assertThat(rig.running("n")).containsExactly("long");
        assertThat(rig.explain(0).summary()).contains("1 run like it took 1.0 s in the median");
    }

    @Test
    void whatItsMakerExpectsOfATaskIsTakenForKnown() {
        var rig = rig(Map.of()).with("n", cpus(1));
        var dag = Dag.named("dag");
        var a = dag.task("a", FIRST).expected(Duration.ofSeconds(1));
        dag.task("b", a, NEXT).expected(Duration.ofSeconds(1));
        dag.task("long", FIRST).expected(Duration.ofSeconds(3));
        rig.submit(dag);

        assertThat(rig.running("n")).containsExactly("long");
        assertThat(rig.explain(0).summary()).contains("it is expected to run 1.0 s");
    }

    @Test
    void aNodeDoesNotStartASuccessorByItselfThatIsExpectedToRunLong() {
        var rig = new Rig(RigSettings.placing("critical-path", OVERDUE), Estimates.NONE, 20_000).with("n", cpus(1));
        var dag = Dag.named("dag");
        Duration second = Duration.ofSeconds(1);
        var gate = dag.task("gate", FIRST);
        dag.task("short", gate, NEXT).expected(second);
        var way = dag.task("long", gate, NEXT).expected(second);
        dag.task("end", way, NEXT).expected(second);
        rig.submit(dag);
        rig.succeedAfter("n", "gate", 1);

        assertThat(rig.running("n")).containsExactly("long");
    }

    @Test
    void aTaskThatFitsEverywhereLeavesTheNodeAloneThatOthersDependOn() {
        var rig = rig(Map.of()).with("a-gpu", cpus(1).gpus(1)).with("b-plain", cpus(1));
        var dag = Dag.named("dag");
        var any = dag.task("any", FIRST).needs(cpus(1));
        dag.task("picky", any, NEXT).needs(cpus(1).gpus(1));
        rig.submit(dag);

        assertThat(rig.running("b-plain")).containsExactly("any");
    }

    /** Many tasks that have taken no time: a task that waits has waited too long as soon as the setting says so. */
    private static void runQuickOnes(Rig rig) {
        var quick = Dag.named("quick");
        for (int i = 0; i < 200; i++) {
            quick.task("quick-" + i, FIRST);
        }
        rig.submit(new JobId("quick"), quick);
        rig.runAll();
    }

    @Test
    void smallTasksPassALargeOneUntilItIsOverdue() {
        var rig = rig(Map.of()).with("n", cpus(2));
        runQuickOnes(rig);
        var first = Dag.named("first");
        chain(first, "a", "b", "c");
        chain(first, "k", "l", "m", "n");
        rig.submit(new JobId("first"), first);
        var second = Dag.named("second");
        second.task("large", FIRST).needs(cpus(2));
        rig.submit(second);

        rig.succeedAfter("n", "a", LONG);
        assertThat(rig.running("n")).containsExactly("b", "k");

        rig.advance(OVERDUE);
        rig.succeedAfter("n", "b", LONG);
        assertThat(rig.running("n")).containsExactly("k");

        rig.succeedAfter("n", "k", LONG);
        assertThat(rig.running("n")).containsExactly("large");
    }

    @Test
    void aTaskOfLowRankIsNotPassedForEverByOthersOfItsShape() {
        var rig = rig(Map.of()).with("n", cpus(1));
        var first = Dag.named("first");
        String[] names =
                IntStream.range(0, 2 * Pace.ROUNDS).mapToObj(i -> "t" + i).toArray(String[]::new);
        chain(first, names);
        chain(first, "low");
        rig.submit(new JobId("first"), first);

        int passed = 0;
        for (; !rig.running("n").contains("low"); passed++) {
            rig.advance(60 * OVERDUE);
            rig.succeedAfter("n", names[passed], LONG);
        }

        assertThat(passed)
                .as("tasks that ran for longer than anybody has to wait")
                .isEqualTo(Pace.ROUNDS);
    }

    /** b fits beside a at once, but then c, which needs all there is, would have to wait for it, and d, as long as b, for c. */
    private static Dag worthWaiting() {
        var dag = Dag.named("dag");
        var a = dag.task("a", FIRST).needs(cpus(1));
        dag.task("b", FIRST).needs(cpus(1));
        var c = dag.task("c", a, NEXT).needs(cpus(3));
        dag.task("d", c, NEXT).needs(cpus(1));
        dag.task("e", FIRST).needs(cpus(1));
        return dag;
    }

    private static final Map<String, Long> KNOWN =
            Map.of("a", 1_000_000L, "b", 10_000_000L, "c", 2_000_000L, "d", 10_000_000L, "e", 500_000L);

    private static Rig onCourse() {
        var rig = rig(KNOWN).with("n", cpus(3));
        rig.submit(worthWaiting());
        return rig;
    }

    @Test
    void whileWhatWasForeseenHappensRoomIsKeptForWhatComes() {
        var rig = onCourse();
        assertThat(rig.running("n")).doesNotContain("b");

        rig.succeedAfter("n", "e", 500_000);
        assertThat(rig.running("n")).containsExactly("a");
        rig.succeedAfter("n", "a", 1_000_000);

        assertThat(rig.running("n")).contains("c");
    }

    @Test
    void aDurationOffTheMarkEndsTheWaiting() {
        var rig = onCourse();

        rig.succeedAfter("n", "e", 900_000);

        assertThat(rig.running("n")).contains("b");
    }

    @Test
    void anotherJobEndsTheWaiting() {
        var rig = onCourse();
        var other = Dag.named("other");
        other.task("x", FIRST).needs(cpus(1));

        rig.submit(new JobId("other"), other);
        rig.succeedAfter("n", "x", LONG);

        assertThat(rig.running("n")).contains("b");
    }

    @Test
    void aNodeThatTakesNothingOnMoreDoesNotHoldTheJobUp() {
        var rig = onCourse();
        rig.turn("n", Availability.CORDONED, 0);
        rig.with("other", cpus(3));
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aFailoverOnCourseLosesNothing() {
        var rig = onCourse();
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void anEachHasTheRankOfItsElements() {
        var rig = rig(Map.of()).with("n", cpus(1));
        var dag = Dag.named("dag");
        chain(dag, "short", "end");
        var elements = dag.each("e", List.of(1, 2), NEXT);
        var all = dag.task("all", elements.all(), x -> 1);
        dag.task("more", all, NEXT);
        rig.submit(dag);

        rig.succeed("n", "short");
        assertThat(rig.running("n")).containsExactly("e[0]");
    }
}

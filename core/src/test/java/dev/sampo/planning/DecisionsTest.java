package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.Fact;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.TaskState;
import dev.sampo.resilience.BreakerSettings;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every placement can be explained: all nodes there were, with their scores or why they were out of the question. */
class DecisionsTest {
    private static final long LONG = 1_000_000;

    private static Dag each(String name, int count) {
        var dag = Dag.named(name);
        dag.each("e", IntStream.range(0, count).boxed().toList(), x -> x)
                .where(label("disk").isPresent())
                .retry(Retry.fixed(50).startingAt(Duration.ZERO));
        return dag;
    }

    private static Map<String, String> why(Explanation explanation) {
        var why = new HashMap<String, String>();
        explanation.candidates().forEach(each -> why.put(each.node(), each.why()));
        return why;
    }

    @Test
    void everyPlacementOfARunIsExplainedWithAllNodesNamed() {
        var rig = new Rig(RigSettings.placing("load-balanced", 1_000), Estimates.NONE, Rig.NEVER_BY_ITSELF);
        rig.with("bad", cpus(1), Map.of("disk", "ssd"))
                .with("full", cpus(1), Map.of("disk", "hdd"))
                .with("good", cpus(2), Map.of("disk", "ssd"))
                .with("small", cpus(0.5), Map.of("disk", "ssd"))
                .with("tape", cpus(8));
        var other = Dag.named("other");
        other.task("long", () -> 1).where(label("disk").is("hdd"));
        rig.submit(new JobId("other"), other);
        rig.submit(each("dag", 60));
        for (int i = 0; i < BreakerSettings.DEFAULTS.callsMin(); i++) {
            rig.fail("bad", rig.running("bad").get(0));
        }

        int placed = 0;
        boolean isLeftAlone = false;
        while (!rig.running("good").isEmpty()) {
            for (String task : rig.running("good")) {
                rig.succeedAfter("good", task, LONG);
            }
            rig.advance(1);
        }
        for (int task = 2; task < 62; task++) {
            Explanation explanation = rig.explain(task);
            assertThat(explanation.state()).isEqualTo(TaskState.SUCCEEDED);
            assertThat(explanation.placement()).startsWith("put on good at 1970-01-01T00:00:");
            var why = why(explanation);
            assertThat(why).containsOnlyKeys("bad", "full", "good", "small", "tape");
            assertThat(why.get("good")).startsWith("chosen: room for ");
            assertThat(why.get("full")).isEqualTo("full for now: cpus=1 short, 1 task there");
            assertThat(why.get("small")).startsWith("too small: cpus=0.5 more");
            assertThat(why.get("tape")).isEqualTo("its labels {} do not match has disk");
            assertThat(why.get("bad")).containsAnyOf("full for now", "scored lower", "left alone for ", "as good");
            isLeftAlone |= why.get("bad").contains("left alone for ");
            placed++;
        }
        assertThat(placed).isEqualTo(60);
        assertThat(isLeftAlone).isTrue();
    }

    @Test
    void whyHereIsToldWithScoresAndWithWhatEachLostBy() {
        var rig = new Rig(RigSettings.placing("cost-optimised", 1_000));
        rig.with("dear", cpus(1), Map.of("price", "2"))
                .with("free", cpus(1), Map.of("price", "gratis"))
                .with("thrifty", cpus(1), Map.of("price", "0.5"));
        var dag = Dag.named("dag");
        dag.task("t", () -> 1);
        rig.advance(1_500);
        rig.submit(dag);

        Explanation running = rig.explain(0);
        assertThat(running.state()).isEqualTo(TaskState.ASSIGNED);
        assertThat(running.placement())
                .isEqualTo(
                        "put on thrifty at 1970-01-01T00:00:01.500Z by cost-optimised, out of 3 nodes with room and 0"
                                + " without; dear came next: scored lower");
        assertThat(why(running))
                .containsEntry("thrifty", "chosen: room for 1 such task, score -0.405465 (price 0.5)")
                .containsEntry("dear", "scored lower: room for 1 such task, score -1.09861 (price 2.0)")
                .containsEntry(
                        "free",
                        "scored lower: room for 1 such task, score -1000 (price \"gratis\", which is no number"
                                + " from 0 up: counts as the dearest)");
    }

    @Test
    void theLeastPriceIsPaidThatMeetsTheDeadline() {
        var rig = new Rig(RigSettings.placing("cost-optimised", 1_000));
        rig.with("cheap", cpus(8), Map.of("price", "1")).with("fast", cpus(8), Map.of("price", "9", "speed", "4"));
        var dag = Dag.named("dag");
        var first = dag.task("first", () -> 1).expected(Duration.ofSeconds(8));
        dag.task("second", first, x -> x).expected(Duration.ofSeconds(4));
        rig.submit(new JobId("whenever"), dag, JobOptions.DEFAULTS);
        rig.submit(new JobId("relaxed"), dag, JobOptions.DEFAULTS.deadline(rig.now + 13_000));
        rig.submit(new JobId("soon"), dag, JobOptions.DEFAULTS.deadline(rig.now + 11_000));
        rig.submit(new JobId("late"), dag, JobOptions.DEFAULTS.deadline(rig.now + 1_000));

        Map.of("whenever", "cheap", "relaxed", "cheap", "soon", "fast", "late", "fast")
                .forEach(
                        (job, node) -> assertThat(rig.explain(new JobId(job), 0).placement())
                                .as(job)
                                .startsWith("put on " + node));
    }

    private static Dag choosy(String... names) {
        var dag = Dag.named("dag");
        for (String name : names) {
            dag.task(name, () -> 1)
                    .where(label("disk").isPresent())
                    .retry(Retry.fixed(1).startingAt(Duration.ZERO));
        }
        return dag;
    }

    private static Rig several() {
        return new Rig(RigSettings.placing("cost-optimised", 1_000), Estimates.NONE, Rig.NEVER_BY_ITSELF)
                .with("dear", cpus(1), Map.of("disk", "ssd", "price", "2"))
                .with("diskless", cpus(8))
                .with("small", cpus(0.5), Map.of("disk", "ssd"))
                .with("thrifty", cpus(1), Map.of("disk", "ssd", "price", "0.5"));
    }

    /** One that would be done in time if what is queued on the node took no longer than itself. */
    @Test
    void whatThePartitionItselfHasPutOnANodeCountsForAsLongAsItTakes() {
        var rig = new Rig(RigSettings.placing("cost-optimised", 1_000));
        rig.with("cheap", cpus(1), Map.of("price", "1")).with("dear", cpus(2), Map.of("price", "9"));
        var tiny = Dag.named("tiny");
        tiny.task("t", () -> 1);
        tiny.task("u", () -> 1);
        rig.submit(new JobId("tiny"), tiny, JobOptions.DEFAULTS);
        rig.succeedAfter("cheap", "t", 1_000); // Now it is known that queues are short.
        rig.submit(new JobId("long"), expecting("long", Duration.ofHours(1)), JobOptions.DEFAULTS);
        var due = JobOptions.DEFAULTS.deadline(rig.now + 600_000);
        rig.submit(new JobId("short"), expecting("short", Duration.ofSeconds(1)), due);

        assertThat(rig.explain(new JobId("long"), 0).placement()).startsWith("put on cheap");
        Explanation placed = rig.explain(new JobId("short"), 0);
        assertThat(placed.placement()).startsWith("put on dear");
        assertThat(why(placed).get("cheap")).contains("it would begin there in about 1800.0 s");
    }

    private static Dag expecting(String name, Duration each) {
        var dag = Dag.named(name);
        dag.task(name, () -> 1).expected(each);
        return dag;
    }

    @Test
    void afterAFailoverTheWinnerAndTheNextAreStillKnownOfWhatIsDoneAndOfWhatRuns() {
        Rig rig = several();
        rig.submit(choosy("done", "held", "later"));
        rig.succeedAfter("thrifty", "done", LONG);
        List<String> before = List.of(
                rig.explain(0).placement(),
                rig.explain(1).placement(),
                rig.explain(2).placement());
        rig.failOver(0);
        rig.advance(1_000);

        assertThat(before.get(0))
                .isEqualTo("put on thrifty at 1970-01-01T00:00:00Z by cost-optimised, out of 2 nodes with room and 2"
                        + " without (1 too small, 1 with other labels); dear came next: scored lower");
        for (int task = 0; task < 3; task++) {
            assertThat(rig.explain(task).placement())
                    .isEqualTo(before.get(task) + "; of the other nodes no more is kept");
        }
        assertThat(rig.explain(1).state()).isEqualTo(TaskState.ASSIGNED);
        assertThat(why(rig.explain(0)))
                .containsOnlyKeys("thrifty", "dear")
                .containsEntry("thrifty", "chosen: score about -0.40")
                .containsEntry("dear", "scored lower: score about -1.1");
        assertThat(why(rig.explain(1))).containsOnly(Map.entry("dear", "chosen: no other had room"));

        rig.succeedAfter("dear", "held", LONG);
        rig.succeedAfter("thrifty", "later", LONG);
        rig.failOver(0);
        assertThat(rig.explain(1).placement()).startsWith(before.get(1));
        assertThat(rig.explain(2).placement()).startsWith(before.get(2));
    }

    @Test
    void whatHasFailedKeepsItsReasonToo() {
        Rig rig = several();
        rig.submit(choosy("t"));
        rig.fail("thrifty", "t");
        rig.advance(1);
        rig.fail("thrifty", "t");
        String before = rig.explain(0).placement();
        rig.failOver(0);

        assertThat(before).startsWith("put on thrifty at 1970-01-01T00:00:00").contains("dear came next");
        assertThat(rig.explain(0).state()).isEqualTo(TaskState.FAILED);
        assertThat(rig.explain(0).placement()).startsWith(before);
    }

    @Test
    void ofWhatTheJournalDoesNotHaveItIsSaidThatOnlyTheOneBeforeKnew() {
        var rig = new Rig().with("n", cpus(2));
        var dag = Dag.named("dag");
        dag.task("done", () -> 1);
        dag.task("held", () -> 1);
        rig.submit(dag);
        rig.succeedAfter("n", "done", LONG);
        rig.journal.removeIf(Fact.Placed.class::isInstance); // As one of an earlier version, which kept none.
        rig.failOver(0);
        rig.advance(1_000);

        assertThat(rig.explain(0).placement()).startsWith("placed before this scheduler took over");
        assertThat(rig.explain(1).state()).isEqualTo(TaskState.ASSIGNED);
        assertThat(rig.explain(1).placement()).startsWith("placed before this scheduler took over");
        assertThat(rig.explain(1).candidates()).isEmpty();
    }

    @Test
    void aSuccessorThatItsNodeStartedByItselfIsSaidToBeAndWhatBroughtItThereIsNamed() {
        Rig rig = new Rig(RigSettings.placing("load-balanced", 1_000)).with("n", cpus(1));
        var dag = Dag.named("dag");
        var one = dag.task("first", () -> 1);
        var second = dag.task("second", one, (Integer x) -> x);
        dag.task("third", second, (Integer x) -> x);
        rig.submit(dag);
        rig.runAll();

        String first = rig.explain(0).placement();
        assertThat(first).startsWith("put on n ");
        String started = "started by its node itself, which had made its inputs and had room for it at once; first,"
                + " which brought it there, was " + first;
        assertThat(rig.explain(1).placement()).isEqualTo(started);
        assertThat(rig.explain(2).placement()).isEqualTo(started);
        assertThat(rig.explain(2).candidates())
                .extracting(Explanation.Candidate::node)
                .containsExactly("n");
        rig.failOver(0);
        assertThat(rig.explain(2).placement()).isEqualTo(started);
    }

    @Test
    void whatRunsAloneSaysSo() {
        var rig = new Rig(RigSettings.settings(2)).with("a", cpus(1)).with("b", cpus(1));
        var dag = Dag.named("dag");
        dag.task("t", () -> 1);
        rig.submit(dag);
        rig.kill("a");

        assertThat(rig.explain(0).placement()).startsWith("put on b at ").contains("which runs alone");
        assertThat(rig.explain(0).candidates())
                .extracting(Explanation.Candidate::node)
                .containsExactly("b");
    }

    @Test
    void ofWhatWasPlacedLongAgoWhatIsKeptInShortIsSaid() {
        var rig = new Rig(RigSettings.placing("hash", 1_000)).with("n", cpus(1), Map.of("disk", "ssd"));
        rig.submit(each("dag", 1_100));
        for (int task = 2; task < 1_102; task++) {
            rig.succeedAfter("n", rig.running("n").get(0), LONG);
            rig.advance(1);
        }
        List<String> how = IntStream.range(2, 1_102)
                .mapToObj(task -> rig.explain(task).placement())
                .toList();
        assertThat(how).allMatch(each -> each.startsWith("put on n at "));
        assertThat(rig.explain(2).candidates())
                .extracting(Explanation.Candidate::why)
                .containsExactly("chosen: no other had room");
        assertThat(rig.explain(1_101).candidates())
                .extracting(Explanation.Candidate::why)
                .singleElement()
                .asString()
                .startsWith("chosen: room for 1 such task, score ");
    }

    @Test
    void whenMoreIsPlacedThanIsWorthATimeSomeStandForOthers() {
        var rig = new Rig(RigSettings.placing("hash", 1_000)).with("n", cpus(1), Map.of("disk", "ssd"));
        int many = 6_000;
        rig.submit(each("dag", many));
        for (int task = 2; task < many + 2; task++) {
            rig.succeedAfter("n", rig.running("n").get(0), LONG);
        }
        assertThat(rig.explain(many + 1).placement())
                .startsWith(
                        "placed as one of many, of which only some are recorded; the latest one like it was put on n");
        assertThat(rig.explain(many + 1).candidates()).hasSize(1);
    }

    @Test
    void ofTinyTasksOnlySomeAreRecorded() {
        var rig = new Rig(RigSettings.placing("hash", 1_000)).with("n", cpus(1), Map.of("disk", "ssd"));
        rig.submit(each("dag", 160));
        while (!rig.running("n").isEmpty()) {
            rig.succeedAfter("n", rig.running("n").get(0), 10);
            rig.advance(10);
        }
        List<String> how = IntStream.range(3, 162)
                .mapToObj(task -> rig.explain(task).placement())
                .toList();
        assertThat(how).filteredOn(each -> each.startsWith("put on n at ")).hasSizeBetween(8, 12);
        assertThat(how).allMatch(each -> each.contains("put on n at "));
    }

    @Test
    void aForgottenJobTakesItsRecordsAlong() {
        var rig = new Rig(RigSettings.retaining(0)).with("n", cpus(1));
        var dag = Dag.named("dag");
        dag.task("t", () -> 1);
        rig.submit(dag);
        rig.runAll();
        rig.submit(dag);

        assertThat(rig.explain(0).placement()).startsWith("put on n at ");
    }
}

package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.Placing;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.link.Availability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tasks that mind where others are. */
class PlacingTest {
    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;

    private static Rig rig() {
        return new Rig()
                .with("a1", cpus(4), Map.of("zone", "a"))
                .with("a2", cpus(4), Map.of("zone", "a"))
                .with("b1", cpus(4), Map.of("zone", "b"));
    }

    private static List<Integer> counts(Rig rig) {
        return List.of("a1", "a2", "b1").stream()
                .map(node -> rig.running(node).size())
                .toList();
    }

    private static List<Handle<Integer>> tasks(Dag dag, String name, int count) {
        var tasks = new ArrayList<Handle<Integer>>();
        for (int i = 0; i < count; i++) {
            tasks.add(dag.task(name + i, FIRST));
        }
        return tasks;
    }

    private static String nodeOf(Rig rig, String task) {
        return List.of("a1", "a2", "b1").stream()
                .filter(node -> rig.isThere(node) && rig.running(node).contains(task))
                .findFirst()
                .orElse("nowhere");
    }

    private static String whyNot(Rig rig, int task, String node) {
        return rig.explain(task).candidates().stream()
                .filter(candidate -> candidate.node().equals(node))
                .findFirst()
                .orElseThrow()
                .why();
    }

    @Test
    void spreadGoesWhereTheFewestOfItsKindAre() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 6).forEach(task -> task.spread("zone"));
        rig.submit(dag);

        assertThat(rig.running("b1")).hasSize(3);
        assertThat(counts(rig).stream().mapToInt(Integer::intValue).sum()).isEqualTo(6);
        assertThat(whyNot(rig, 1, "b1")).isNotEmpty();
    }

    @Test
    void spreadOverNodesIsEvenAndNoReasonToWait() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 12).forEach(task -> task.spread(Placing.NODE));
        rig.submit(dag);

        assertThat(counts(rig)).containsExactly(4, 4, 4);
    }

    @Test
    void elementsOfAnEachAreSpreadAmongThemselves() {
        var rig = rig();
        var dag = Dag.named("dag");
        dag.each("e", List.of(1, 2, 3), NEXT).spread(Placing.NODE);
        rig.submit(dag);

        assertThat(counts(rig)).containsExactly(1, 1, 1);
    }

    @Test
    void apartNeverRunsTwoAtOnceWhereTheLabelIsTheSame() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 3).forEach(task -> task.apart("zone"));
        rig.submit(dag);

        assertThat(rig.running("b1")).hasSize(1);
        assertThat(rig.running("a1").size() + rig.running("a2").size()).isEqualTo(1);
        assertThat(rig.explain(2).summary()).contains("is ready");
        assertThat(whyNot(rig, 2, "a2")).isEqualTo("another of \"t\" is where zone=a");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aNodeWithoutTheLabelCountsByItself() {
        var rig = new Rig().with("x", cpus(4)).with("y", cpus(4));
        var dag = Dag.named("dag");
        tasks(dag, "t", 3).forEach(task -> task.apart("rack"));
        rig.submit(dag);

        assertThat(rig.running("x")).hasSize(1);
        assertThat(rig.running("y")).hasSize(1);
    }

    @Test
    void whatIsKeptApartDoesNotHoldUpOthersBehindIt() {
        var rig = new Rig().with("x", cpus(4));
        var dag = Dag.named("dag");
        tasks(dag, "t", 3).forEach(task -> task.apart(Placing.NODE, "g"));
        rig.submit(dag);
        var other = Dag.named("other");
        tasks(other, "o", 3).forEach(task -> task.apart(Placing.NODE, "g"));
        rig.submit(new JobId("other"), other);

        assertThat(rig.running("x")).hasSize(2);
    }

    @Test
    void nearPrefersTheNodeOfTheOther() {
        var rig = rig();
        var dag = Dag.named("dag");
        var first = dag.task("first", FIRST).where(label("zone").is("b"));
        dag.task("busy", first, NEXT).needs(cpus(1)).where(label("zone").is("b"));
        var between = dag.task("between", FIRST).after(first);
        dag.task("close", between, NEXT).near(first);
        rig.submit(dag);
        rig.succeed("b1", "first");
        String node = nodeOf(rig, "between");
        rig.succeed(node, "between");

        assertThat(rig.running("b1")).contains("close");
        assertThat(rig.explain(3).candidates().toString()).contains("not the node of \"first\"");
    }

    @Test
    void nearIsKnownAfterAFailover() {
        var rig = rig();
        var dag = Dag.named("dag");
        var first = dag.task("first", FIRST).where(label("zone").is("b"));
        var between = dag.task("between", FIRST).after(first);
        dag.task("close", between, NEXT).near(first);
        rig.submit(dag);
        rig.succeed("b1", "first");
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        rig.succeed(nodeOf(rig, "between"), "between");

        assertThat(rig.running("b1")).contains("close");
    }

    @Test
    void aGroupRunsOnTheNodeThatTheFirstOfItChose() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 6).forEach(task -> task.together("g"));
        rig.submit(dag);

        assertThat(new TreeSet<>(counts(rig))).containsExactly(0, 4);
        String home = nodeOf(rig, "t0");
        assertThat(rig.explain(5).candidates().toString()).contains("its group \"g\" is on " + home);
        rig.succeed(home, "t0");
        rig.succeed(home, "t1");
        assertThat(rig.running(home)).hasSize(4);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void withIsAGroupOfTwoWhicheverComesFirst() {
        var rig = rig();
        var dag = Dag.named("dag");
        var make = dag.task("make", FIRST);
        var other = dag.task("other", FIRST).after(make);
        dag.task("use", other, NEXT).with(make);
        rig.submit(dag);
        String home = nodeOf(rig, "make");
        rig.succeed(home, "make");
        rig.succeed(nodeOf(rig, "other"), "other");

        assertThat(rig.running(home)).contains("use");
    }

    @Test
    void whereItsNodeDiesTheRestOfAGroupChoosesAgainAndWhatIsDoneStaysDone() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 5).forEach(task -> task.together("g").needs(cpus(2)));
        rig.submit(dag);
        String home = nodeOf(rig, "t0");
        rig.succeed(home, "t0");
        rig.kill(home);

        String next = nodeOf(rig, "t1");
        assertThat(next).isNotEqualTo("nowhere");
        assertThat(rig.running(next)).hasSize(2);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.ledger().job(Rig.JOB).story(0)).hasSize(1);
    }

    @Test
    void aGroupStaysWhereItIsAcrossAFailover() {
        for (int done = 0; done < 2; done++) {
            var rig = rig();
            var dag = Dag.named("dag");
            tasks(dag, "t", 5).forEach(task -> task.together("g").needs(cpus(2)));
            rig.submit(dag);
            String home = nodeOf(rig, "t0");
            if (done == 1) {
                rig.succeed(home, "t0");
            }
            rig.failOver(0);
            rig.advance(PlannerSettings.DEFAULTS.settleMillis());

            assertThat(rig.running(home)).hasSize(2);
            rig.succeed(home, "t1");
            assertThat(rig.running(home)).hasSize(2);
            assertThat(counts(rig).stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
        }
    }

    @Test
    void aGroupOfWhichAllAreDoneOrLostIsKnownByTheJournalAlone() {
        var rig = rig();
        var dag = Dag.named("dag");
        var first = dag.task("first", FIRST).together("g");
        var gate = dag.task("gate", FIRST).after(first);
        dag.task("second", gate, NEXT).together("g");
        rig.submit(dag);
        String home = nodeOf(rig, "first");
        rig.succeed(home, "first");
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        rig.succeed(nodeOf(rig, "gate"), "gate");

        assertThat(rig.running(home)).containsExactly("second");
    }

    @Test
    void theFirstOfAGroupChoosesANodeThatCouldRunAllOfIt() {
        var rig = new Rig().with("a", cpus(2)).with("b", cpus(8));
        var dag = Dag.named("dag");
        var small = dag.task("small", FIRST).together("g");
        dag.task("large", small, NEXT).needs(cpus(8)).together("g");
        rig.submit(dag);

        assertThat(rig.running("b")).containsExactly("small");
        assertThat(whyNot(rig, 0, "a")).contains("could not run all of its group \"g\"");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aGroupLeavesANodeThatIsOnItsWayOut() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 3).forEach(task -> task.together("g").needs(cpus(4)));
        rig.submit(dag);
        String home = nodeOf(rig, "t0");
        rig.turn(home, Availability.DRAINING, 60_000);
        assertThat(nodeOf(rig, "t1")).isEqualTo("nowhere");
        rig.succeed(home, "t0");

        assertThat(nodeOf(rig, "t1")).isNotIn(home, "nowhere");
    }

    @Test
    void noMoreThanAllowedOfAKindAreOnOneNode() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 9).forEach(task -> task.atMostPerNode(2));
        rig.submit(dag);

        assertThat(List.of(
                        rig.running("a1").size(),
                        rig.running("a2").size(),
                        rig.running("b1").size()))
                .containsExactly(2, 2, 2);
        assertThat(whyNot(rig, 8, "a1")).isEqualTo("has 2 of the 2 of \"dag/t\" that may be on one node");
    }

    @Test
    void noMoreThanAllowedRunInAllOfWhateverJob() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 4).forEach(task -> task.atMost("db", 3));
        var other = Dag.named("other");
        tasks(other, "o", 4).forEach(task -> task.atMost("db", 3).needs(cpus(2)));
        rig.submit(dag);
        rig.submit(new JobId("again"), other);

        int running = rig.running("a1").size()
                + rig.running("a2").size()
                + rig.running("b1").size();
        assertThat(running).isEqualTo(3);
        assertThat(rig.explain(3).summary())
                .isEqualTo("is ready and waits: 3 of \"db\" are held, and at most 3 may be");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aNewSchedulerLetsNobodyStartBeforeItKnowsHowManyThereAre() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 4).forEach(task -> task.atMost("db", 3));
        rig.submit(dag);
        rig.failOver(0);
        var other = Dag.named("other");
        tasks(other, "o", 4).forEach(task -> task.atMost("db", 3));
        rig.submit(new JobId("other"), other);
        int running = rig.running("a1").size()
                + rig.running("a2").size()
                + rig.running("b1").size();
        assertThat(running).isEqualTo(3);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aLimitThatIsReachedKeepsNoNodeForThoseThatWait() {
        var rig = new Rig(RigSettings.placing("critical-path", 100)).with("x", cpus(2));
        var dag = Dag.named("dag");
        tasks(dag, "t", 3).forEach(task -> task.atMost("db", 1));
        rig.submit(dag);
        rig.advance(1_000);
        var other = Dag.named("other");
        tasks(other, "o", 3);
        rig.submit(new JobId("other"), other);

        assertThat(rig.running("x")).hasSize(2);
    }

    @Test
    void aTaskIsPinnedToANodeByItsName() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1)).with("c", cpus(4));
        var dag = Dag.named("pinned");
        for (int i = 0; i < 3; i++) {
            dag.task("task" + i, () -> 1).where(label(Placing.NODE).is("b"));
        }
        rig.submit(dag);
        assertThat(rig.running("b")).containsExactly("task0");
        assertThat(rig.running("c")).isEmpty();

        var nowhere = Dag.named("nowhere");
        nowhere.task("task", () -> 1).where(label(Placing.NODE).is("d"));
        var refused = (Answer.Rejected) rig.submit(new JobId("nowhere"), nowhere);
        assertThat(refused.problems().get(0).what())
                .isEqualTo("asks for nodes where sampo.node=d, and none is; there are the labels sampo.node=a|b|c");
    }
}

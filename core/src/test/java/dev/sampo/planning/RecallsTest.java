package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Session;
import dev.sampo.resource.Resources;
import dev.sampo.worker.WorkerInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What waits on a node that others have filled is taken back when another node is idle. */
class RecallsTest {
    private static final Session OF_ANOTHER_PARTITION = new Session(1, 1, 1);
    private static final JobId OTHER = new JobId("other");

    private Rig rig = new Rig().with("a", cpus(2)).with("b", cpus(2));

    /** Another partition has so many tasks of its own run there. */
    private void occupy(String node, int tasks) {
        Blueprint graph = dag("other", tasks).compile(new PlainEncoder());
        rig.knows(graph);
        List<Order> orders = List.of(
                new Order.Stretch(OTHER, 0, tasks, graph.digest(), Order.Stretch.WHOLE, 0),
                new Order.Introduce(OTHER, Precedence.USUAL),
                new Order.Assign(OTHER, IntStream.range(0, tasks).toArray(), 1, 1, false));
        rig.work(Rig.node(node), new WorkerInput.Ordered(new Orders(OF_ANOTHER_PARTITION, 1, 0, 0, orders)));
        rig.advance(1_000);
    }

    private static Dag dag(String name, int tasks) {
        return dag(name, tasks, cpus(1));
    }

    private static Dag dag(String name, int tasks, Resources needs) {
        var dag = Dag.named(name);
        for (int i = 0; i < tasks; i++) {
            dag.task(name + "-" + i, () -> 1).needs(needs);
        }
        return dag;
    }

    private void end(String node, int tasks) {
        for (int i = 0; i < tasks; i++) {
            rig.succeed(node, "other-" + i);
        }
    }

    private List<String> mine(String node) {
        return rig.running(node).stream()
                .filter(task -> task.startsWith("dag-"))
                .toList();
    }

    /** Both nodes are full of what others run, and two tasks wait on each. */
    private void fillBoth() {
        fillBoth(dag("dag", 4));
    }

    private void fillBoth(Dag dag) {
        occupy("a", 2);
        occupy("b", 2);
        rig.submit(dag);
        rig.advance(1_500);
        assertThat(mine("a")).isEmpty();
        assertThat(mine("b")).isEmpty();
    }

    @Test
    void whatWaitsOnAFullNodeRunsOnTheOneThatBecomesIdle() {
        fillBoth();
        end("b", 2);
        List<String> first = mine("b");
        first.forEach(task -> rig.succeed("b", task));
        rig.advance(500);

        assertThat(mine("b")).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(rig.running("a")).containsExactly("other-0", "other-1");
        mine("b").forEach(task -> rig.succeed("b", task));
        assertThat(rig.status().succeeded()).isEqualTo(4);
        assertThat(rig.interrupted("a")).isEmpty();
    }

    /** A timetable is made as if its job had the nodes to itself. */
    @Test
    void whatWaitsBehindOthersIsKeptToNoTimetable() {
        var dag = Dag.named("dag");
        for (int i = 0; i < 4; i++) {
            dag.task("dag-" + i, () -> 1).expected(Duration.ofSeconds(10 + i));
        }
        fillBoth(dag);
        rig.with("c", cpus(4));
        rig.advance(1_000);
        assertThat(mine("c")).hasSize(4);
    }

    @Test
    void noMoreIsTakenBackThanThereIsIdleRoom() {
        fillBoth();
        rig.with("c", cpus(1));
        rig.advance(300);
        assertThat(rig.status().ready()).isEqualTo(3); // What is given to a node anew is not known to wait there.
        rig.advance(5_000);
        assertThat(mine("c")).hasSize(1);
        end("a", 2);
        end("b", 2);
        assertThat(mine("a").size() + mine("b").size()).isEqualTo(3);
    }

    /** Of many nodes with room as far as the partition knows only some are looked at for a task in line. */
    @Test
    void whatIsTakenBackGoesToTheIdleNodeHoweverManyOthersThereAre() {
        rig = new Rig();
        for (int node = 0; node < 2 * Scout.ALL; node++) {
            rig.with("n" + node, cpus(1));
            occupy("n" + node, 1);
        }
        rig.submit(dag("dag", 3));
        rig.advance(1_500);
        assertThat(rig.status().ready()).isEqualTo(3);
        rig.with("idle", cpus(3));
        rig.advance(500);
        assertThat(mine("idle")).hasSize(3);
    }

    @Test
    void aNodeThatOthersFillIsNotIdle() {
        fillBoth();
        rig.with("c", cpus(1));
        occupy("c", 1);
        int moved = mine("c").size(); // One may have been there before the others were.
        rig.advance(5_000);
        assertThat(mine("c")).hasSize(moved);
        assertThat(rig.running("a")).containsExactly("other-0", "other-1");
    }

    @Test
    void whatHasWaitedForAMomentOnlyStays() {
        occupy("a", 2);
        occupy("b", 2);
        rig.submit(dag("dag", 4));
        rig.advance(300);
        rig.with("c", cpus(4));
        rig.advance(500);
        assertThat(mine("c")).isEmpty();
        rig.advance(500);
        assertThat(mine("c")).hasSize(4);
    }

    /** A busy node is free for a moment now and then: whoever came for that would wait there behind all others. */
    @Test
    void roomThatIsThereForAMomentOnlyIsNotTaken() {
        fillBoth();
        rig.with("c", cpus(4));
        rig.advance(100);
        occupy("c", 4);
        rig.advance(2_000);
        assertThat(mine("c")).isEmpty();
        assertThat(rig.status().ready()).isEqualTo(4);
    }

    @Test
    void whatDoesNotFitTheIdleNodeStays() {
        occupy("a", 2);
        occupy("b", 2);
        rig.submit(dag("dag", 1, cpus(2)));
        rig.with("c", cpus(1));
        rig.advance(5_000);
        assertThat(mine("c")).isEmpty();
        assertThat(rig.explain(0).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void whatWaitsAtANodeIsNotCountedAsRunningAndSaysWhereItStands() {
        fillBoth();
        assertThat(rig.status().assigned()).isZero();
        assertThat(rig.status().ready()).isEqualTo(4);
        var told = new ArrayList<String>();
        for (int task = 0; task < 4; task++) {
            Explanation explanation = rig.explain(task);
            assertThat(explanation.state()).isEqualTo(TaskState.READY);
            assertThat(explanation.position()).isBetween(1, 2);
            told.add(explanation.summary());
        }
        assertThat(told)
                .allMatch(each ->
                        each.contains("that wait there for this scheduler, for 1.5 s, which has 2 tasks of other"
                                + " schedulers too (cpus=2)"))
                .anyMatch(each -> each.startsWith("is queued on a as attempt 1, 1 of 2"))
                .anyMatch(each -> each.startsWith("is queued on a as attempt 1, 2 of 2"));

        end("a", 2);
        assertThat(rig.status().assigned()).isEqualTo(2);
        assertThat(rig.status().ready()).isEqualTo(2);
    }

    @Test
    void whatRunsStaysWhereItIs() {
        rig = new Rig().with("a", cpus(2));
        rig.submit(dag("dag", 2));
        rig.advance(1_500);
        rig.with("b", cpus(2));
        rig.advance(5_000);
        assertThat(mine("a")).hasSize(2);
        assertThat(mine("b")).isEmpty();
    }

    @Test
    void theNextSchedulerHearsWhatWaitsAndTakesItBack() {
        fillBoth();
        rig.failOver(0);
        rig.advance(1_000);
        assertThat(rig.status().ready()).isEqualTo(4);
        rig.with("c", cpus(4));
        rig.advance(1_000);
        assertThat(mine("c")).hasSize(4);
    }

    @Test
    void whatIsGivenBackWhenTheIdleNodeHasDiedWaitsInLine() {
        fillBoth();
        rig.silence("a");
        rig.silence("b");
        rig.with("c", cpus(4));
        rig.advance(500);
        rig.kill("c");
        rig.hear("a");
        rig.hear("b");
        rig.advance(2_000);
        end("a", 2);
        end("b", 2);
        rig.runAll();
        assertThat(rig.status().succeeded()).isEqualTo(4);
        assertThat(rig.status().failures()).isZero();
    }

    @Test
    void aPlacerThatLetsTasksWaitWhereItWantsThemIsLeftToIt() {
        rig = new Rig(RigSettings.placing("cost-optimised", 10_000))
                .with("a", cpus(2))
                .with("b", cpus(2));
        fillBoth();
        rig.with("c", cpus(4));
        rig.advance(5_000);
        assertThat(mine("c")).isEmpty();
    }

    @Test
    void aWaitOnTheNodeIsAWaitForRoomAndNotTheBodysTime() {
        rig = new Rig().with("a", cpus(1));
        occupy("a", 1);
        rig.submit(dag("dag", 1));
        rig.advance(3_000);
        assertThat(times()).isEqualTo(new Times(0, 3_000, 0, 0, 0));
        end("a", 1);
        rig.advance(2_000);
        assertThat(times()).isEqualTo(new Times(2_000, 3_000, 0, 0, 0));
        rig.succeedAfter("a", "dag-0", 2_000_000);
        assertThat(times()).isEqualTo(new Times(2_000, 3_000, 0, 0, 0));
    }

    private Times times() {
        Answer answer = rig.ask(ticket -> new Input.AskJobExplanation(ticket, Rig.JOB));
        return ((Answer.JobExplained) answer).explanation().times();
    }
}

package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Session;
import dev.sampo.worker.WorkerInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gang of two, for each of which a whole node is needed, and what another partition has there. */
class StandoffsTest {
    private static final Session OF_ANOTHER_PARTITION = new Session(1, 1, 1);
    private static final JobId OTHER = new JobId("other");
    private static final long OVERDUE = 200;
    /** The node says after a second that something waits, and it is patient for another at most; then it is held off for as long. */
    private static final long GIVES_WAY = 2_100;

    private final Rig rig = new Rig(RigSettings.placing("critical-path", OVERDUE))
            .with("a", cpus(1))
            .with("b", cpus(1));

    private void occupy(String node) {
        var dag = Dag.named("other");
        dag.task("other", () -> 1);
        Blueprint graph = dag.compile(new PlainEncoder());
        rig.knows(graph);
        List<Order> orders = List.of(
                new Order.Stretch(OTHER, 0, 1, graph.digest(), Order.Stretch.WHOLE, 0),
                new Order.Introduce(OTHER, Precedence.USUAL),
                new Order.Assign(OTHER, new int[] {0}, 1, 1, false));
        rig.work(Rig.node(node), new WorkerInput.Ordered(new Orders(OF_ANOTHER_PARTITION, 1, 0, 0, orders)));
    }

    private void submitGang() {
        var dag = Dag.named("dag");
        for (int i = 0; i < 2; i++) {
            dag.task("t" + i, () -> 1).gang("g");
        }
        rig.submit(dag);
    }

    /** The gang is in line on both nodes, and one of it runs. */
    private void halfBegins() {
        occupy("b");
        submitGang();
        assertThat(rig.running("a")).isEmpty();
        rig.advance(OVERDUE);
        assertThat(rig.running("a")).hasSize(1);
        assertThat(rig.running("b")).containsExactly("other");
    }

    @Test
    void itWaitsForNodesWhereOthersHaveNothing() {
        occupy("b");
        submitGang();
        rig.advance(OVERDUE - 1);
        assertThat(rig.running("a")).isEmpty();
        rig.succeed("b", "other");
        assertThat(rig.running("a").size() + rig.running("b").size()).isEqualTo(2);
    }

    @Test
    void whatHasBegunIsStoppedWhenTheRestWaitsForLongAndAllBeginsAnew() {
        halfBegins();
        String begun = rig.running("a").get(0);
        rig.advance(GIVES_WAY);
        assertThat(rig.interrupted("a")).containsExactly(begun);
        rig.interrupted("a").clear();
        rig.end("a", begun, new Outcome.Cancelled());
        rig.succeed("b", "other");
        rig.advance(GIVES_WAY);
        assertThat(rig.running("a").size() + rig.running("b").size()).isEqualTo(2);
        assertThat(rig.attempt("a", rig.running("a").get(0)).number()).isEqualTo(1);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().failures()).isZero();
    }

    @Test
    void itGivesNoWayWhenTheRestBeginsInTime() {
        halfBegins();
        rig.advance(900);
        rig.succeed("b", "other");
        rig.advance(10_000);
        assertThat(rig.interrupted("a")).isEmpty();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** One of it succeeds, and does not hear in time that it is taken back. */
    private String succeedsTooLate(boolean isGivenOutAnew) {
        halfBegins();
        String begun = rig.running("a").get(0);
        int task = begun.equals("t0") ? 0 : 1;
        rig.silence("a");
        advanceUntil(task, "is ready and waits for the rest of its gang");
        if (isGivenOutAnew) {
            advanceUntil(task, "is on ");
        }
        rig.hear("a");
        rig.succeed("a", begun);
        rig.succeed("b", "other");
        rig.advance(10_000);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().succeeded()).isEqualTo(2);
        assertThat(rig.journal.stream()
                        .filter(fact -> fact instanceof JobEvent.TaskSucceeded success && success.task() == task))
                .hasSize(1);
        return begun;
    }

    private void advanceUntil(int task, String said) {
        for (int i = 0; i < 100 && !rig.explain(task).summary().startsWith(said); i++) {
            rig.advance(50);
        }
        assertThat(rig.explain(task).summary()).startsWith(said);
    }

    private long starts(String task) {
        return rig.transcript.stream()
                .filter(line -> line.startsWith("start " + task))
                .count();
    }

    @Test
    void whatSucceedsThoughItWasTakenBackIsDone() {
        assertThat(starts(succeedsTooLate(false))).isEqualTo(1);
    }

    @Test
    void whatSucceedsWhenItHasBeenGivenOutAnewCountsOnce() {
        assertThat(starts(succeedsTooLate(true))).isEqualTo(2);
    }

    @Test
    void theNextSchedulerEndsTheStandoff() {
        halfBegins();
        rig.failOver(0);
        rig.advance(GIVES_WAY);
        assertThat(rig.interrupted("a")).hasSize(1);
    }
}

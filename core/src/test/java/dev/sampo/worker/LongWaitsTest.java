package dev.sampo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node with one slot has two tasks: one runs, and the other waits. */
class LongWaitsTest {
    private static final JobId JOB = new JobId("job");
    private static final int FIRST = 0;
    private static final int SECOND = 1;

    private final Worker worker =
            new Worker(new NodeId("n"), 1, Equipment.of(Resources.cpus(1)), WorkerSettings.DEFAULTS);
    private final List<Report> said = new ArrayList<>();
    private final List<Action.Run> started = new ArrayList<>();
    private Session session = new Session(0, 2, 1);
    private long numbers;
    private long now = 1_000;

    @BeforeEach
    void oneRunsAndTheOtherWaits() {
        var dag = Dag.named("two");
        dag.task("first", () -> 1);
        dag.task("second", () -> 2);
        Blueprint blueprint = dag.compile(new PlainEncoder());
        order(
                new Order.Stretch(JOB, 0, 2, blueprint.digest(), Order.Stretch.WHOLE, 0),
                new Order.Assign(JOB, new int[] {FIRST, SECOND}, 1, 1, false));
        step(new WorkerInput.BlueprintArrived(blueprint));
    }

    private void order(Order... orders) {
        step(new WorkerInput.Ordered(new Orders(session, ++numbers, said.size(), 0, List.of(orders))));
    }

    private void step(WorkerInput input) {
        for (Action action : worker.step(now, List.of(input))) {
            if (action instanceof Action.Send send && said.stream().noneMatch(each -> isSame(each, send.report()))) {
                said.add(send.report());
            } else if (action instanceof Action.Run run) {
                started.add(run);
            }
        }
    }

    private boolean isSame(Report one, Report other) {
        return one.number() == other.number() && one.session().equals(other.session());
    }

    private void tickAfter(long millis) {
        now += millis;
        step(new WorkerInput.Ordered(new Orders(session, 0, said.size(), 0, List.of())));
    }

    private List<Report.Queued> saidToWait() {
        return said.stream().flatMap(report -> report.queued().stream()).toList();
    }

    private List<Report.Started> saidToHaveBegun() {
        return said.stream().flatMap(report -> report.started().stream()).toList();
    }

    private void endFirst() {
        var done = Outcome.Succeeded.of(new Value.Inline(new byte[] {1}, Value.NO_LIST));
        step(new WorkerInput.Ended(started.get(0).run(), done, 1_000));
    }

    @Test
    void onceItHasWaitedForASecondThatIsSaid() {
        tickAfter(999);
        assertThat(saidToWait()).isEmpty();
        assertThat(worker.wakeAt()).isLessThanOrEqualTo(now + 1);

        tickAfter(1);
        tickAfter(5_000);
        assertThat(saidToWait()).singleElement().satisfies(queued -> {
            assertThat(queued.attempt().task()).isEqualTo(SECOND);
            assertThat(queued.millis()).isEqualTo(1_000);
        });
    }

    @Test
    void ofOneThatWasSaidToWaitItIsSaidThatItBegins() {
        tickAfter(1_000);
        endFirst();
        assertThat(saidToHaveBegun())
                .singleElement()
                .satisfies(begun -> assertThat(begun.attempt().task()).isEqualTo(SECOND));
    }

    @Test
    void ofOneThatBeginsSoonNothingIsSaid() {
        tickAfter(500);
        endFirst();
        tickAfter(1_000);
        assertThat(saidToWait()).isEmpty();
        assertThat(saidToHaveBegun()).isEmpty();
    }

    @Test
    void theNextSchedulerIsToldAgainAndForHowLong() {
        tickAfter(1_000);
        tickAfter(2_000);
        said.clear();
        session = new Session(0, 3, 1);
        numbers = 0;
        order();
        assertThat(saidToWait()).singleElement().satisfies(queued -> assertThat(queued.millis())
                .isEqualTo(3_000));
    }

    @Test
    void whatWaitsIsGivenBackWhenItIsRecalledAndWhatRunsIsNot() {
        order(new Order.Recall(JOB, new int[] {FIRST, SECOND}));
        tickAfter(1_000);
        assertThat(said)
                .flatMap(Report::ended)
                .singleElement()
                .satisfies(ended -> assertThat(ended.attempt().task()).isEqualTo(SECOND))
                .satisfies(ended -> assertThat(ended.outcome()).isEqualTo(new Outcome.Cancelled()));
        assertThat(worker.heldCount()).isEqualTo(1);
        endFirst();
        assertThat(started).hasSize(1);
    }

    @Test
    void whatIsRecalledOfAJobThatNobodyKnowsIsNothing() {
        order(new Order.Recall(new JobId("gone"), new int[] {FIRST}), new Order.Recall(JOB, new int[] {7}));
        assertThat(worker.heldCount()).isEqualTo(2);
    }
}

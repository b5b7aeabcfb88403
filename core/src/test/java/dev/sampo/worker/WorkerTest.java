package dev.sampo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.Fence;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that was started again is told to use a value which an earlier process of it had made. */
class WorkerTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final JobId JOB = new JobId("job");
    private static final Value.Stored MADE_EARLIER = new Value.Stored(NODE, 1_000_000, 7, Value.NO_LIST);
    private static final Session SESSION = new Session(0, 2, 1);
    private static final Fence MAKER = new Fence(1, 1);

    private final Worker worker = new Worker(NODE, 1, Equipment.of(Resources.cpus(1)), WorkerSettings.DEFAULTS);
    private List<Action> actions;

    @BeforeEach
    void assignTheReader() {
        var dag = Dag.named("two");
        var made = dag.task("made", () -> "large");
        dag.task("reader", made, (String text) -> text.length());
        Blueprint blueprint = dag.compile(new PlainEncoder());
        step(new WorkerInput.Ordered(new Orders(
                SESSION,
                1,
                0,
                0,
                List.of(
                        new Order.Stretch(JOB, 0, 2, blueprint.digest(), Order.Stretch.WHOLE, 0),
                        new Order.Deliver(JOB, new int[] {0}, List.of(MADE_EARLIER), List.of(MAKER)),
                        new Order.Assign(JOB, new int[] {1}, 1, 1, false)))));
        step(new WorkerInput.BlueprintArrived(blueprint));
    }

    private void step(WorkerInput input) {
        actions = worker.step(1_000, List.of(input));
    }

    @Test
    void aValueSaidToBeHereIsLookedForBeforeItIsUsed() {
        assertThat(actions).containsExactly(new Action.FetchValue(JOB, 0, MADE_EARLIER, MAKER));

        step(new WorkerInput.ValueArrived(JOB, 0, MADE_EARLIER, MAKER));

        assertThat(actions).hasAtLeastOneElementOfType(Action.Run.class);
    }

    /** The node had given it up; on its way to start, the reader must not take its name for the value itself. */
    @Test
    void aValueNamedAnewAfterItsReaderWasQueuedIsFetchedFirst() {
        step(new WorkerInput.ValueUnavailable(JOB, 0, MADE_EARLIER, MAKER));
        var elsewhere = new Value.Stored(new NodeId("n2"), 1_000_000, 7, Value.NO_LIST);
        step(new WorkerInput.Ordered(new Orders(
                SESSION,
                2,
                0,
                0,
                List.of(
                        new Order.Assign(JOB, new int[] {1}, 1, 2, false),
                        new Order.Keep(new Order.Deliver(JOB, new int[] {0}, List.of(elsewhere), List.of(MAKER)))))));

        assertThat(actions)
                .contains(new Action.FetchValue(JOB, 0, elsewhere, MAKER))
                .doesNotHaveAnyElementsOfTypes(Action.Run.class);

        step(new WorkerInput.ValueArrived(JOB, 0, MADE_EARLIER, MAKER));

        assertThat(actions).hasAtLeastOneElementOfType(Action.Run.class);
    }

    @Test
    void anAttemptHoldsWhatItWasOrderedToHoldAndTheNextSchedulerIsTold() {
        Resources half = Resources.cpus(0.5);
        step(new WorkerInput.ValueArrived(JOB, 0, MADE_EARLIER, MAKER));
        Action.Run first = started();
        Order again = new Order.Assign(JOB, new int[] {1}, 1, 2, false, Optional.of(half), 0);
        step(new WorkerInput.Ordered(new Orders(SESSION, 2, 0, 0, List.of(again))));
        step(new WorkerInput.Ended(first.run(), new Outcome.Cancelled(), 1));
        Action.Run second = started();

        assertThat(first.needs()).isEqualTo(Resources.cpus(1));
        assertThat(second.needs()).isEqualTo(half);
        assertThat(worker.free()).isEqualTo(half);

        step(new WorkerInput.Ordered(new Orders(new Session(0, 3, 1), 1, 0, 0, List.of())));

        assertThat(reports())
                .flatMap(report -> report.greeting().stream().toList())
                .flatMap(Report.Greeting::held)
                .containsExactly(new Report.Holding(second.attempt(), Optional.of(half)));

        step(new WorkerInput.Ended(second.run(), new Outcome.Cancelled(), 1));

        assertThat(worker.free()).isEqualTo(Resources.cpus(1));
    }

    private Action.Run started() {
        return (Action.Run) actions.stream()
                .filter(Action.Run.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private List<Report> reports() {
        return actions.stream()
                .filter(Action.Send.class::isInstance)
                .map(action -> ((Action.Send) action).report())
                .toList();
    }

    @Test
    void aValueSaidToBeHereThatIsNotIsReportedAsLost() {
        step(new WorkerInput.ValueUnavailable(JOB, 0, MADE_EARLIER, MAKER));

        assertThat(reports())
                .flatMap(Report::ended)
                .extracting(Report.Ended::outcome)
                .containsExactly(new Outcome.InputLost(0));
    }
}

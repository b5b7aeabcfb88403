package dev.sampo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.Attempt;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node starts by itself what is to start next, while the order to do so is on its way. */
class AnticipationTest {
    private static final JobId JOB = new JobId("job");
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final Session SESSION = new Session(0, 2, 1);
    private static final Fence FIRST_SERIAL = new Fence(2, 1);
    private static final Fence SECOND_SERIAL = new Fence(2, 2);

    private final Worker worker =
            new Worker(new NodeId("n"), 1, Equipment.of(Resources.cpus(1)), WorkerSettings.DEFAULTS);
    private List<Action> actions;
    private long numbers;

    @BeforeEach
    void oneRunsAndTheOtherIsNext() {
        var dag = Dag.named("two");
        dag.task("first", () -> 1);
        dag.task("second", () -> 2).timeout(Duration.ofHours(1));
        Blueprint blueprint = dag.compile(new PlainEncoder());
        order(
                new Order.Stretch(JOB, 0, 2, blueprint.digest(), Order.Stretch.WHOLE, 0),
                new Order.Assign(JOB, new int[] {FIRST}, 1, FIRST_SERIAL.serial(), false),
                new Order.Upcoming(JOB, List.of(new Order.Upcoming.Next(SECOND, false, List.of()))));
        step(new WorkerInput.BlueprintArrived(blueprint));
    }

    private void order(Order... orders) {
        step(new WorkerInput.Ordered(new Orders(SESSION, ++numbers, 0, 0, List.of(orders))));
    }

    private void orderSecond() {
        order(new Order.Assign(JOB, new int[] {SECOND}, 1, SECOND_SERIAL.serial(), false));
    }

    private void step(WorkerInput input) {
        actions = worker.step(1_000, List.of(input));
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

    private Action.Run endFirst() {
        step(new WorkerInput.Ended(started().run(), succeeded(), 1_000));
        return started();
    }

    private static Outcome.Succeeded succeeded() {
        return Outcome.Succeeded.of(new Value.Inline(new byte[] {1}, Value.NO_LIST));
    }

    @Test
    void whatIsNextStartsByThePermissionOfWhatEnded() {
        Action.Run second = endFirst();

        assertThat(second.attempt()).isEqualTo(new Attempt(JOB, SECOND, 1, FIRST_SERIAL));
        assertThat(reports())
                .flatMap(Report::ended)
                .flatMap(ended -> Arrays.stream(ended.adopted()).boxed().toList())
                .containsExactly(SECOND);
    }

    @Test
    void theOrderThatComesThenFindsItRunningAndItGoesOnAsWhatWasOrdered() {
        Action.Run second = endFirst();
        orderSecond();

        assertThat(actions).doesNotHaveAnyElementsOfTypes(Action.Run.class, Action.Interrupt.class);
        assertThat(reports())
                .flatMap(Report::started)
                .containsExactly(new Report.Started(new Attempt(JOB, SECOND, 1, SECOND_SERIAL), false));

        step(new WorkerInput.Ended(second.run(), succeeded(), 1_000));

        assertThat(reports())
                .flatMap(Report::ended)
                .extracting(Report.Ended::attempt)
                .containsExactly(new Attempt(JOB, SECOND, 1, SECOND_SERIAL));
    }

    @Test
    void whatWasOrderedBeforeDoesNotStartOnceMore() {
        Action.Run first = started();
        orderSecond();
        step(new WorkerInput.Ended(first.run(), succeeded(), 1_000));

        assertThat(started().attempt().fence()).isEqualTo(SECOND_SERIAL);
        step(new WorkerInput.Ended(started().run(), succeeded(), 1_000));
        assertThat(actions).doesNotHaveAnyElementsOfTypes(Action.Run.class);
    }

    @Test
    void aNewSessionSaysAnewWhatIsNext() {
        Action.Run first = started();
        step(new WorkerInput.Ordered(new Orders(new Session(0, 3, 1), 1, 0, 0, List.of())));
        step(new WorkerInput.Ended(first.run(), succeeded(), 1_000));

        assertThat(actions).doesNotHaveAnyElementsOfTypes(Action.Run.class);
    }
}

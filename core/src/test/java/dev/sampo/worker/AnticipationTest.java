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
import java.util.ArrayList;
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
    private final List<Report> said = new ArrayList<>();
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
        step(new WorkerInput.Ordered(new Orders(SESSION, ++numbers, said.size(), 0, List.of(orders))));
    }

    private void orderSecond() {
        order(new Order.Assign(JOB, new int[] {SECOND}, 1, SECOND_SERIAL.serial(), false));
    }

    private void step(WorkerInput input) {
        actions = worker.step(1_000, List.of(input));
        for (Action action : actions) {
            if (action instanceof Action.Send send) {
                said.add(send.report());
            }
        }
    }

    private Action.Run started() {
        return (Action.Run) actions.stream()
                .filter(Action.Run.class::isInstance)
                .findFirst()
                .orElseThrow();
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
        assertThat(said)
                .flatMap(Report::ended)
                .flatMap(ended -> Arrays.stream(ended.adopted()).boxed().toList())
                .containsExactly(SECOND);
    }

    @Test
    void theOrderThatComesThenFindsItRunningAndItGoesOnAsWhatWasOrdered() {
        Action.Run second = endFirst();
        orderSecond();

        assertThat(actions).doesNotHaveAnyElementsOfTypes(Action.Run.class, Action.Interrupt.class);
        assertThat(said)
                .flatMap(Report::started)
                .extracting(Report.Started::attempt)
                .containsExactly(new Attempt(JOB, SECOND, 1, FIRST_SERIAL), new Attempt(JOB, SECOND, 1, SECOND_SERIAL));

        step(new WorkerInput.Ended(second.run(), succeeded(), 1_000));

        order();
        assertThat(said)
                .flatMap(Report::ended)
                .extracting(Report.Ended::attempt)
                .containsExactly(new Attempt(JOB, FIRST, 1, FIRST_SERIAL), new Attempt(JOB, SECOND, 1, SECOND_SERIAL));
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

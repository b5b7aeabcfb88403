package dev.sampo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body that runs past its timeout is stopped, and what it says then is told. */
class TimeoutTest {
    private static final JobId JOB = new JobId("job");

    private static final Session SESSION = new Session(0, 2, 1);

    private final Worker worker =
            new Worker(new NodeId("n1"), 1, Equipment.of(Resources.cpus(1)), WorkerSettings.DEFAULTS);

    @Test
    void aBodyThatRanOutOfTimeSaysWhereItWas() {
        var dag = Dag.named("slow");
        dag.task("slow", () -> 1).timeout(Duration.ofSeconds(1));
        Blueprint blueprint = dag.compile(new PlainEncoder());
        worker.step(
                0,
                List.of(new WorkerInput.Ordered(new Orders(
                        SESSION,
                        1,
                        0,
                        0,
                        List.of(
                                new Order.Stretch(JOB, 0, 1, blueprint.digest(), Order.Stretch.WHOLE, 0),
                                new Order.Assign(JOB, new int[] {0}, 1, 1, false))))));
        Action.Run run = (Action.Run) worker.step(0, List.of(new WorkerInput.BlueprintArrived(blueprint))).stream()
                .filter(Action.Run.class::isInstance)
                .findFirst()
                .orElseThrow();

        assertThat(worker.step(1_001, List.of())).anyMatch(Action.Interrupt.class::isInstance);
        var stopped =
                new Failure(Failure.Kind.THREW, "java.lang.InterruptedException", "", "  at Slow.work(Slow.java:7)");
        worker.step(1_100, List.of(new WorkerInput.Ended(run.run(), new Outcome.Failed(stopped), 1_100_000)));
        // What the node has said before has arrived.
        List<Action> last =
                worker.step(1_200, List.of(new WorkerInput.Ordered(new Orders(SESSION, 2, 2, 0, List.of()))));

        assertThat(last.stream()
                        .filter(Action.Send.class::isInstance)
                        .flatMap(action -> ((Action.Send) action).report().ended().stream())
                        .map(Report.Ended::outcome))
                .containsExactly(new Outcome.Failed(new Failure(
                        Failure.Kind.TIMED_OUT, "", "it ran longer than its timeout of PT1S", stopped.trace())));
    }
}

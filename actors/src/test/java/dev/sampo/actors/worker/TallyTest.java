package dev.sampo.actors.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.body.UserCode;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Kind;
import dev.sampo.worker.Action;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();
    private final Blueprint graph = graph();

    private static Blueprint graph() {
        var dag = Dag.named("words");
        var list = dag.task("list", () -> List.of("a", "b"));
        dag.each("length", list, String::length);
        dag.task("page-17", () -> 1);
        dag.task("page-18", () -> 1);
        return dag.compile(UserCode.of(TallyTest.class.getClassLoader()).encoder());
    }

    private RunningBody body(String task, int element) {
        int number = graph.taskNamed(task);
        var attempt = new Attempt(new JobId("job"), number, 1, new Fence(1, 1));
        var run = new Action.Run(
                number, attempt, graph, number, element, List.of(), Resources.NONE, Map.of(), 0, "default");
        return new RunningBody(run, new NodeId("n"), null, limit -> null);
    }

    private List<Event.AttemptsStopped> told() {
        return tally.take(5).stream().map(Event.AttemptsStopped.class::cast).toList();
    }

    @Test
    void attemptsOfAKindAreToldTogetherAndOnce() {
        tally.add(body("length", 0), 10, 1);
        tally.add(body("page-17", Action.Run.NO_ELEMENT), 20, 2);
        tally.add(body("length", 1), 30, 4);
        tally.add(body("page-18", Action.Run.NO_ELEMENT), 40, 8);

        assertThat(told())
                .anySatisfy(told -> {
                    assertThat(told.kind()).isEqualTo(new Kind("words", "length"));
                    assertThat(told.micros()).containsExactly(10, 30);
                    assertThat(told.bytes()).isEqualTo(5);
                })
                .anySatisfy(told -> {
                    assertThat(told.kind()).isEqualTo(new Kind("words", "page-"));
                    assertThat(told.micros()).containsExactly(20, 40);
                    assertThat(told.bytes()).isEqualTo(10);
                })
                .hasSize(2);
        assertThat(told()).isEmpty();
    }

    @Test
    void itIsTimeToTellBeforeThereAreVeryMany() {
        int attempts = 1;
        while (!tally.add(body("length", attempts), 1, 1)) {
            attempts++;
        }
        assertThat(attempts).isBetween(100, 1_000);
        tally.take(1);
        assertThat(tally.add(body("length", 0), 1, 1)).isFalse();
    }
}

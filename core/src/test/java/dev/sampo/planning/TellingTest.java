package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.Retry;
import dev.sampo.telemetry.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What those who listen to a partition are told. */
class TellingTest {
    private final Rig rig = new Rig();

    private static Dag dag() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1)
                .retry(Retry.fixed(2).startingAt(Duration.ofMillis(100)).withJitter(0));
        dag.task("b", a, x -> x);
        return dag;
    }

    @Test
    void nobodyIsToldWhileNobodyListens() {
        rig.with("n", cpus(1));
        rig.submit(dag());
        rig.runAll();

        assertThat(rig.events).isEmpty();
    }

    @Test
    void theLifeOfAJobIsToldInOrder() {
        rig.listens(true);
        rig.with("n", cpus(1));
        rig.submit(dag());
        rig.fail("n", "a");
        rig.advance(100);
        rig.runAll();

        assertThat(rig.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "JobStarted",
                        "TaskPlaced",
                        "TaskRetried",
                        "TaskPlaced",
                        "TaskSucceeded",
                        "TaskSucceeded",
                        "JobStopped");
        assertThat(rig.events.get(1)).isInstanceOfSatisfying(Event.TaskPlaced.class, placed -> {
            assertThat(placed.task()).isEqualTo("a");
            assertThat(placed.node()).isEqualTo(Rig.node("n"));
        });
        assertThat(rig.events.get(2))
                .isInstanceOfSatisfying(Event.TaskRetried.class, retried -> assertThat(retried.inMillis())
                        .isEqualTo(100));
        assertThat(rig.events.get(6)).isInstanceOfSatisfying(Event.JobStopped.class, stopped -> {
            assertThat(stopped.status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(stopped.millis()).isEqualTo(100);
        });
    }

    @Test
    void aTaskThatFailsForGoodAndOneThatIsLostAreTold() {
        rig.listens(true);
        rig.with("n", cpus(1)).with("other", cpus(1));
        var dag = Dag.named("dag");
        dag.task("a", () -> 1);
        rig.submit(dag);
        rig.kill(rig.running("n").isEmpty() ? "other" : "n");
        rig.fail(rig.isThere("n") ? "n" : "other", "a");

        assertThat(rig.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("JobStarted", "TaskPlaced", "TaskLost", "TaskPlaced", "TaskFailed", "JobStopped");
    }

    @Test
    void aBreakerThatOpensAndClosesIsTold() {
        rig.listens(true);
        rig.with("bad", cpus(10)).with("good", cpus(10));
        var dag = Dag.named("dag");
        dag.task("a", () -> 1)
                .retry(Retry.fixed(100).startingAt(Duration.ofMillis(1)).withJitter(0));
        rig.submit(dag);
        for (int i = 0; i < 100 && rig.events.stream().noneMatch(Event.BreakerOpened.class::isInstance); i++) {
            rig.fail(rig.running("bad").isEmpty() ? "good" : "bad", "a");
            rig.advance(1);
        }

        assertThat(rig.events).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(Event.BreakerOpened.class, opened -> assertThat(opened.why())
                        .isEqualTo("5 of the last 5 failed, 0 were slow")));
    }

    @Test
    void whoOnlyCountsIsToldOfAllTasksOfAStepAtOnce() {
        rig.counts();
        rig.with("n", cpus(10));
        var dag = Dag.named("dag");
        for (int i = 0; i < 10; i++) {
            dag.task("task-" + i, () -> 1);
        }
        rig.submit(dag);
        rig.runAll();

        assertThat(rig.events)
                .extracting(event -> event.getClass().getSimpleName())
                .startsWith("JobStarted", "TasksPlaced", "TasksSucceeded")
                .endsWith("TasksSucceeded", "JobStopped")
                .doesNotContain("TaskPlaced", "TaskSucceeded");
        assertThat(rig.events.get(1)).isInstanceOfSatisfying(Event.TasksPlaced.class, placed -> {
            assertThat(placed.dag()).isEqualTo("dag");
            assertThat(placed.waitedMillis()).hasSize(10);
        });
        assertThat(rig.events.stream()
                        .filter(Event.TasksSucceeded.class::isInstance)
                        .mapToInt(event -> ((Event.TasksSucceeded) event).tasks())
                        .sum())
                .isEqualTo(10);
    }

    @Test
    void whoStopsListeningIsToldNothingMore() {
        rig.listens(true);
        rig.with("n", cpus(1));
        rig.submit(dag());
        rig.events.clear();
        rig.listens(false);
        rig.runAll();

        assertThat(rig.events).isEmpty();
    }
}

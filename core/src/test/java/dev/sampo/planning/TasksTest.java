package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks of a job as those see them who do not have its Dag. */
class TasksTest {
    private final Rig rig = new Rig().with("n", cpus(1));

    private static Dag wide(int tasks) {
        var dag = Dag.named("dag");
        for (int i = 0; i < tasks; i++) {
            dag.task("t" + i, () -> 1);
        }
        return dag;
    }

    private Answer.Tasks tasks(TaskQuery query, int from, int max) {
        return (Answer.Tasks) rig.ask(ticket -> new Input.AskTasks(ticket, Rig.JOB, query, from, max));
    }

    private static List<String> names(Answer.Tasks found) {
        return found.tasks().stream().map(TaskSummary::name).toList();
    }

    @Test
    void theyAreToldPageByPage() {
        rig.submit(wide(5));
        var first = tasks(TaskQuery.ALL, 0, 2);
        assertThat(names(first)).containsExactly("t0", "t1");
        assertThat(first.total()).isEqualTo(5);
        assertThat(first.next()).isEqualTo(2);
        var last = tasks(TaskQuery.ALL, 4, 2);
        assertThat(names(last)).containsExactly("t4");
        assertThat(last.next()).isEqualTo(last.total());
        assertThat(tasks(TaskQuery.ALL, Integer.MAX_VALUE, 2).tasks()).isEmpty();
    }

    @Test
    void oneIsFoundByItsNameAndOthersByTheirState() {
        rig.submit(wide(4));
        var running = tasks(TaskQuery.in(TaskState.ASSIGNED), 0, 10).tasks().get(0);
        assertThat(running.node()).isEqualTo("n");
        assertThat(running.name()).isEqualTo("t0");
        rig.succeed("n", "t0");
        assertThat(names(tasks(TaskQuery.in(TaskState.SUCCEEDED), 0, 10))).containsExactly("t0");
        assertThat(tasks(TaskQuery.named("t3"), 0, 1).tasks().get(0).number()).isEqualTo(3);
        assertThat(tasks(TaskQuery.named("none"), 0, 1).tasks()).isEmpty();
    }

    @Test
    void ofALargeJobOnlyAPartIsLookedAtAtOnce() {
        rig.submit(wide(150_000));
        var first = tasks(TaskQuery.named("t149999"), 0, 1);
        assertThat(first.tasks()).isEmpty();
        assertThat(first.next()).isEqualTo(100_000);
        assertThat(names(tasks(TaskQuery.named("t149999"), first.next(), 1))).containsExactly("t149999");
        assertThat(tasks(TaskQuery.ALL, 0, Integer.MAX_VALUE).tasks()).hasSize(1_000);
    }

    @Test
    void noJobHasNoTasks() {
        assertThat(rig.ask(ticket -> new Input.AskTasks(ticket, new JobId("none"), TaskQuery.ALL, 0, 1)))
                .isInstanceOf(Answer.NoSuchJob.class);
    }

    @Test
    void aJobIsRunAgainFromATaskOnByWhoHasOnlyItsId() {
        rig.submit(wide(2));
        rig.runAll();
        var fork = Rig.JOB.fork("b");
        assertThat(rig.ask(ticket -> new Input.Rerun(ticket, Rig.JOB, fork, List.of("t1"))))
                .isEqualTo(new Answer.Accepted(fork, false));
        assertThat(rig.ask(ticket -> new Input.Rerun(ticket, Rig.JOB, fork, List.of("t1"))))
                .isEqualTo(new Answer.Accepted(fork, true));
        assertThat(rig.running("n")).containsExactly("t1");
        assertThat(rig.ask(ticket -> new Input.Rerun(ticket, Rig.JOB, Rig.JOB.fork("c"), List.of("none"))))
                .isInstanceOf(Answer.Rejected.class);
        assertThat(rig.ask(ticket -> new Input.Rerun(ticket, new JobId("none"), fork, List.of())))
                .isInstanceOf(Answer.NoSuchJob.class);
    }
}

package dev.sampo.wire;

import dev.sampo.job.TaskState;
import dev.sampo.planning.Answer;
import dev.sampo.planning.TaskQuery;
import dev.sampo.planning.TaskSummary;
import java.util.List;

/** What those ask and are told of jobs who do not have their Dags. */
final class TaskSamples {
    private TaskSamples() {}

    static List<Samples.Sample> all() {
        var found = List.of(
                new TaskSummary(3, "count[3]", TaskState.ASSIGNED, "node-1", 2, 1),
                new TaskSummary(4, "sum", TaskState.BLOCKED, "", 0, 0));
        return List.of(
                Samples.of(new ToScheduler.AskTasks(Samples.JOB, TaskQuery.ALL, 0, 1_000, Actors.CLIENT)),
                Samples.of(
                        "named",
                        new ToScheduler.AskTasks(Samples.JOB, TaskQuery.named("count[3]"), 7, 1, Actors.CLIENT)),
                Samples.of(
                        "in-a-state",
                        new ToScheduler.AskTasks(Samples.JOB, TaskQuery.in(TaskState.FAILED), 7, 1, Actors.CLIENT)),
                Samples.of(new ToScheduler.Rerun(Samples.JOB, Samples.OTHER, List.of("a", "b"), Actors.CLIENT)),
                Samples.answer("", new Answer.Tasks(Samples.JOB, 9, found, 5)));
    }
}

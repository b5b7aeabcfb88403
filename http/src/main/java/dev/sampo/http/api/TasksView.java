package dev.sampo.http.api;

import dev.sampo.planning.Answer;
import java.util.List;

/**
 * Some tasks of a job, in their order.
 *
 * @param total how many the job has by now, matching or not
 * @param next what to give as from for those that follow; null when these were the last
 */
public record TasksView(String job, int total, List<TaskView> tasks, Integer next) {

    public static TasksView of(Answer.Tasks tasks) {
        return new TasksView(
                tasks.job().value(),
                tasks.total(),
                tasks.tasks().stream().map(TaskView::of).toList(),
                tasks.next() < tasks.total() ? tasks.next() : null);
    }
}

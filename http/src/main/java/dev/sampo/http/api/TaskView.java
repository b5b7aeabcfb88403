package dev.sampo.http.api;

import dev.sampo.planning.TaskSummary;

/**
 * A task at one glance.
 *
 * @param node where its attempt is, or where its value was made; null when it is nowhere
 */
public record TaskView(int number, String task, String state, String node, int failures, int losses) {

    public static TaskView of(TaskSummary task) {
        return new TaskView(
                task.number(),
                task.name(),
                NodeView.lower(task.state()),
                task.node().isEmpty() ? null : task.node(),
                task.failures(),
                task.losses());
    }
}

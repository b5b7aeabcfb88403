package dev.sampo.planning;

import dev.sampo.job.TaskState;
import java.util.Optional;

/**
 * Which tasks of a job are meant.
 *
 * @param name the one of this name; empty for any
 */
public record TaskQuery(String name, Optional<TaskState> state) {
    public static final TaskQuery ALL = new TaskQuery("", Optional.empty());

    public static TaskQuery named(String name) {
        return new TaskQuery(name, Optional.empty());
    }

    public static TaskQuery in(TaskState state) {
        return new TaskQuery("", Optional.of(state));
    }
}

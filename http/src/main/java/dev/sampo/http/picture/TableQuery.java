package dev.sampo.http.picture;

import dev.sampo.job.TaskState;
import java.util.Optional;

/**
 * Which tasks of a job are to be listed.
 *
 * @param group of the graph; -1 for any
 * @param part of their names; empty for any
 * @param from how many of those to pass over
 */
public record TableQuery(Optional<TaskState> state, int group, String part, int from, int limit) {
    public static final int ANY_GROUP = -1;
}

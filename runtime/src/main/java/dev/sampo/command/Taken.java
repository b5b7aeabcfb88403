package dev.sampo.command;

import dev.sampo.dag.TaskContext;

/**
 * What a command takes of a limit of its node before it starts.
 *
 * @param limit its name; empty for none
 * @param key for which of many; empty for none
 */
public record Taken(String limit, String key, long permits) {
    static final Taken NOTHING = new Taken("", "", 0);

    void await(TaskContext context, Given given) throws InterruptedException {
        if (!limit.isEmpty()) {
            context.limit(limit).of(given.fill(key)).acquire(permits);
        }
    }
}

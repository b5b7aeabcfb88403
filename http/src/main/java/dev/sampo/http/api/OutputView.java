package dev.sampo.http.api;

/**
 * What a command wrote last.
 *
 * @param state of its task
 * @param exitCode null when it has not ended, or has failed
 * @param error how the task failed; null when it has not
 * @param cut true when more was kept with the task's value, which cannot be had any more; null otherwise
 */
public record OutputView(
        String job,
        String task,
        String state,
        String node,
        Integer exitCode,
        String error,
        String stdout,
        String stderr,
        Boolean cut) {}

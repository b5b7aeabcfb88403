package dev.sampo.http.api;

/**
 * How an attempt ended that was listened to.
 *
 * @param state of its task, after it
 * @param exitCode null when it has failed, or is no command
 * @param error how the task failed; null when it has not; also why nothing of it can be told
 */
public record SpokeView(String state, Integer exitCode, String error) {}

package dev.sampo.planning;

import dev.sampo.job.TaskState;

/**
 * A task at one glance.
 *
 * @param number its place among the tasks of its job
 * @param node where its attempt is, or where its value was made; empty when it is nowhere
 * @param failures attempts that failed
 * @param losses attempts whose node was lost
 */
public record TaskSummary(int number, String name, TaskState state, String node, int failures, int losses) {}

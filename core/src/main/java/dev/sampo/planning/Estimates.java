package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * What is known of how long tasks run before they do. Asked once for each task of a graph, never while tasks move.
 */
public interface Estimates {
    long UNKNOWN = -1;

    /** Nothing is known of any task. */
    Estimates NONE = (blueprint, task) -> UNKNOWN;

    /** How long this task of the blueprint is expected to run, in microseconds, or {@link #UNKNOWN}. */
    long micros(Blueprint blueprint, int task);

    /**
     * How long to look ahead for a timetable of so many tasks on so many nodes: told how many tasks have been placed in
     * doing so, whether to go on; empty for not at all. A planner decides nothing meanwhile, so it must not take long where
     * others wait.
     *
     * @param pathMicros how long the graph runs at least
     */
    default Optional<LongPredicate> lookAhead(int tasks, int nodes, long pathMicros) {
        long effort = Math.min(EFFORT_MAX, pathMicros / MICROS_FOR_ONE);
        boolean isWorthIt = tasks <= TASKS_MAX && nodes <= NODES_MAX && tasks <= effort;
        return isWorthIt ? Optional.of(placed -> placed < effort) : Optional.empty();
    }

    /**
     * How long to look again for a timetable of so many tasks that remain, after one took longer or shorter than foreseen;
     * empty for not at all.
     */
    default Optional<LongPredicate> lookAgain(int tasks) {
        return Optional.empty();
    }

    int TASKS_MAX = 1_000;
    int NODES_MAX = 64;
    /** How many tasks are placed in looking ahead, for one job. */
    long EFFORT_MAX = 30_000;
    /** To place one takes up to some microseconds, and looking ahead must cost little of the time that it may save. */
    long MICROS_FOR_ONE = 500;
}

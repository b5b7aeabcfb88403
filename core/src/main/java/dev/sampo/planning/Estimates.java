package dev.sampo.planning;

import dev.sampo.dag.Blueprint;

/** What is known of how long tasks run before they do. Asked once for each task of a graph, never while tasks move. */
public interface Estimates {
    long UNKNOWN = -1;

    /** Nothing is known of any task. */
    Estimates NONE = (blueprint, task) -> UNKNOWN;

    /** How long this task of the blueprint is expected to run, in microseconds, or {@link #UNKNOWN}. */
    long micros(Blueprint blueprint, int task);
}

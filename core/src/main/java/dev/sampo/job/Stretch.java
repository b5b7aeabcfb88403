package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;

/**
 * A run of task numbers of a job that mean the same thing: a whole blueprint, or the elements of one {@code each}.
 *
 * @param first number of its first task in the job
 * @param each the job's number of the task mapped over; {@link #WHOLE} when this is a blueprint as it stands
 * @param base the job's number of the blueprint's first task
 */
public record Stretch(int first, int count, Blueprint blueprint, int each, int base) {

    public static final int WHOLE = -1;

    public boolean isWhole() {
        return each == WHOLE;
    }

    public boolean contains(int task) {
        return task >= first && task < first + count;
    }

    /** The task's number within the blueprint. */
    public int blueprintTask(int task) {
        return isWhole() ? task - base : each - base;
    }

    /** What the task asks for, as its graph states it. */
    public TaskOptions options(int task) {
        return blueprint.options(blueprintTask(task));
    }

    public String nameOf(int task) {
        return isWhole()
                ? blueprint.taskName(task - base)
                : blueprint.taskName(each - base) + "[" + (task - first) + "]";
    }
}

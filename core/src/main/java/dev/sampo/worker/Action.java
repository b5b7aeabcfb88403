package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Value;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Map;

/** One thing a worker wants done. */
public sealed interface Action {

    /**
     * Run a body now; its slot is taken.
     *
     * @param run names this execution on this node, for interrupting it and for telling how it ended
     * @param blueprintTask the task's number in the blueprint
     * @param element which element of the first input an {@code each} gets; {@link #NO_ELEMENT} for other tasks
     * @param needs what its slot holds
     * @param items which items of resources that consist of such it may use, by resource
     * @param waitedMillis for its slot
     * @param tenant for whom its job runs
     */
    record Run(
            long run,
            Attempt attempt,
            Blueprint blueprint,
            int blueprintTask,
            int element,
            List<Argument> arguments,
            Resources needs,
            Map<String, List<String>> items,
            long waitedMillis,
            String tenant)
            implements Action {
        public static final int NO_ELEMENT = -1;

        /** One that did not have to wait, for nobody in particular. */
        public Run(
                long run,
                Attempt attempt,
                Blueprint blueprint,
                int blueprintTask,
                int element,
                List<Argument> arguments,
                Resources needs,
                Map<String, List<String>> items) {
            this(run, attempt, blueprint, blueprintTask, element, arguments, needs, items, 0, JobOptions.NO_TENANT);
        }
    }

    /** Where an argument's value comes from, and the job's number of the task that made it. */
    sealed interface Argument {
        record One(Value value, int task) implements Argument {}

        /** The elements of an {@code each}, in order: those of the tasks from {@code firstTask} on. */
        record Many(List<Value> values, int firstTask) implements Argument {}
    }

    /** Ask a running body to stop: cancel its token and interrupt its thread. */
    record Interrupt(long run, String why) implements Action {}

    /** The body ignored its interrupt for the whole grace period: its thread is lost to the node. */
    record Abandon(long run) implements Action {}

    /** Get a blueprint and, if it names one, its jar: it has arrived when both are here. */
    record FetchBlueprint(int partition, Digest digest) implements Action {}

    /** This blueprint needs its jar once less: no job here is of it, or it has arrived twice. One for each arrival, in the end. */
    record DropJar(Digest jar, Digest blueprint) implements Action {}

    /**
     * Get a value into this node's store; when it is said to be there already, only look whether it is.
     *
     * @param maker the attempt that made it, to be named with the answer: by then another value may be wanted
     */
    record FetchValue(JobId job, int task, Value.Stored value, Fence maker) implements Action {}

    /** Keep a value of another job, which should be in this node's store, for this one too. */
    record CopyValue(JobId job, int task, Value.Stored value, Fence maker, JobId from, int fromTask)
            implements Action {}

    record Send(int partition, Report report) implements Action {}

    /** Drop values kept for a job: the named tasks', or all of them when {@code tasks} is empty. */
    record Discard(JobId job, int[] tasks) implements Action {}
}

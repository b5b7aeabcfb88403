package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Attempt;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.util.function.IntPredicate;

/**
 * Whether what an attempt was given is what the ledger knows. An attempt of an earlier term may have been given a value
 * whose success the journal then lost; if the task has since been run anew, the attempt rests on a value nobody else
 * will ever see, and must not count. The same goes for what a node built on an outcome that was refused.
 */
final class Lineage {
    private final Books books;

    Lineage(Books books) {
        this.books = books;
    }

    boolean isKnown(JobPlan job, Attempt attempt) {
        return !job.isDisowned(attempt)
                && attempt.fence().term() >= job.ledger.acceptedIn()
                && (attempt.fence().term() == books.term
                        || job.wasThereBefore(attempt.task()) && allInputsAreOlder(job, attempt));
    }

    /** Whether the node made an input of this task itself, but what it made is being called off. */
    boolean restsOnCalledOff(JobPlan job, int task, NodeView view) {
        return view.isCallingOffAny() && !allInputs(job, task, input -> !view.isCallingOff(job, input));
    }

    private static boolean allInputsAreOlder(JobPlan job, Attempt attempt) {
        return allInputs(
                job,
                attempt.task(),
                input -> isOlder(job, input, attempt.fence().term()));
    }

    private static boolean allInputs(JobPlan job, int task, IntPredicate test) {
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        for (int i = 0; i < graph.inputCount(local); i++) {
            int source = stretch.base() + graph.input(local, i);
            Stretch elements = job.ledger.expansion(source);
            boolean holds = elements == null || elements.count() == 0
                    ? test.test(source)
                    : i == 0 && !stretch.isWhole()
                            ? test.test(elements.first() + (task - stretch.first()))
                            : allOf(elements, test);
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static boolean allOf(Stretch elements, IntPredicate test) {
        for (int task = elements.first(); task < elements.first() + elements.count(); task++) {
            if (!test.test(task)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOlder(JobPlan job, int task, long term) {
        int maker = job.ledger.madeBy(task);
        return job.ledger.state(maker) == TaskState.SUCCEEDED && job.ledger.madeIn(maker) <= term;
    }
}

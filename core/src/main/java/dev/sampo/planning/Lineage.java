package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Attempt;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;

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
                && (attempt.fence().term() == books.term
                        || job.wasThereBefore(attempt.task()) && allInputsAreOlder(job, attempt.task()));
    }

    private static boolean allInputsAreOlder(JobPlan job, int task) {
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        for (int i = 0; i < graph.inputCount(local); i++) {
            int source = stretch.base() + graph.input(local, i);
            Stretch elements = job.ledger.expansion(source);
            boolean isOlder = elements == null || elements.count() == 0
                    ? isOlder(job, source)
                    : i == 0 && !stretch.isWhole()
                            ? isOlder(job, elements.first() + (task - stretch.first()))
                            : areOlder(job, elements);
            if (!isOlder) {
                return false;
            }
        }
        return true;
    }

    private static boolean areOlder(JobPlan job, Stretch elements) {
        for (int task = elements.first(); task < elements.first() + elements.count(); task++) {
            if (!isOlder(job, task)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOlder(JobPlan job, int task) {
        int maker = job.ledger.madeBy(task);
        return job.ledger.state(maker) == TaskState.SUCCEEDED && !job.isMadeInThisTerm(maker);
    }
}

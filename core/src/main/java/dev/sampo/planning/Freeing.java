package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.util.ArrayDeque;

/**
 * Lets nodes drop large values that no task needs any more. What made them unneeded must be durable first: a success the
 * journal then loses would need them again. Values of tasks without successors are kept for clients.
 */
final class Freeing {
    private record Candidate(long facts, JobPlan job, int reader) {}

    private final Books books;
    private final ArrayDeque<Candidate> waiting = new ArrayDeque<>();

    Freeing(Books books) {
        this.books = books;
    }

    /** The task has succeeded: what it read may be needed no more once this is durable. */
    void readerDone(JobPlan job, int reader) {
        if (readsStored(job, reader)) {
            waiting.add(new Candidate(books.ledger.factCount(), job, reader));
        }
    }

    private static boolean readsStored(JobPlan job, int reader) {
        Stretch stretch = job.ledger.stretchOf(reader);
        int local = stretch.blueprintTask(reader);
        for (int position = 0; position < stretch.blueprint().inputCount(local); position++) {
            int source = stretch.base() + stretch.blueprint().input(local, position);
            if (job.ledger.isStored(source) || job.ledger.expansion(source) != null) {
                return true;
            }
        }
        return false;
    }

    void durable(long facts) {
        while (!waiting.isEmpty() && waiting.peek().facts() <= facts) {
            Candidate candidate = waiting.poll();
            JobPlan job = candidate.job();
            freeInputs(job, candidate.reader());
            boolean wasLast = waiting.isEmpty() || waiting.peek().job() != job;
            if (!books.isOpen(job) && wasLast && !job.hasStoredValues()) {
                books.tellNodesToForget(job);
            }
        }
    }

    private void freeInputs(JobPlan job, int reader) {
        Stretch stretch = job.ledger.stretchOf(reader);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(reader);
        for (int position = 0; position < graph.inputCount(local); position++) {
            int source = stretch.base() + graph.input(local, position);
            Stretch elements = job.ledger.expansion(source);
            if (elements == null) {
                freeIfUnneeded(job, source, source);
            } else if (position == 0 && !stretch.isWhole()) {
                freeIfUnneeded(job, elements.first() + (reader - stretch.first()), source);
            } else {
                for (int element = 0; element < elements.count(); element++) {
                    freeIfUnneeded(job, elements.first() + element, source);
                }
            }
        }
    }

    /** @param read what readers name as their input: the task itself, or the each it is an element of */
    private void freeIfUnneeded(JobPlan job, int task, int read) {
        boolean isLarge = job.ledger.state(task) == TaskState.SUCCEEDED && job.ledger.isStored(task);
        if (!isLarge || job.isFreed(task) || job.options(task).keep() || job.ledger.hasStandIns()) {
            return;
        }
        Stretch stretch = job.ledger.stretchOf(read);
        Blueprint graph = stretch.blueprint();
        for (int i = 0; i < graph.successorCount(read - stretch.base()); i++) {
            int reader = stretch.base() + graph.successor(read - stretch.base(), i);
            if (job.ledger.state(reader) != TaskState.SUCCEEDED) {
                return;
            }
        }
        job.freed(task);
        for (NodeView view : books.nodes.values()) {
            if (view.knows(job)) {
                view.release(job, task);
            }
        }
    }
}

package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Attempt;
import dev.sampo.job.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes up, in slots that are free now, tasks for which what was made here was the last input. */
final class Adoption {
    private final WorkerSettings settings;
    private final Stock stock;
    private final WorkQueue queue;
    private final Slots slots;
    private final Predicate<TaskOptions> isWelcome;

    Adoption(WorkerSettings settings, Stock stock, WorkQueue queue, Slots slots, Predicate<TaskOptions> isWelcome) {
        this.settings = settings;
        this.stock = stock;
        this.queue = queue;
        this.slots = slots;
        this.isWelcome = isWelcome;
    }

    /** The successors of this success that are to start; each has its slot. */
    List<Held> after(Held parent) {
        JobHere job = parent.job;
        Stretch stretch = job.stretchOf(parent.task());
        if (!settings.adopts()
                || job.isPaused
                || job.precedence.isLimited()
                || !parent.options.verification().isNone()
                || !stretch.isWhole()
                || !job.madeHere(parent.task())) {
            return List.of();
        }
        Blueprint graph = stretch.blueprint();
        int local = parent.task() - stretch.base();
        List<Held> adopted = List.of();
        for (int i = 0; i < graph.successorCount(local); i++) {
            int successor = graph.successor(local, i);
            int task = stretch.base() + successor;
            if (job.lastInputHere(stretch, successor)
                    && stock.hasAllInputs(job, stretch, task)
                    && mayAdopt(graph, successor, parent, task)) {
                var held = new Held(
                        new Attempt(job.id, task, 1, parent.attempt.fence()),
                        parent.partition,
                        job,
                        false,
                        Optional.empty());
                held.options = graph.options(successor);
                held.isOwnIdea = true;
                held.items = slots.taken();
                job.held.put(task, held);
                adopted = adopted.isEmpty() ? new ArrayList<>() : adopted;
                adopted.add(held);
            }
        }
        return adopted;
    }

    private boolean mayAdopt(Blueprint graph, int successor, Held parent, int task) {
        JobHere job = parent.job;
        var options = graph.options(successor);
        return graph.kind(successor) == Blueprint.Kind.TASK
                && !job.held.containsKey(task)
                && !job.isKnownOtherwise(task)
                && graph.expectedMicros(successor) <= settings.adoptAfterMicros()
                && options.verification().isNone()
                && options.isFixed()
                && options.placing().isNone()
                && isWelcome.test(options)
                && !queue.isReserved()
                && !queue.outranks(parent, options)
                && slots.take(options.needs());
    }
}

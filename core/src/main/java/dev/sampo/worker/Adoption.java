package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Attempt;
import dev.sampo.job.Outcome;
import dev.sampo.job.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes up, in slots that are free now, tasks for which what was made here was the last input, and those that the timetable starts
 * here next.
 */
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

    /** What is to start now that this attempt has succeeded after so long; each has its slot. */
    List<Held> after(Held parent, Outcome.Succeeded success, long micros) {
        JobHere job = parent.job;
        if (success.growth().isPresent() && success.growth().get().result() != Outcome.Growth.NO_RESULT) {
            job.expectNothing(); // Other tasks are to make its value.
            return List.of();
        }
        job.succeeded(parent.task());
        if (!settings.adopts()
                || job.isPaused
                || job.precedence.isLimited()
                || !parent.options.verification().isNone()) {
            return List.of();
        }
        List<Held> adopted = new ArrayList<>(0);
        adoptUpcoming(parent, adopted);
        if (micros <= settings.adoptAfterMicros()) {
            adoptSuccessors(parent, adopted);
        }
        return adopted;
    }

    private void adoptUpcoming(Held parent, List<Held> adopted) {
        JobHere job = parent.job;
        int before = -1;
        while (adopted.size() > before) {
            before = adopted.size();
            for (int task : job.upcoming()) {
                Stretch stretch = job.stretchOf(task);
                if (stretch != null
                        && stretch.isWhole()
                        && stock.hasAllInputs(job, stretch, task)
                        && mayAdopt(stretch.blueprint(), task - stretch.base(), parent, task)) {
                    job.doNotExpect(task);
                    adopted.add(taken(parent, task, stretch.blueprint(), task - stretch.base()));
                }
            }
        }
    }

    private void adoptSuccessors(Held parent, List<Held> adopted) {
        JobHere job = parent.job;
        Stretch stretch = job.stretchOf(parent.task());
        if (!stretch.isWhole() || !job.madeHere(parent.task())) {
            return;
        }
        Blueprint graph = stretch.blueprint();
        int local = parent.task() - stretch.base();
        for (int i = 0; i < graph.successorCount(local); i++) {
            int successor = graph.successor(local, i);
            int task = stretch.base() + successor;
            if (job.lastInputHere(stretch, successor)
                    && graph.expectedMicros(successor) <= settings.adoptAfterMicros()
                    && stock.hasAllInputs(job, stretch, task)
                    && mayAdopt(graph, successor, parent, task)) {
                job.doNotExpect(task);
                adopted.add(taken(parent, task, graph, successor));
            }
        }
    }

    /** By the permission of the parent. */
    private Held taken(Held parent, int task, Blueprint graph, int local) {
        JobHere job = parent.job;
        var held = new Held(
                new Attempt(job.id, task, 1, parent.attempt.fence()), parent.partition, job, false, Optional.empty());
        held.options = graph.options(local);
        held.expectedMillis = parent.expectedMillis == 0 ? 0 : (graph.expectedMicros(local) + 999) / 1_000;
        held.isOwnIdea = true;
        held.items = slots.taken();
        job.held.put(task, held);
        return held;
    }

    private boolean mayAdopt(Blueprint graph, int successor, Held parent, int task) {
        JobHere job = parent.job;
        var options = graph.options(successor);
        return graph.kind(successor) == Blueprint.Kind.TASK
                && !job.held.containsKey(task)
                && !job.isKnownOtherwise(task)
                && options.verification().isNone()
                && options.isFixed()
                && options.placing().isNone()
                && isWelcome.test(options)
                && !queue.isReserved()
                && !queue.outranks(parent, options)
                && slots.take(options.needs());
    }
}

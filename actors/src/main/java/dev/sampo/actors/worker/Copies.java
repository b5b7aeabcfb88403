package dev.sampo.actors.worker;

import dev.sampo.actors.value.ValueGone;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.job.JobId;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies values for forks, and drops values. Copies may be gigabytes: they are made one after the other, and never by whoever orders
 * them. What is to be dropped and waits to be copied is dropped after that.
 */
final class Copies {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final ValueStore values;
    private final Executor files;
    private final Consumer<WorkerInput> made;
    private final Consumer<Action.Discard> dropped;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** How often values of each job, by task, wait to be copied, or are being. */
    private final Map<JobId, Map<Integer, Integer>> originals = new HashMap<>();

    private boolean isUnderWay;

    /**
     * @param files runs what may wait for a disk
     * @param made told of each copy, or that there will be none
     * @param dropped told of what has been dropped
     */
    Copies(ValueStore values, Executor files, Consumer<WorkerInput> made, Consumer<Action.Discard> dropped) {
        this.values = values;
        this.files = files;
        this.made = made;
        this.dropped = dropped;
    }

    void order(Action.CopyValue copy) {
        boolean begins;
        lock.lock();
        try {
            waiting.add(() -> make(copy));
            originals.computeIfAbsent(copy.from(), job -> new HashMap<>()).merge(copy.fromTask(), 1, Integer::sum);
            begins = !isUnderWay;
            isUnderWay = true;
        } finally {
            lock.unlock();
        }
        if (begins) {
            begin();
        }
    }

    private void begin() {
        boolean hasBegun = false;
        try {
            files.execute(this::work);
            hasBegun = true;
        } finally {
            if (!hasBegun) {
                isOver();
            }
        }
    }

    /** Whoever orders the next one begins anew. */
    private void isOver() {
        lock.lock();
        try {
            isUnderWay = false;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is there by now, not what is put while that waits. */
    void order(Action.Discard discard) {
        boolean isWhole = discard.tasks().length == 0;
        boolean isDue;
        int[] atOnce;
        lock.lock();
        try {
            Map<Integer, Integer> originalsOfJob = originals.getOrDefault(discard.job(), Map.of());
            int[] later = tasks(discard, originalsOfJob::containsKey);
            atOnce = tasks(discard, task -> !originalsOfJob.containsKey(task));
            isDue = isWhole ? originalsOfJob.isEmpty() : atOnce.length > 0;
            if (isWhole ? !isDue : later.length > 0) {
                var kept = values.present(discard.job(), later);
                waiting.add(() -> drop(new Action.Discard(discard.job(), later), kept));
            }
        } finally {
            lock.unlock();
        }
        if (isDue) {
            drop(new Action.Discard(discard.job(), atOnce), values.present(discard.job(), atOnce));
        }
    }

    private static int[] tasks(Action.Discard discard, IntPredicate which) {
        return Arrays.stream(discard.tasks()).filter(which).toArray();
    }

    private void drop(Action.Discard discard, ValueStore.Present kept) {
        values.discard(kept);
        dropped.accept(discard);
    }

    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException failed) {
                LOG.error(
                        "a copy, or a value that was to be dropped, came to nothing; the next ones are worked on",
                        failed);
            }
        }
    }

    private void make(Action.CopyValue copy) {
        WorkerInput news = copied(copy);
        over(copy);
        made.accept(news);
    }

    private Runnable next() {
        lock.lock();
        try {
            Runnable next = waiting.poll();
            isUnderWay = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void over(Action.CopyValue copy) {
        lock.lock();
        try {
            originals.computeIfPresent(copy.from(), (job, tasks) -> {
                tasks.computeIfPresent(copy.fromTask(), (task, count) -> count == 1 ? null : count - 1);
                return tasks.isEmpty() ? null : tasks;
            });
        } finally {
            lock.unlock();
        }
    }

    private WorkerInput copied(Action.CopyValue copy) {
        try {
            Value.Stored here = values.copy(copy.from(), copy.fromTask(), copy.job(), copy.task(), copy.value());
            return new WorkerInput.ValueArrived(copy.job(), copy.task(), here, copy.maker());
        } catch (ValueGone | IOException | RuntimeException | OutOfMemoryError failed) {
            LOG.warn("a value of job {} cannot be kept for job {}", copy.from(), copy.job(), failed);
            return new WorkerInput.ValueUnavailable(copy.job(), copy.task(), copy.value(), copy.maker());
        }
    }
}

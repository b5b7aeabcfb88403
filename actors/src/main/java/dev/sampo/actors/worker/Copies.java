package dev.sampo.actors.worker;

import dev.sampo.actors.value.ValueGone;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.job.JobId;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies values for forks, and drops values. Copies may be gigabytes: they are made one after the other, and never by whoever orders
 * them. What is to be dropped of a job some of whose values wait to be copied is dropped after that.
 */
final class Copies {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final ValueStore values;
    private final Executor files;
    private final Consumer<WorkerInput> made;
    private final Consumer<Action.Discard> drop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Action> waiting = new ArrayDeque<>();
    /** How many values of each job wait to be copied, or are being. */
    private final Map<JobId, Integer> originals = new HashMap<>();

    private boolean isUnderWay;

    /**
     * @param files runs what may wait for a disk
     * @param made told of each copy, or that there will be none
     * @param drop drops values at once
     */
    Copies(ValueStore values, Executor files, Consumer<WorkerInput> made, Consumer<Action.Discard> drop) {
        this.values = values;
        this.files = files;
        this.made = made;
        this.drop = drop;
    }

    void order(Action.CopyValue copy) {
        boolean begins;
        lock.lock();
        try {
            waiting.add(copy);
            originals.merge(copy.from(), 1, Integer::sum);
            begins = !isUnderWay;
            isUnderWay = true;
        } finally {
            lock.unlock();
        }
        if (begins) {
            files.execute(this::work);
        }
    }

    void order(Action.Discard discard) {
        lock.lock();
        try {
            if (originals.containsKey(discard.job())) {
                waiting.add(discard);
                return;
            }
        } finally {
            lock.unlock();
        }
        drop.accept(discard);
    }

    private void work() {
        for (Action next = next(); next != null; next = next()) {
            if (next instanceof Action.CopyValue copy) {
                WorkerInput news = copied(copy);
                over(copy);
                made.accept(news);
            } else if (next instanceof Action.Discard discard) {
                drop.accept(discard);
            } else {
                throw new AssertionError(next);
            }
        }
    }

    private Action next() {
        lock.lock();
        try {
            Action next = waiting.poll();
            isUnderWay = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void over(Action.CopyValue copy) {
        lock.lock();
        try {
            originals.computeIfPresent(copy.from(), (job, count) -> count == 1 ? null : count - 1);
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

package dev.sampo.actors.child;

import dev.sampo.actors.body.BodyRunner;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.limit.Limits;
import dev.sampo.job.Failure;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.Retry;
import dev.sampo.worker.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All children of a node: those that run a body, and a few that wait for the next, since a JVM takes far longer to start than
 * to be asked. What waits may only have memory that no task is promised, so it is told how much that is.
 */
public final class Children implements BodyRunner.Elsewhere {
    private final ChildSettings settings;
    private final UserCode code;
    private final Limits limits;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Child> idle = new ArrayDeque<>();
    private final Map<Long, Child> reserved = new HashMap<>();
    private final Set<Child> all = new HashSet<>();
    private long idleBytes;
    /** False as long as no task asked for this, which then costs the others nothing. */
    private volatile boolean isUsed;

    private boolean closed;

    /** @param executor runs what may wait for a child */
    public Children(ChildSettings settings, UserCode code, Limits limits, Executor executor) {
        this.settings = settings;
        this.code = code;
        this.limits = limits;
        this.executor = executor;
    }

    /** This run has its slot, and will come here: an idle child that suits is set aside for it. */
    public void expect(long run, long memory) {
        isUsed = true;
        lock.lock();
        try {
            Child child = takeIdle(HeapClass.of(memory));
            if (child != null) {
                reserved.put(run, child);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The latest one first: its code is warm, and the others may be ended for being idle. */
    private Child takeIdle(long heap) {
        for (var each = idle.descendingIterator(); each.hasNext(); ) {
            Child child = each.next();
            if (child.heap() == heap && child.isGoodForMore()) {
                each.remove();
                idleBytes -= heap;
                return child;
            }
        }
        return null;
    }

    /** Idle ones may have so much memory; those that have been idle for longest are ended until it is so. */
    public void fitInto(long freeBytes) {
        if (!isUsed) {
            return;
        }
        lock.lock();
        try {
            while (!idle.isEmpty() && idleBytes > freeBytes) {
                endIdle(idle.peek());
            }
        } finally {
            lock.unlock();
        }
    }

    private void endIdle(Child child) {
        if (idle.remove(child)) {
            idleBytes -= child.heap();
            child.end();
        }
    }

    @Override
    public Outcome run(RunningBody body, List<Action.Argument> given, Optional<Path> jar) {
        Action.Run told = body.run();
        var run = new Action.Run(
                told.run(),
                told.attempt(),
                told.blueprint(),
                told.blueprintTask(),
                told.element(),
                given,
                told.needs(),
                told.items(),
                told.waitedMillis(),
                told.tenant());
        Retry retry = run.blueprint().options(run.blueprintTask()).retry();
        long heap = HeapClass.of(run.needs().memoryBytes());
        String file = jar.map(each -> each.toAbsolutePath().toString()).orElse("");
        Outcome outcome = null;
        while (outcome == null) {
            try {
                outcome = runOnce(body, run, file, heap, retry);
            } catch (IOException failed) {
                outcome = failed(failed.getClass(), "a JVM of its own could not be started: " + failed.getMessage());
            }
        }
        return outcome;
    }

    /** Null when a child that had waited turned out to be gone: nothing has begun, and another one may do. */
    private Outcome runOnce(RunningBody body, Action.Run run, String jar, long heap, Retry retry) throws IOException {
        if (body.isCancelled()) {
            return new Outcome.Cancelled();
        }
        Child child = takeOrStart(run.run(), heap);
        if (!body.begin(child)) {
            body.end();
            giveBack(child);
            return new Outcome.Cancelled();
        }
        boolean isSound = false;
        try {
            Outcome outcome = child.call(body, run, jar, limits);
            isSound = !isOutOfMemory(outcome);
            return outcome;
        } catch (IOException gone) {
            Outcome failure = child.obituary().failure(retry);
            boolean isUntouched = child.served() > 1 && !child.hasBegun();
            return body.isCancelled() ? new Outcome.Cancelled() : isUntouched ? null : failure;
        } catch (OutOfMemoryError here) {
            return failed(
                    IllegalStateException.class,
                    "its result is larger than what is left of the heap of its node;"
                            + " return less, such as the name of a file");
        } finally {
            body.end();
            if (isSound) {
                giveBack(child);
            } else {
                child.end();
            }
        }
    }

    private static boolean isOutOfMemory(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                && failed.failure().type().equals(OutOfMemoryError.class.getName());
    }

    private static Outcome failed(Class<?> type, String what) {
        return new Outcome.Failed(new Failure(Failure.Kind.THREW, type.getName(), what, ""));
    }

    private Child takeOrStart(long run, long heap) throws IOException {
        lock.lock();
        try {
            Child child = reserved.remove(run);
            if (child != null) {
                return child;
            }
            if (closed) {
                throw new IOException("its node is closed");
            }
        } finally {
            lock.unlock();
        }
        Child child = Child.start(settings, heap, code, executor);
        lock.lock();
        try {
            all.add(child);
            if (closed) {
                child.kill();
            }
        } finally {
            lock.unlock();
        }
        child.onExit(() -> gone(child));
        return child;
    }

    private void gone(Child child) {
        lock.lock();
        try {
            all.remove(child);
            endIdle(child);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Child child) {
        lock.lock();
        try {
            if (!child.isGoodForMore() || closed || settings.idleMax() == 0) {
                child.end();
                return;
            }
            if (idle.size() >= settings.idleMax()) {
                endIdle(idle.peek());
            }
            idle.add(child);
            idleBytes += child.heap();
        } finally {
            lock.unlock();
        }
        int since = child.served();
        CompletableFuture.delayedExecutor(settings.idleForMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> endIfIdleSince(child, since));
    }

    private void endIfIdleSince(Child child, int served) {
        lock.lock();
        try {
            if (child.served() == served) {
                endIdle(child);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The run is over, whether it came here or not. */
    public void over(long run) {
        if (!isUsed) {
            return;
        }
        Child unused;
        lock.lock();
        try {
            unused = reserved.remove(run);
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            giveBack(unused);
        }
    }

    /** How many there are, and how many of them wait for something to run. */
    record Count(int all, int idle) {}

    Count count() {
        lock.lock();
        try {
            return new Count(all.size(), idle.size());
        } finally {
            lock.unlock();
        }
    }

    /** Ends them all, whatever they do. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            List.copyOf(idle).forEach(this::endIdle);
            all.forEach(Child::end);
        } finally {
            lock.unlock();
        }
    }
}

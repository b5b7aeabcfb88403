package dev.sampo.actors.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where bodies run: virtual threads where the JDK has them, else a bounded pool of daemon threads that come and go. Never
 * an actor's dispatcher, so that no body can hold up a heartbeat. A thread whose body would not stop is written off: it
 * no longer counts against the bound and ends when its body does.
 */
public final class RunnerThreads {
    /** One thread of the pool; guarded by the pool's lock. */
    static final class Seat {
        private boolean writtenOff;
    }

    private static final long IDLE_NANOS = 10_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final ThreadLocal<Seat> seats = new ThreadLocal<>();
    private final ThreadFactory factory;
    private final boolean onePerTask;
    private final int threadsMax;
    private int threads;
    private int idle;
    private boolean closed;

    private RunnerThreads(ThreadFactory factory, boolean onePerTask, int threadsMax) {
        this.factory = factory;
        this.onePerTask = onePerTask;
        this.threadsMax = threadsMax;
    }

    public static RunnerThreads start(int threadsMax) {
        ThreadFactory virtual = virtualThreads();
        return virtual != null ? new RunnerThreads(virtual, true, Integer.MAX_VALUE) : platform(threadsMax);
    }

    static RunnerThreads platform(int threadsMax) {
        return new RunnerThreads(platformThreads(), false, threadsMax);
    }

    private static ThreadFactory platformThreads() {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, "sampo-task-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY - 1);
            return thread;
        };
    }

    /** {@code Thread.ofVirtual().name("sampo-task-", 0).factory()}, or null before JDK 21. */
    private static ThreadFactory virtualThreads() {
        try {
            var lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object threads = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder))
                    .invoke();
            Object named = lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class))
                    .invoke(threads, "sampo-task-", 0L);
            return (ThreadFactory) lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
                    .invoke(named);
        } catch (Throwable absent) {
            return null;
        }
    }

    /** Runs the task soon; it waits when as many run as may. */
    public void execute(Runnable task) {
        if (onePerTask) {
            factory.newThread(task).start();
            return;
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waiting.add(task);
            if (idle >= waiting.size()) {
                work.signal();
            } else if (threads < threadsMax) {
                threads++;
                factory.newThread(this::serve).start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The calling thread's place, by which it can be {@linkplain #writeOff written off}; null where places do not count. */
    Seat seat() {
        return onePerTask ? null : seats.get();
    }

    void writeOff(Seat seat) {
        lock.lock();
        try {
            if (!seat.writtenOff) {
                seat.writtenOff = true;
                threads--;
                if (!waiting.isEmpty() && idle == 0) {
                    threads++;
                    factory.newThread(this::serve).start();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        var seat = new Seat();
        seats.set(seat);
        for (Runnable task = next(seat); task != null; task = next(seat)) {
            task.run();
        }
    }

    private Runnable next(Seat seat) {
        lock.lock();
        try {
            if (seat.writtenOff) {
                return null;
            }
            Thread.interrupted();
            long left = IDLE_NANOS;
            while (waiting.isEmpty() && !closed && left > 0) {
                idle++;
                left = awaitWork(left);
                idle--;
            }
            Runnable task = waiting.poll();
            if (task == null) {
                threads--;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private long awaitWork(long nanos) {
        try {
            return work.awaitNanos(nanos);
        } catch (InterruptedException late) {
            return nanos;
        }
    }
}

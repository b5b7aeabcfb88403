package dev.sampo.journal.raft;

import io.microraft.executor.RaftNodeExecutor;
import io.microraft.impl.task.HeartbeatTask;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a member. It gives heartbeats a period of its own, as MicroRaft knows whole seconds only, and it can be
 * halted: what the member has promised must not be answered for when its disk failed under it.
 */
final class RaftThread implements RaftNodeExecutor {

    private final ScheduledThreadPoolExecutor executor;
    private final long heartbeatNanos;
    private volatile boolean halted;
    private volatile Runnable beforeHeartbeat = () -> {};
    private Runnable heartbeat;
    private ScheduledFuture<?> nextHeartbeat;

    RaftThread(String name, Duration heartbeatPeriod) {
        this.heartbeatNanos = heartbeatPeriod.toNanos();
        this.executor = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(unlessHalted(task));
        } catch (RejectedExecutionException e) {
            return; // halted: nobody may hear of it any more
        }
    }

    @Override
    public void submit(Runnable task) {
        execute(task);
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        if (task instanceof HeartbeatTask) {
            scheduleHeartbeat(task, heartbeatNanos);
            return;
        }
        later(task, unit.toNanos(delay));
    }

    private synchronized void scheduleHeartbeat(Runnable task, long nanos) {
        if (nextHeartbeat != null) {
            nextHeartbeat.cancel(false);
        }
        heartbeat = task;
        nextHeartbeat = later(() -> beat(task), nanos);
    }

    private void beat(Runnable task) {
        beforeHeartbeat.run();
        task.run();
    }

    /** What to do on this thread before each heartbeat. */
    void beforeHeartbeat(Runnable task) {
        beforeHeartbeat = task;
    }

    /** Runs the next heartbeat, which is also when silence is noticed, after that long instead of when it is due. */
    void heartbeatIn(Duration delay) {
        Runnable task;
        synchronized (this) {
            task = heartbeat;
        }
        if (task != null) {
            scheduleHeartbeat(task, delay.toNanos());
        }
    }

    private ScheduledFuture<?> later(Runnable task, long nanos) {
        try {
            return executor.schedule(unlessHalted(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    /** Not by interrupting, which would close the files that the thread may be reading. */
    private Runnable unlessHalted(Runnable task) {
        return () -> {
            if (!halted) {
                task.run();
            }
        };
    }

    /** Nothing that is queued or comes later runs. */
    void halt() {
        halted = true;
        executor.shutdown();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}

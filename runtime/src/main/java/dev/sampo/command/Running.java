package dev.sampo.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that has been started, until its end. Whoever waits for that reads what it writes: no threads of its own do. */
record Running(Process process, Captured stdout, Captured stderr) {
    private static final long KILL_MILLIS = 2_000;

    /** What it writes in the meantime has room in the pipe. */
    private static final long PAUSE_MAX_MILLIS = 50;

    /** Waits for its end; one who interrupts that ends it. */
    int await(Duration grace) throws InterruptedException {
        boolean isOver = false;
        try {
            isOver = isOverBy(Long.MAX_VALUE);
            return process.exitValue();
        } finally {
            if (!isOver) {
                end(grace);
            }
            closePipe();
            take();
            stdout.close();
            stderr.close();
        }
    }

    /** @param nanos from now */
    private boolean isOverBy(long nanos) throws InterruptedException {
        long begun = System.nanoTime();
        long pause = 1;
        boolean isOver = false;
        while (!isOver && System.nanoTime() - begun < nanos) {
            isOver = process.waitFor(pause, TimeUnit.MILLISECONDS);
            pause = take() ? 1 : Math.min(2 * pause, PAUSE_MAX_MILLIS);
        }
        return isOver;
    }

    private boolean take() {
        boolean isOut = stdout.take();
        return stderr.take() || isOut;
    }

    /** The supervisor hears that nobody holds its pipe any more. If that is gone itself, what it started is looked for. */
    private void end(Duration grace) {
        List<ProcessHandle> all = process.descendants().toList();
        closePipe();
        long until = System.nanoTime() + grace.toNanos() + TimeUnit.MILLISECONDS.toNanos(KILL_MILLIS);
        boolean isOver = false;
        while (!isOver && System.nanoTime() < until) {
            try {
                isOver = isOverBy(until - System.nanoTime());
            } catch (InterruptedException again) {
                // It ends anyway; who is told twice to stop still takes its command along.
                continue;
            }
        }
        if (!isOver) {
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // Closed is closed.
        }
    }
}

package dev.sampo.http.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Draws progress anew for as long as it is open, and leaves the terminal as it was. */
final class Ticks {
    private static final long EVERY_MILLIS = 50;

    private final LiveProgress progress;
    private final ScheduledExecutorService thread;

    private Ticks(LiveProgress progress, ScheduledExecutorService thread) {
        this.progress = progress;
        this.thread = thread;
    }

    static Ticks of(LiveProgress progress, boolean shows) {
        var thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var daemon = new Thread(task, "sampo-progress");
            daemon.setDaemon(true);
            return daemon;
        });
        if (shows) {
            thread.scheduleWithFixedDelay(
                    () -> progress.tick(System.nanoTime()), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return new Ticks(progress, thread);
    }

    void close() {
        thread.shutdownNow();
        progress.end();
    }
}

package dev.sampo.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something once, whoever asks for it first: somebody, or the time. */
final class Once implements Runnable {
    private final Runnable what;
    private final AtomicBoolean isDone = new AtomicBoolean();

    Once(Runnable what) {
        this.what = what;
    }

    boolean isDone() {
        return isDone.get();
    }

    @Override
    public void run() {
        if (isDone.compareAndSet(false, true)) {
            what.run();
        }
    }

    /** Later, for those who never come. */
    void runAfter(Duration time) {
        after(time, this);
    }

    static void after(Duration time, Runnable what) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(what);
    }
}

package dev.sampo.http.cli;

import dev.sampo.cli.Refusals;
import dev.sampo.http.api.JobExplanationView;
import java.io.IOException;

/**
 * When a job will be done at the earliest, by the longest way through what is left of it: asked for now and then, since its
 * scheduler looks at every task for that.
 */
final class Outlooks {
    private static final long EVERY = 5_000_000_000L;

    /** Of more tasks it would cost more than it tells. */
    private static final int TASKS_MAX = 20_000;

    private final Remote remote;
    private final String path;
    private long askedAt;
    private volatile long endsAt;
    private volatile boolean isKnown;

    /** @param path of the job */
    Outlooks(Remote remote, String path, long now) {
        this.remote = remote;
        this.path = path;
        this.askedAt = now;
    }

    /** @param now as {@link System#nanoTime} has it */
    void look(long now, int tasks) {
        if (now - askedAt < EVERY || tasks > TASKS_MAX) {
            return;
        }
        askedAt = now;
        Long millis = asked();
        isKnown = millis != null;
        endsAt = millis == null ? 0 : now + millis * 1_000_000;
    }

    /** Null when it is not known; that nobody has answered in time is no reason to look on no more. */
    private Long asked() {
        try {
            return remote.find(path + "/explanation?tasks=off", JobExplanationView.class)
                    .map(JobExplanationView::outlookMillis)
                    .orElse(null);
        } catch (IOException | Refusals.Refused unknown) {
            return null;
        }
    }

    /** From now on at least; 0 when nothing is known. */
    long millis(long now) {
        return isKnown ? Math.max(0, (endsAt - now) / 1_000_000) : 0;
    }
}

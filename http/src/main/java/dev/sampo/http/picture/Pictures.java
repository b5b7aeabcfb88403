package dev.sampo.http.picture;

import dev.sampo.JobById;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The jobs that are looked at; those that were not for the longest time are let go. */
public final class Pictures {
    private static final int JOBS_MAX = 8;

    private final Executor executor;
    private final Map<String, CompletableFuture<Picture>> byJob = new LinkedHashMap<>(2 * JOBS_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Picture>> eldest) {
            if (size() > JOBS_MAX) {
                eldest.getValue().thenAcceptAsync(Picture::letGo, Runnable::run);
                return true;
            }
            return false;
        }
    };

    public Pictures(Executor executor) {
        this.executor = executor;
    }

    /** The picture of a job, with all in it that has happened by now. */
    public CompletionStage<Picture> of(JobById job) {
        CompletableFuture<Picture> known;
        synchronized (byJob) {
            known = byJob.computeIfAbsent(
                    job.id(), id -> Picture.begin(job, executor).toCompletableFuture());
        }
        CompletableFuture<Picture> asked = known;
        return asked.thenCompose(Picture::current).whenComplete((picture, failure) -> {
            if (failure != null) {
                forget(job.id(), asked);
            }
        });
    }

    private void forget(String job, CompletableFuture<Picture> failed) {
        synchronized (byJob) {
            byJob.remove(job, failed);
        }
    }
}

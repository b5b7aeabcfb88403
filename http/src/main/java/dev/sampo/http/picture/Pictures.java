package dev.sampo.http.picture;

import dev.sampo.JobById;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The jobs that are looked at; of those that nobody watches, the ones not looked at for the longest time are let go. */
public final class Pictures {
    private static final int JOBS_KEPT = 8;
    private static final int WATCHED_MAX = 32;

    private final Executor executor;
    private final Map<String, CompletableFuture<Picture>> begun = new HashMap<>();
    private final Map<String, Picture> byJob = new LinkedHashMap<>(2 * JOBS_KEPT, 0.75f, true);

    public Pictures(Executor executor) {
        this.executor = executor;
    }

    /** As many jobs are watched as may be at a time. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full() {
            super(
                    "more than " + WATCHED_MAX + " jobs are watched on this node; close a page, or ask another node",
                    null,
                    false,
                    false);
        }
    }

    /** The picture of a job, with all in it that has happened by now. */
    public CompletionStage<Picture> of(JobById job) {
        return known(job).thenCompose(picture -> picture.current().whenComplete((same, failure) -> {
            if (failure != null) {
                forget(job.id(), picture);
            }
        }));
    }

    private CompletionStage<Picture> known(JobById job) {
        var picture = new CompletableFuture<Picture>();
        synchronized (this) {
            if (byJob.containsKey(job.id())) {
                return CompletableFuture.completedFuture(byJob.get(job.id()));
            }
            if (begun.containsKey(job.id())) {
                return begun.get(job.id());
            }
            if (watched() + begun.size() >= WATCHED_MAX) {
                return CompletableFuture.failedFuture(new Full());
            }
            begun.put(job.id(), picture);
        }
        Picture.begin(job, executor).whenComplete((made, failure) -> {
            began(job.id(), made);
            if (failure == null) {
                picture.complete(made);
            } else {
                picture.completeExceptionally(failure);
            }
        });
        return picture;
    }

    /** @param made null when that failed, as for a job that is not there: what is not there drives nothing out */
    private synchronized void began(String job, Picture made) {
        begun.remove(job);
        if (made == null) {
            return;
        }
        Iterator<Picture> eldest = byJob.values().iterator();
        while (byJob.size() >= JOBS_KEPT && eldest.hasNext()) {
            Picture picture = eldest.next();
            if (!picture.isWatched()) {
                picture.letGo();
                eldest.remove();
            }
        }
        byJob.put(job, made);
    }

    private long watched() {
        return byJob.values().stream().filter(Picture::isWatched).count();
    }

    private synchronized void forget(String job, Picture failed) {
        byJob.remove(job, failed);
    }
}

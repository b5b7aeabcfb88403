package dev.sampo.http.picture;

import dev.sampo.JobById;
import dev.sampo.SampoException;
import dev.sampo.http.api.GraphView;
import dev.sampo.http.api.TableView;
import dev.sampo.http.api.TimelineView;
import dev.sampo.http.api.ValuesView;
import dev.sampo.job.TaskState;
import dev.sampo.planning.Answer;
import dev.sampo.planning.TaskQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One job that is looked at: asks for its events as long as somebody does, and draws what they add up to. */
public final class Picture {
    private static final int EVENTS_MAX = 1_000;
    private static final int RUNNING_MAX = 1_000;
    private static final Duration ASKED = Duration.ofSeconds(5);
    /** While it is not known whether there is more: nothing by then is taken for nothing. */
    private static final Duration AT_ONCE = Duration.ofMillis(150);

    /** A job on which much happens is asked of so often, and tells as much more each time. */
    private static final long PAUSE_MILLIS = 200;

    private static final long AGAIN_MILLIS = 1_000;
    private static final long CAUGHT_UP_SECONDS = 5;
    private static final long RUNNING_MILLIS = 400;
    private static final long RUNNING_LATE_MILLIS = 300;
    private static final long WATCHED_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LOOKED_AT_NANOS = Duration.ofSeconds(30).toNanos();

    private final JobById job;
    private final Executor executor;
    private final Sketch sketch;

    private CompletableFuture<Picture> caughtUp = new CompletableFuture<>();
    private SampoException gone;
    private boolean isFollowing;
    private boolean isOver;
    private boolean isLetGo;
    private CompletableFuture<Void> runningAsked = CompletableFuture.completedFuture(null);
    private long runningAt;
    private long lookedAt = System.nanoTime();
    private boolean isWatched;
    private long watchedAt;

    private Picture(JobById job, Executor executor, Sketch sketch) {
        this.job = job;
        this.executor = executor;
        this.sketch = sketch;
    }

    static CompletionStage<Picture> begin(JobById job, Executor executor) {
        return job.status()
                .thenCompose(job::accepted)
                .thenApply(accepted -> new Picture(job, executor, new Sketch(accepted)));
    }

    /** Completes with itself when it has all that has happened by now. */
    synchronized CompletionStage<Picture> current() {
        if (gone != null) {
            return CompletableFuture.failedFuture(gone);
        }
        lookedAt = System.nanoTime();
        if (!isFollowing && !isOver && !isLetGo) {
            isFollowing = true;
            caughtUp = new CompletableFuture<>();
            follow();
        }
        return caughtUp.copy()
                .completeOnTimeout(this, CAUGHT_UP_SECONDS, TimeUnit.SECONDS)
                .thenCombine(withRunning(), (picture, known) -> picture);
    }

    /** Asks no more. */
    synchronized void letGo() {
        isLetGo = true;
    }

    private void follow() {
        Duration limit;
        synchronized (this) {
            limit = caughtUp.isDone() ? ASKED : AT_ONCE;
        }
        job.events(sketch.next(), EVENTS_MAX, limit)
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (failure == null) {
                                took(found);
                            } else {
                                failed(failure);
                            }
                        },
                        executor);
    }

    private void took(Answer.Events found) {
        sketch.take(found);
        boolean isCut = found.isCut(EVENTS_MAX);
        synchronized (this) {
            isOver = found.last();
            if (isOver || !isCut) {
                caughtUp.complete(this);
            }
            isFollowing = !isOver && !isLetGo && System.nanoTime() - lookedAt < LOOKED_AT_NANOS;
            if (!isFollowing) {
                return;
            }
        }
        if (isCut) {
            follow();
        } else {
            CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(this::follow);
        }
    }

    private synchronized void failed(Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        if (cause instanceof SampoException.NotFound missing) {
            gone = missing;
            isFollowing = false;
            caughtUp.completeExceptionally(missing);
        } else if (isLetGo || System.nanoTime() - lookedAt > LOOKED_AT_NANOS) {
            isFollowing = false;
        } else {
            CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(this::follow);
        }
    }

    /** To be called again and again by who watches on. Completes when it is known what runs, or late. */
    public synchronized CompletionStage<?> watched() {
        isWatched = true;
        watchedAt = System.nanoTime();
        return withRunning();
    }

    /** Whether somebody watches it, or waits for it to have all that has happened. */
    synchronized boolean isWatched() {
        long now = System.nanoTime();
        return isWatched && now - watchedAt < WATCHED_NANOS
                || isFollowing && !caughtUp.isDone() && now - lookedAt < WATCHED_NANOS;
    }

    /** What runs is in no event: it is asked for, however many look on, once in a while. Completes when that is known, or late. */
    private synchronized CompletionStage<?> withRunning() {
        lookedAt = System.nanoTime();
        boolean isFresh = runningAt != 0 && lookedAt - runningAt < TimeUnit.MILLISECONDS.toNanos(RUNNING_MILLIS);
        if (runningAsked.isDone() && !isFresh && !isOver && gone == null) {
            runningAsked = job.tasks(TaskQuery.in(TaskState.ASSIGNED), 0, RUNNING_MAX)
                    .handleAsync(this::tookRunning, executor)
                    .toCompletableFuture();
        }
        return runningAsked.copy().completeOnTimeout(null, RUNNING_LATE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Void tookRunning(Answer.Tasks found, Throwable failure) {
        if (failure == null) {
            sketch.running(found.tasks(), System.currentTimeMillis());
        }
        synchronized (this) {
            runningAt = System.nanoTime();
        }
        return null;
    }

    public GraphView graph() {
        return sketch.graph();
    }

    public TimelineView timeline(long from, long to, int barsMax) {
        return sketch.timeline(from, to, barsMax);
    }

    public ValuesView values(int from, int limit) {
        return sketch.values(from, limit);
    }

    /** The name of the task of this number; empty for one that is not known yet. */
    public Optional<String> name(int task) {
        return sketch.name(task);
    }

    public TableView table(TableQuery query) {
        return sketch.table(query);
    }

    /** How it stands, for one who has seen what {@code seen} tells of. */
    public Look live(Seen seen) {
        synchronized (this) {
            if (!isFollowing && !isOver && !isLetGo && gone == null) {
                isFollowing = true;
                follow();
            }
        }
        return sketch.live(seen);
    }

    /** Whether there is more to see than {@code seen} tells of. */
    public boolean isNewTo(Seen seen) {
        return sketch.isNewTo(seen);
    }

    /** Whether nothing will happen to it any more. */
    public synchronized boolean isOver() {
        return isOver || gone != null;
    }

    /** Whether others were looked at since, so that it hears of nothing any more: who still looks on has to begin again. */
    public synchronized boolean isLetGo() {
        return isLetGo;
    }
}

package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.CoordinatedShutdown;

/**
 * A node in this JVM: an actor system of its own, reached by its own address. It dies as a process would as far as the
 * others can tell: first its connections break, then it ends, and no farewell gets out.
 */
final class LocalNode implements ClusterNode {
    private static final Duration END = Duration.ofSeconds(30);
    private static final Executor THREADS = task -> {
        var thread = new Thread(task, "node in this JVM");
        thread.setDaemon(true);
        thread.start();
    };

    private final String name;
    private final Config settings;
    private final Output output = new Output(Optional.empty(), line -> false);
    private CompletableFuture<Sampo> life;
    private Runnable atEnd;

    LocalNode(String name, Config settings) {
        this.name = name;
        this.settings = settings.withFallback(ConfigFactory.load());
    }

    @Override
    public synchronized void start(Runnable atStart, Runnable andThen) {
        if (isRunning()) {
            throw new IllegalStateException(name + " is running already");
        }
        output.note(
                life == null
                        ? "started in this JVM: what it prints goes where the test's own output does"
                        : "started again");
        if (atEnd != null) {
            atEnd.run();
        }
        atStart.run();
        atEnd = once(andThen);
        Runnable end = atEnd;
        life = CompletableFuture.supplyAsync(() -> Sampo.join(settings), THREADS);
        life.whenComplete((sampo, failure) -> {
            if (failure != null) {
                end.run();
            } else {
                sampo.system().getWhenTerminated().whenComplete((ended, none) -> end.run());
            }
        });
    }

    /** The end of a life is noticed here and by the actor system; the later one must not strike the next life. */
    private static Runnable once(Runnable task) {
        var first = new AtomicBoolean(true);
        return () -> {
            synchronized (first) { // So that it is done when this returns, whoever did it.
                if (first.getAndSet(false)) {
                    task.run();
                }
            }
        };
    }

    @Override
    public void awaitReady(Duration limit) {
        sampo(limit);
    }

    Sampo sampo(Duration limit) {
        return Answers.await(name + " as a member", limit, current());
    }

    private synchronized CompletableFuture<Sampo> current() {
        if (life == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return life;
    }

    @Override
    public synchronized boolean isRunning() {
        return life != null
                && !life.isCompletedExceptionally()
                && !(life.isDone()
                        && life.join()
                                .system()
                                .getWhenTerminated()
                                .toCompletableFuture()
                                .isDone());
    }

    /** A node that is still about to join is ended when it has, or has given up. */
    @Override
    public synchronized void kill() {
        output.note("killed");
        atEnd.run();
        var end = current().thenAccept(LocalNode::strike);
        if (current().isDone()) {
            Answers.await("the end of " + name, END, end);
        }
        life = CompletableFuture.failedFuture(new IllegalStateException(name + " was killed"));
    }

    private static void strike(Sampo sampo) {
        sampo.system().terminate();
        sampo.system().getWhenTerminated().toCompletableFuture().join();
        sampo.close();
    }

    @Override
    public synchronized int terminate(Duration limit) {
        output.note("told to end");
        Sampo sampo = sampo(limit);
        var leaving = CoordinatedShutdown.get(sampo.system()).runAll(CoordinatedShutdown.jvmExitReason());
        Answers.await("the end of " + name, limit, leaving);
        atEnd.run();
        sampo.close();
        return 0;
    }

    @Override
    public void pause() {
        throw notInThisJvm("paused");
    }

    @Override
    public void resume() {
        throw notInThisJvm("resumed");
    }

    private static UnsupportedOperationException notInThisJvm(String what) {
        return new UnsupportedOperationException(
                "a node inside the test's own JVM cannot be " + what + "; use ClusterSpec.jvms(..)");
    }

    @Override
    public <T> T ask(Question<T> question, Duration limit) {
        Sampo sampo = sampo(limit);
        return Answers.await(
                "an answer of " + name,
                limit,
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return question.answer(sampo);
                            } catch (RuntimeException unchecked) {
                                throw unchecked;
                            } catch (Exception failure) {
                                throw new IllegalStateException(failure.toString(), failure);
                            }
                        },
                        THREADS));
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Output output() {
        return output;
    }
}

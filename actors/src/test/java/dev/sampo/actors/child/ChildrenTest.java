package dev.sampo.actors.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.limit.Limits;
import dev.sampo.dag.ContextBody0;
import dev.sampo.dag.Dag;
import dev.sampo.job.Attempt;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.JvmEnded;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool of children, with real ones. */
@Timeout(120)
class ChildrenTest {
    private static final long MIB = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final UserCode code = UserCode.of(getClass().getClassLoader());
    private Children children = children(2, 60_000, 100);
    private long runs;

    private Children children(int idleMax, long idleForMillis, int attemptsMax) {
        var defaults = ChildSettings.DEFAULTS;
        var settings = new ChildSettings(
                defaults.main(), idleMax, idleForMillis, attemptsMax, 60_000, List.of("-XX:TieredStopAtLevel=1"));
        return new Children(settings, code, new Limits(List.of(), false, executor), executor);
    }

    @AfterEach
    void close() {
        children.close();
        awaitCount(new Children.Count(0, 0));
        executor.shutdownNow();
    }

    private RunningBody body(long mib, ContextBody0<?> wanted) {
        var dag = Dag.named("dag");
        var needs = Resources.cpus(1).memory(mib * MIB);
        dag.task("task", wanted).needs(needs).inOwnJvm();
        var attempt = new Attempt(new JobId("job"), 0, 1, new Fence(1, 1));
        var blueprint = dag.compile(code.encoder());
        var run = new Action.Run(++runs, attempt, blueprint, 0, Action.Run.NO_ELEMENT, List.of(), needs, Map.of());
        return new RunningBody(run, new NodeId("n1"), code, limit -> null);
    }

    private Outcome run(RunningBody body) {
        children.expect(body.run().run(), body.run().needs().memoryBytes());
        Outcome outcome = children.run(body, List.of(), Optional.empty());
        children.over(body.run().run());
        return outcome;
    }

    private Outcome pid(long mib) {
        return run(body(mib, context -> ProcessHandle.current().pid()));
    }

    private void awaitCount(Children.Count wanted) {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!children.count().equals(wanted) && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(children.count()).isEqualTo(wanted);
    }

    private static Failure failure(Outcome outcome) {
        return ((Outcome.Failed) outcome).failure();
    }

    @Test
    void onesOfTheSameSizeAreSharedAndIdleOnesKeepWithinTheirNumberAndTheirMemory() {
        Outcome first = pid(64);
        assertThat(pid(64)).isEqualTo(first);
        assertThat(pid(63)).isEqualTo(first);
        assertThat(pid(40)).isInstanceOf(Outcome.Succeeded.class).isNotEqualTo(first);
        awaitCount(new Children.Count(2, 2));
        pid(80);
        awaitCount(new Children.Count(2, 2));

        children.fitInto(120 * MIB);
        assertThat(children.count().idle()).isEqualTo(2);
        children.fitInto(119 * MIB);
        awaitCount(new Children.Count(1, 1));
        var awaited = body(80, context -> "kept");
        children.expect(awaited.run().run(), 80 * MIB);
        children.fitInto(0);
        assertThat(children.count()).isEqualTo(new Children.Count(1, 0));
        children.over(awaited.run().run());
        assertThat(children.count()).isEqualTo(new Children.Count(1, 1));
    }

    @Test
    void oneEndsAfterItsAttemptsOrWhenItWasIdleForLong() {
        children = children(2, 60_000, 1);
        Outcome first = pid(40);
        awaitCount(new Children.Count(0, 0));
        children = children(2, 50, 100);
        assertThat(pid(40)).isNotEqualTo(first);
        awaitCount(new Children.Count(0, 0));
    }

    @Test
    void oneThatDiedWhileItWasIdleIsReplacedWithoutAnAttemptBeingLost() {
        pid(40);
        var gone = body(40, context -> "ran");
        children.expect(gone.run().run(), 40 * MIB);
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        Outcome outcome = children.run(gone, List.of(), Optional.empty());
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void whatIsInterruptedMayEndWellButItsJvmServesNobodyElse() throws Exception {
        var begun = new CompletableFuture<Void>();
        var waits = body(40, context -> {
            context.progress(0.25, "waits");
            while (!context.isCancelled()) {
                Thread.onSpinWait();
            }
            return "stopped";
        });
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> run(waits), executor);
        executor.execute(() -> {
            while (waits.fraction() == 0) {
                Thread.onSpinWait();
            }
            begun.complete(null);
        });
        begun.get();
        waits.interrupt();
        assertThat(outcome.get()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(waits.note()).isEqualTo("waits");
        awaitCount(new Children.Count(0, 0));
    }

    @Test
    void aBodyThatIsStoppedBeforeItBeganDoesNotRun() {
        var stopped = body(40, context -> "ran");
        stopped.interrupt();
        assertThat(run(stopped)).isEqualTo(new Outcome.Cancelled());
        awaitCount(new Children.Count(0, 0));
    }

    @Test
    void aJvmThatCannotStartIsAFailureWhichSaysWhy() {
        children = new Children(
                new ChildSettings("no.such.Main", 1, 1_000, 1, 60_000, List.of()),
                code,
                new Limits(List.of(), false, executor),
                executor);
        Failure failure = failure(pid(40));
        assertThat(failure.type()).isEqualTo(JvmEnded.class.getName());
        assertThat(failure.message())
                .contains("could not start: it ended with exit code 1")
                .contains("no.such.Main");
        assertThat(failure.kind().isRetriable()).isTrue();
    }

    @Test
    void heapsComeInSizesThatAreAnEighthLargerAtMost() {
        for (long mib = 32; mib < 200_000; mib = mib * 9 / 8 + 1) {
            long heap = HeapClass.of(mib * MIB) / MIB;
            assertThat(heap).isBetween(mib, mib + mib / 8);
            assertThat(HeapClass.of(heap * MIB) / MIB).isEqualTo(heap);
        }
        assertThat(HeapClass.of(768 * MIB)).isEqualTo(768 * MIB);
        assertThat(HeapClass.of(4L << 30)).isEqualTo(4L << 30);
        assertThat(HeapClass.of((4L << 30) + 1)).isEqualTo((4L << 30) + (512 << 20));
    }
}

package dev.sampo.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.link.LinkSettings;
import dev.sampo.planning.Answer;
import dev.sampo.resilience.Retry;
import dev.sampo.resilience.RetryAfter;
import dev.sampo.resource.Resources;
import dev.sampo.wire.ToScheduler;
import dev.sampo.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that throw, hang and ignore, through one engine with a single slot and a short grace. */
class EngineFailureTest {
    private static final ActorTestKit KIT = ActorTestKit.create("EngineFailureTest", TestEngine.config());
    private static final WorkerSettings SHORT_GRACE =
            new WorkerSettings(150, 50, true, Long.MAX_VALUE, LinkSettings.DEFAULTS);

    private static final AtomicInteger RUNS = new AtomicInteger();
    private static volatile CountDownLatch begun;
    private static volatile CountDownLatch release;
    private static volatile boolean sawInterrupt;
    private static volatile long began;

    private TestEngine engine;

    @BeforeEach
    void start() {
        RUNS.set(0);
        begun = new CountDownLatch(1);
        release = new CountDownLatch(1);
        sawInterrupt = false;
        engine = TestEngine.start(
                KIT, TestEngine.settings().with(Resources.cpus(1)).with(SHORT_GRACE));
    }

    @AfterEach
    void stop() {
        release.countDown();
        engine.close();
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    static int failTwice() {
        if (RUNS.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
        }
        return RUNS.get();
    }

    static int fail() {
        throw new IllegalStateException("the disk is purple");
    }

    static int failToFind() throws IOException {
        RUNS.incrementAndGet();
        throw new NoSuchFileException("the purple disk");
    }

    static long askForTime() {
        if (RUNS.incrementAndGet() == 1) {
            began = System.nanoTime();
            throw new RetryAfter(Duration.ofMillis(400), "busy");
        }
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    @SuppressWarnings("InfiniteRecursion") // That is what it is for.
    static int recurse(int depth) {
        return depth < 0 ? depth : recurse(depth + 1) + 1;
    }

    static int sleepUntilInterrupted() throws InterruptedException {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException asked) {
            sawInterrupt = true;
            throw asked;
        }
        return 0;
    }

    static int ignoreInterrupts(TaskContext context) {
        begun.countDown();
        while (true) {
            try {
                release.await();
                return 1;
            } catch (InterruptedException ignored) {
                sawInterrupt = context.isCancelled();
            }
        }
    }

    @Test
    void aTaskThatFailsIsTriedAgainAsOftenAsItsPolicySays() {
        var dag = Dag.named("retry");
        var task = dag.task("flaky", EngineFailureTest::failTwice)
                .retry(Retry.exponential(5).startingAt(Duration.ofMillis(10)));
        var job = engine.submit("retry", dag);
        assertThat(engine.result(job, task)).isEqualTo(3);
    }

    @Test
    void aSuperclassOfWhatWasThrownDecidesWhetherItIsTriedAgain() {
        var often = Retry.fixed(2).startingAt(Duration.ofMillis(10));
        assertThat(runsOf("not-on", often.notOn(FileSystemException.class))).isEqualTo(1);
        assertThat(runsOf("on-another", often.on(IllegalStateException.class))).isEqualTo(1);
        assertThat(runsOf("on", often.on(IOException.class))).isEqualTo(3);
        assertThat(runsOf("on-but-not", often.on(IOException.class).notOn(NoSuchFileException.class)))
                .isEqualTo(1);
    }

    private int runsOf(String id, Retry retry) {
        RUNS.set(0);
        var dag = Dag.named(id);
        var task = dag.task("find", EngineFailureTest::failToFind).retry(retry);
        assertThat(failure(engine.submit(id, dag), task).failure().type())
                .isEqualTo(NoSuchFileException.class.getName());
        return RUNS.get();
    }

    @Test
    void anExceptionThatAsksForTimeGetsIt() {
        var dag = Dag.named("busy");
        var task = dag.task("busy", EngineFailureTest::askForTime)
                .retry(Retry.fixed(1).startingAt(Duration.ofMillis(10)));
        assertThat(engine.result(engine.submit("busy", dag), task)).isGreaterThanOrEqualTo(400);
    }

    @Test
    void anErrorOfTheBodyReachesTheClientWithItsFramesOnly() {
        var dag = Dag.named("fail");
        var task = dag.task("purple", EngineFailureTest::fail);
        var failed = failure(engine.submit("fail", dag), task);
        assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.THREW);
        assertThat(failed.failure().type()).isEqualTo(IllegalStateException.class.getName());
        assertThat(failed.failure().message()).isEqualTo("the disk is purple");
        assertThat(failed.failure().trace()).contains("EngineFailureTest.fail").doesNotContain("BodyRunner");
        assertThat(failed.node()).isEqualTo("node-1");
    }

    @Test
    void aStackOverflowIsTheTasksFailureAndTheNodeWorksOn() {
        var dag = Dag.named("overflow");
        var zero = dag.value("zero", 0);
        var task = dag.task("deep", zero, EngineFailureTest::recurse);
        var failed = failure(engine.submit("overflow", dag), task);
        assertThat(failed.failure().type()).isEqualTo(StackOverflowError.class.getName());

        assertThat(after("after-overflow")).isEqualTo(42);
    }

    @Test
    void aValueThatCannotBeMappedOverNamesItsTypeAndTheRemedy() {
        var dag = Dag.named("not-a-list");
        @SuppressWarnings({"unchecked", "rawtypes"})
        Handle<java.util.List<Integer>> liar = (Handle) dag.task("liar", () -> "no list");
        var each = dag.each("each", liar, n -> n + 1);
        var failed = failure(engine.submit("not-a-list", dag), liar);
        assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.NOT_RUNNABLE);
        assertThat(failed.failure().message()).contains("java.lang.String", "let it return a Collection", "\"liar\"");
        assertThat(each.name()).isEqualTo("each");
    }

    @Test
    void cancelInterruptsASleepingBodyAndThenFreesItsSlot() throws Exception {
        var dag = Dag.named("sleeper");
        dag.task("sleep", EngineFailureTest::sleepUntilInterrupted);
        var job = engine.submit("sleeper", dag);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        engine.ask(job, replyTo -> new ToScheduler.Cancel(job, "changed my mind", replyTo));

        var over = engine.await(job);
        assertThat(over.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(over.reason()).isEqualTo("changed my mind");
        assertThat(sawInterrupt).isTrue();
        assertThat(after("after-cancel")).isEqualTo(42);
    }

    @Test
    void theSlotOfABodyThatIgnoresItsInterruptIsFreedOnlyAfterTheGrace() throws Exception {
        var dag = Dag.named("stubborn");
        dag.task("stay", EngineFailureTest::ignoreInterrupts);
        var job = engine.submit("stubborn", dag);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        long asked = System.nanoTime();
        engine.ask(job, replyTo -> new ToScheduler.Cancel(job, "enough", replyTo));
        assertThat(engine.await(job).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofMillis(150));

        await().until(() -> sawInterrupt);
        assertThat(after("after-stubborn")).isEqualTo(42);
    }

    @Test
    void anAttemptPastItsTimeoutIsEndedAndFails() {
        var dag = Dag.named("slow");
        var task = dag.task("slow", EngineFailureTest::sleepUntilInterrupted).timeout(Duration.ofMillis(100));
        var failed = failure(engine.submit("slow", dag), task);
        assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.TIMED_OUT);
        assertThat(sawInterrupt).isTrue();
    }

    private Answer.TaskFailed failure(JobId job, Handle<?> task) {
        Answer answer = engine.answer(job, task);
        assertThat(answer).isInstanceOf(Answer.TaskFailed.class);
        return (Answer.TaskFailed) answer;
    }

    /** Something else that needs the only slot. */
    private int after(String id) {
        var dag = Dag.named(id);
        var task = dag.task("answer", () -> 42);
        return engine.result(engine.submit(id, dag), task);
    }
}

package dev.sampo;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.Problem;
import dev.sampo.job.Failure;
import dev.sampo.job.JobStatus;
import dev.sampo.job.TaskState;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What at least one older system got wrong, through the facade of one node with four cpus. */
class AcceptanceTest {
    private static final Sampo SAMPO =
            Sampo.local(ConfigFactory.parseString("""
            sampo.node { name = only, cpus = 4, memory = 8GiB, resources { licence = 1 } }
            sampo.worker.grace = 300ms
            """).withFallback(ConfigFactory.load()));

    /** Bodies meet the test through this, since they run in the same JVM. */
    private static final ConcurrentHashMap<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST_RUNNING = new AtomicInteger();

    @AfterAll
    static void close() {
        SAMPO.close();
    }

    private static CountDownLatch gate(String name) {
        return GATES.computeIfAbsent(name, each -> new CountDownLatch(1));
    }

    static int passThrough(String gate) throws InterruptedException {
        gate(gate).await();
        return 1;
    }

    static int count(int value) {
        MOST_RUNNING.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
        Thread.yield();
        RUNNING.decrementAndGet();
        return value;
    }

    @Test
    void a01AChainOfTasksThatEachNeedTheWholeNodeCompletesOnOneNode() {
        var dag = Dag.named("whole");
        Handle<Integer> last = dag.task("t0", () -> 0).needs(cpus(4));
        for (int i = 1; i <= 20; i++) {
            last = dag.task("t" + i, last, before -> before + 1).needs(cpus(4));
        }
        assertThat(SAMPO.submit(dag).await(last)).isEqualTo(20);
    }

    @Test
    void a02AJobSubmittedWhileTheClusterIsFullWaitsSaysWhyAndAtWhichPositionThenRuns() {
        var filling = Dag.named("filling");
        var filler = filling.task("filler", () -> passThrough("full")).needs(cpus(4));
        Job first = SAMPO.submit(filling);
        var waiting = Dag.named("waiting");
        var task = waiting.task("task", () -> 7).needs(cpus(3));
        Job second = SAMPO.submit(waiting);
        var why = second.explain(task);
        assertThat(why.state()).isEqualTo(TaskState.READY);
        assertThat(why.position()).isEqualTo(1);
        assertThat(why.summary()).contains("waits for room (cpus=3)");
        assertThat(why.candidates()).singleElement().satisfies(node -> {
            assertThat(node.node()).isEqualTo("only");
            assertThat(node.why()).contains("full for now: cpus=3 short");
        });
        gate("full").countDown();
        assertThat(first.await(filler)).isEqualTo(1);
        assertThat(second.await(task)).isEqualTo(7);
    }

    @Test
    void a03MoreWorkThanTheNodeHasNeverRunsAtOnce() {
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < 5; i++) {
            var dag = Dag.named("crowd");
            dag.each("counted", IntStream.range(0, 400).boxed().toList(), AcceptanceTest::count)
                    .needs(cpus(2));
            jobs.add(SAMPO.submit(dag));
        }
        jobs.forEach(Job::await);
        assertThat(MOST_RUNNING.get()).isBetween(1, 2);
    }

    @Test
    void a07AfterACancelUserCodeStopsAndTheFinalStateNeverChanges() {
        var dag = Dag.named("stopped");
        dag.task("sleeps", () -> passThrough("never")).needs(cpus(4));
        Job job = SAMPO.submit(dag);
        assertThat(job.cancel("changed my mind")).isIn(JobStatus.CANCELLING, JobStatus.CANCELLED);
        assertThat(job.ended().toCompletableFuture().join()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.cancel("again")).isEqualTo(JobStatus.CANCELLED);
        assertThatThrownBy(job::await)
                .isInstanceOfSatisfying(SampoException.JobOver.class, over -> assertThat(over.isCancelled())
                        .isTrue())
                .hasMessageContaining("changed my mind");
        var next = Dag.named("next");
        var after = next.task("after", () -> 1).needs(cpus(4));
        assertThat(SAMPO.submit(next).await(after)).isEqualTo(1);
    }

    @Test
    void a08AHungTaskIsEndedAtItsTimeoutAlthoughItIgnoresItsInterrupt() {
        var dag = Dag.named("hung");
        var hung = dag.task("hung", () -> {
                    while (gate("hang").getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return 1;
                })
                .timeout(Duration.ofMillis(200));
        Job job = SAMPO.submit(dag);
        assertThatThrownBy(() -> job.await(hung))
                .isInstanceOfSatisfying(
                        SampoException.TaskFailed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.TIMED_OUT));
        gate("hang").countDown();
    }

    @Test
    void a17InlineTasksWorkFedByANormalTaskChainedAndFailing() {
        var dag = Dag.named("inline");
        var normal = dag.task("normal", () -> Thread.currentThread().getId());
        var fed = dag.task(
                        "fed",
                        normal,
                        thread -> thread == Thread.currentThread().getId())
                .inline();
        var chained = dag.task("chained", fed, same -> "same thread: " + same).inline();
        var back = dag.task("back", chained, text -> text + ".");
        assertThat(SAMPO.submit(dag).await(back)).isEqualTo("same thread: true.");

        var failing = Dag.named("inline-failing");
        var start = failing.task("start", () -> 1);
        var bad = failing.task("bad", start, x -> x / (x - 1)).inline();
        assertThatThrownBy(() -> SAMPO.submit(failing).await(bad))
                .isInstanceOf(SampoException.TaskFailed.class)
                .hasMessageContaining("/ by zero");
    }

    @Test
    void a17AnInlineTaskRunsWhileTheNodeIsFull() {
        var filling = Dag.named("filling-2");
        filling.task("filler", () -> passThrough("full-2")).needs(cpus(4));
        Job full = SAMPO.submit(filling);
        var dag = Dag.named("inline-first");
        var inline = dag.task("inline", () -> 5).inline();
        assertThat(SAMPO.submit(dag).await(inline)).isEqualTo(5);
        gate("full-2").countDown();
        full.await();
    }

    @Test
    void a20TheSameIdWithOtherContentIsRefusedAndWithTheSameContentNotRunAgain() {
        var ran = new AtomicInteger();
        RAN.put("a20", ran);
        var dag = Dag.named("a20");
        var task = dag.task("task", () -> RAN.get("a20").incrementAndGet());
        assertThat(SAMPO.submit(dag, "a20").await(task)).isEqualTo(1);
        assertThat(SAMPO.submit(dag, "a20").await(task)).isEqualTo(1);
        assertThat(ran).hasValue(1);
        var other = Dag.named("a20");
        other.task("other", () -> 2);
        assertThatThrownBy(() -> SAMPO.submit(other, "a20"))
                .isInstanceOfSatisfying(SampoException.Rejected.class, refused -> assertThat(refused.problems())
                        .extracting(Problem::kind)
                        .containsExactly(Problem.Kind.CONTENT_DIFFERS));
    }

    private static final ConcurrentHashMap<String, AtomicInteger> RAN = new ConcurrentHashMap<>();

    @Test
    void a23NothingZeroAndAHugeFanInHaveADefinedMeaning() {
        var none = Dag.named("none");
        var over = none.each("over", List.<Integer>of(), x -> x);
        var size = none.task("size", over.all(), List::size);
        assertThat(SAMPO.submit(none).await(size)).isZero();

        var free = Dag.named("free");
        var zero = free.task("zero", () -> 3).needs(cpus(0));
        assertThat(SAMPO.submit(free).await(zero)).isEqualTo(3);

        var wide = Dag.named("wide");
        var inputs = new ArrayList<Handle<Integer>>();
        for (int i = 0; i < 10_000; i++) {
            int value = i;
            inputs.add(wide.task("in" + i, () -> value));
        }
        var sum = wide.task(
                "sum", inputs, all -> all.stream().mapToInt(Integer::intValue).sum());
        assertThat(SAMPO.submit(wide).await(sum)).isEqualTo(49_995_000);
    }

    @Test
    void a23NonsenseIsRefusedWithTheThingAndTheRemedyNamed() {
        assertThatThrownBy(() -> cpus(-1)).hasMessageContaining("cpus").hasMessageContaining("-1");
        assertThatThrownBy(() -> cpus(Double.NaN)).hasMessageContaining("cpus").hasMessageContaining("NaN");
        assertThatThrownBy(() -> SAMPO.submit(Dag.named("empty")))
                .isInstanceOf(SampoException.Rejected.class)
                .hasMessageContaining("no tasks");
        var unknown = Dag.named("unknown");
        unknown.task("t", () -> 1).needs(Resources.cpus(1).and("licens", 1));
        assertThatThrownBy(() -> SAMPO.submit(unknown))
                .isInstanceOf(SampoException.Rejected.class)
                .hasMessageContaining("licens")
                .hasMessageContaining("licence");
    }

    @Test
    void aCustomResourceIsSharedOutLikeAnyOther() {
        var dag = Dag.named("licensed");
        var one = dag.task("one", () -> passThrough("licence")).needs(cpus(1).and("licence", 1));
        var two = dag.task("two", () -> 2).needs(cpus(1).and("licence", 1));
        Job job = SAMPO.submit(dag);
        Awaitility.await().until(() -> job.status().assigned() == 1);
        assertThat(job.explain(two).summary()).contains("licence=1");
        gate("licence").countDown();
        assertThat(job.await(one) + job.await(two)).isEqualTo(3);
    }
}

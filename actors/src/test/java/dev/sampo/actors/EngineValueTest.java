package dev.sampo.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sampo.actors.body.RunningBody;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values, added tasks, and an engine that starts again on the same journal. */
class EngineValueTest {
    private static final ActorTestKit KIT = ActorTestKit.create("EngineValueTest", TestEngine.config());
    private static final int MIB = 1 << 20;
    private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger FIRST_RUNS = new AtomicInteger();
    private static final CountDownLatch SECOND_BEGUN = new CountDownLatch(1);
    private static volatile boolean restarted;

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    static byte[] large(byte seed) {
        byte[] bytes = new byte[MIB];
        Arrays.fill(bytes, seed);
        return bytes;
    }

    static byte[] first() {
        FIRST_RUNS.incrementAndGet();
        return large((byte) 7);
    }

    static int second(byte[] bytes) throws InterruptedException {
        SECOND_BEGUN.countDown();
        if (!restarted) {
            new CountDownLatch(1).await();
        }
        return bytes.length;
    }

    static int sum(List<byte[]> all) {
        return all.stream().mapToInt(each -> each[0] + each[MIB - 1]).sum();
    }

    static Integer grow(TaskContext context) {
        var more = Dag.named("more");
        var two = more.value("two", 2);
        var four = more.task("four", two, n -> n + n);
        return context.spawn(more, four);
    }

    static byte[] growLarge(TaskContext context) {
        var more = Dag.named("more");
        return context.spawn(more, more.task("large", () -> large((byte) 3)));
    }

    @Test
    void megabytesGoFromTaskToTaskAlsoWhenMemoryForThemIsShort() {
        try (var engine = TestEngine.start(KIT, TestEngine.settings().withValuesInMemory(2 * MIB))) {
            var dag = Dag.named("large");
            var seeds = dag.value("seeds", IntStream.range(0, 8).boxed().toList());
            var values = dag.each("values", seeds, seed -> large(seed.byteValue()));
            var sum = dag.task("sum", values.all(), EngineValueTest::sum);
            assertThat(engine.result(engine.submit("large", dag), sum)).isEqualTo(2 * 28);
        }
    }

    @Test
    void whatABodySaysInShortIsKeptWithAValueThatIsLarge() {
        try (var engine = TestEngine.start(KIT, TestEngine.settings())) {
            var dag = Dag.named("in-short");
            var large = dag.task("large", (TaskContext context) -> {
                ((RunningBody) context).saysInShort(new byte[] {7});
                return large((byte) 7);
            });
            var answer = (Answer.TaskValue) engine.answer(engine.submit("in-short", dag), large);
            assertThat(((Value.Stored) answer.value()).brief()).containsExactly(7);
        }
    }

    @Test
    void oneLargeListIsMappedOverElementByElement() {
        try (var engine = TestEngine.start(KIT, TestEngine.settings())) {
            var dag = Dag.named("long-list");
            var all = dag.task("all", () -> IntStream.range(0, 20_000)
                    .mapToObj(n -> "element " + n)
                    .toList());
            var lengths = dag.each("lengths", all, String::length);
            var sum = dag.task("sum", lengths.all(), (List<Integer> each) -> each.stream()
                    .mapToInt(n -> n)
                    .sum());
            int expected = IntStream.range(0, 20_000)
                    .map(n -> ("element " + n).length())
                    .sum();
            assertThat(engine.result(engine.submit("long-list", dag), sum)).isEqualTo(expected);
        }
    }

    @Test
    void aBodyAddsTasksOneOfWhichStandsForIt() {
        try (var engine = TestEngine.start(KIT, TestEngine.settings())) {
            var dag = Dag.named("dynamic");
            var grown = dag.task("grown", EngineValueTest::grow);
            var next = dag.task("next", grown, n -> n + 1);
            var large = dag.task("large", EngineValueTest::growLarge);
            var size = dag.task("size", large, bytes -> bytes.length + bytes[0]);
            var job = engine.submit("dynamic", dag);
            assertThat(engine.result(job, next)).isEqualTo(5);
            assertThat(engine.result(job, size)).isEqualTo(MIB + 3);
        }
    }

    @Test
    void bodiesRunOnThreadsOfTheirOwn() {
        try (var engine = TestEngine.start(KIT, TestEngine.settings())) {
            var dag = Dag.named("threads");
            var many = dag.value("many", IntStream.range(0, 500).boxed().toList());
            dag.each("each", many, n -> THREADS.add(Thread.currentThread().getName()));
            assertThat(engine.await(engine.submit("threads", dag)).status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(THREADS).isNotEmpty().allMatch(name -> name.startsWith("sampo-task-"));
        }
    }

    @Test
    void whatWasFinishedBeforeARestartIsNotRunAgain(@TempDir Path directory) throws Exception {
        var settings = TestEngine.settings().withValues(directory);
        var dag = Dag.named("restart");
        var first = dag.task("first", EngineValueTest::first);
        var second = dag.task("second", first, EngineValueTest::second);
        try (var engine = TestEngine.start(KIT, settings)) {
            var job = engine.submit("restart", dag);
            engine.answer(job, first);
            SECOND_BEGUN.await();
        }
        restarted = true;
        try (var engine = TestEngine.start(KIT, settings)) {
            var job = engine.submit("restart", dag);
            assertThat(engine.result(job, second)).isEqualTo(MIB);
        }
        assertThat(FIRST_RUNS).hasValue(1);
    }

    @Test
    void aCheckpointReplacesTheFactsBeforeIt() {
        var settings = TestEngine.settings().withCheckpointFacts(20);
        var dag = Dag.named("checkpoint");
        var many = dag.value("many", IntStream.range(0, 50).boxed().toList());
        var each = dag.each("each", many, n -> n + 1);
        var sum = dag.task("sum", each.all(), (List<Integer> all) -> all.stream()
                .mapToInt(n -> n)
                .sum());
        JobId job;
        try (var engine = TestEngine.start(KIT, settings)) {
            for (int i = 0; i < 10; i++) {
                engine.result(engine.submit("checkpoint-" + i, dag), sum);
            }
            job = new JobId("checkpoint-0");
            String stream = "sampo-partition-" + Partitions.of(job, engine.engine.partitions());
            var snapshots = SnapshotTestKit.create(KIT.system());
            await().until(() -> !snapshots.persistedInStorage(stream).isEmpty());
        }
        try (var engine = TestEngine.start(KIT, settings)) {
            engine.submit("checkpoint-0", dag);
            assertThat(engine.result(job, sum)).isEqualTo(1_275);
        }
    }
}

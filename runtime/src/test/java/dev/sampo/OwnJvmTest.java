package dev.sampo;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.JvmEnded;
import dev.sampo.resilience.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Tasks that ask for a JVM of their own, from one end to the other. */
@Timeout(120)
class OwnJvmTest {
    private static final long HERE = ProcessHandle.current().pid();
    private static Sampo sampo;

    /** Not as the class is made: the JVMs of tasks have this class, too. */
    @BeforeAll
    static void start() {
        var config = ConfigFactory.parseString("""
                sampo.node { cpus = 2, memory = 1GiB, resources { licence = ["A"] } }
                sampo.worker { grace = 300ms, own-jvm.java-options = ["-XX:TieredStopAtLevel=1"] }
                sampo.limits.mail { rate = "1000 per second", burst = 10 }
                """);
        sampo = Sampo.local(config.withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void close() {
        sampo.close();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void aTaskRunsInAnotherJvmWithItsMemoryAsHeapAndTheNextOneInTheSame() {
        var dag = Dag.named("warm");
        var first =
                dag.task("first", () -> pid()).needs(cpus(1).memory("100 MiB")).inOwnJvm();
        var heap = dag.task("heap", () -> Runtime.getRuntime().maxMemory())
                .needs(cpus(1).memory("100 MiB"))
                .inOwnJvm()
                .after(first);
        var second = dag.task("second", () -> pid())
                .needs(cpus(1).memory("100 MiB"))
                .inOwnJvm()
                .after(heap);
        var here = dag.task("here", () -> pid());
        Job job = sampo.submit(dag);
        assertThat(job.await(here)).isEqualTo(HERE);
        assertThat(job.await(first)).isNotEqualTo(HERE).isEqualTo(job.await(second));
        assertThat(job.await(heap)).isBetween(90L << 20, 105L << 20);
    }

    /** What a body that logs nothing is not to pay for. */
    @Test
    void whatItLogsSaysWhoseLineItIsAndNoLogIsStartedBefore() {
        var dag = Dag.named("logged");
        dag.defaults(TaskOptions.DEFAULTS.needs(cpus(1).memory("100 MiB")).inOwnJvm());
        var quiet = dag.task("quiet", () -> logState());
        var first = dag.task("first", () -> new TreeMap<>(MDC.getCopyOfContextMap()))
                .after(quiet);
        var second = dag.task("second", () -> new TreeMap<>(MDC.getCopyOfContextMap()))
                .after(first);
        Job job = sampo.submit(dag, "logged-there");
        assertThat(job.await(quiet)).isZero();
        assertThat(job.await(first)).isEqualTo(context("first"));
        assertThat(job.await(second)).isEqualTo(context("second"));
    }

    private static Map<String, String> context(String task) {
        return Map.of("job", "logged-there", "task", task, "attempt", "1", "node", sampo.node());
    }

    /** 0 before it is first used. */
    private static int logState() throws ReflectiveOperationException {
        var state = LoggerFactory.class.getDeclaredField("INITIALIZATION_STATE");
        state.setAccessible(true);
        return state.getInt(null);
    }

    @Test
    void valuesOfAllKindsGoThereAndBack() {
        var dag = Dag.named("values");
        dag.defaults(TaskOptions.DEFAULTS.needs(cpus(1).memory("64 MiB")).inOwnJvm());
        var constant = dag.value("constant", List.of(3, 4));
        var large = dag.task("large", constant, numbers -> LongStream.range(0, 100_000)
                .map(each -> each * numbers.get(1))
                .toArray());
        var numbers = dag.task(
                "numbers", large, array -> IntStream.range(0, 5).boxed().toList());
        var squares =
                dag.each("squares", numbers, (Integer number, TaskContext context) -> context.task() + number * number);
        var all = dag.task("all", squares.all(), texts -> String.join(" ", texts));
        var sum = dag.task("sum", large, array -> LongStream.of(array).sum());
        Job job = sampo.submit(dag);
        assertThat(job.await(sum)).isEqualTo(4 * 4_999_950_000L);
        assertThat(job.await(all)).isEqualTo("squares[0]0 squares[1]1 squares[2]4 squares[3]9 squares[4]16");
    }

    @Test
    void aBodySeesThereWhatItWouldSeeHere() {
        var dag = Dag.named("context");
        var seen = dag.task("seen", context -> {
                    context.progress(0.5, "half");
                    context.limit("mail").acquire();
                    boolean more = context.limit("mail").of("key").tryAcquire(1, Duration.ofSeconds(5));
                    return context.task() + " " + context.attempt() + " " + context.node() + " "
                            + context.held("licence") + " " + more + " " + context.isCancelled();
                })
                .needs(cpus(1).memory("64 MiB").and("licence", 1))
                .inOwnJvm();
        var added = dag.task("added", context -> {
                    var more = Dag.named("more");
                    var leaf = more.task("leaf", () -> pid());
                    return context.spawn(more, leaf);
                })
                .needs(cpus(1).memory("64 MiB"))
                .inOwnJvm();
        var unknown = dag.task("unknown", context -> {
                    try {
                        context.limit("nope").acquire();
                        return "none";
                    } catch (IllegalArgumentException refused) {
                        return refused.getMessage();
                    }
                })
                .needs(cpus(1).memory("64 MiB"))
                .inOwnJvm();
        Job job = sampo.submit(dag);
        assertThat(job.await(seen)).isEqualTo("seen 1 local [A] true false");
        assertThat(job.await(added)).isEqualTo(HERE);
        assertThat(job.await(unknown)).contains("no limit \"nope\" is declared on this node", "mail");
    }

    @Test
    void whatABodyDoesToItsJvmEndsTheAttemptAndNothingElse() {
        var dag = Dag.named("rough");
        var hungry = dag.task("hungry", () -> {
                    var all = new ArrayList<byte[]>();
                    while (true) {
                        all.add(new byte[1 << 20]);
                    }
                })
                .needs(cpus(1).memory("48 MiB"))
                .inOwnJvm();
        var swallows = dag.task("swallows", () -> {
                    var thread = new Thread(() -> new ArrayList<>(List.of(new long[1 << 30])));
                    thread.start();
                    thread.join();
                    return "went on";
                })
                .needs(cpus(1).memory("48 MiB"))
                .inOwnJvm();
        var exits = dag.task("exits", () -> {
                    System.out.println("out of here");
                    System.exit(7);
                    return 0;
                })
                .needs(cpus(1).memory("48 MiB"))
                .inOwnJvm();
        var killed = dag.task("killed", () -> {
                    new ProcessBuilder("kill", "-9", Long.toString(pid()))
                            .start()
                            .waitFor();
                    new CountDownLatch(1).await();
                    return 0;
                })
                .needs(cpus(1).memory("48 MiB"))
                .inOwnJvm();
        var throwsIt = dag.<Integer>task("throws", () -> {
                    throw new IOException("only this");
                })
                .needs(cpus(1).memory("48 MiB"))
                .inOwnJvm();
        var beside = dag.task("beside", () -> pid());
        Job job = sampo.submit(dag, SubmitOptions.DEFAULTS.keepGoing());
        assertThatThrownBy(() -> job.await(hungry))
                .hasMessageContaining("java.lang.OutOfMemoryError")
                .hasMessageContaining("-Xmx48m, ran out of memory (Java heap space)");
        assertThatThrownBy(() -> job.await(swallows)).hasMessageContaining("java.lang.OutOfMemoryError");
        assertThatThrownBy(() -> job.await(exits))
                .hasMessageContaining(JvmEnded.class.getName())
                .hasMessageContaining("ended with exit code 7; it last printed: out of here");
        assertThatThrownBy(() -> job.await(killed)).hasMessageContaining("exit code 137, as by signal 9");
        assertThatThrownBy(() -> job.await(throwsIt)).hasMessageContaining("java.io.IOException: only this");
        assertThat(job.await(beside)).isEqualTo(HERE);
    }

    @Test
    void aPolicyKnowsWhatEndedTheJvm(@TempDir Path directory) {
        String marks = directory.toString();
        var dag = Dag.named("again");
        var again = dag.task("again", context -> {
                    if (context.attempt() == 1) {
                        System.exit(1);
                    } else if (context.attempt() == 2) {
                        throw new OutOfMemoryError("of my own making");
                    }
                    Files.createFile(Path.of(marks, "done"));
                    return context.attempt();
                })
                .needs(cpus(1).memory("48 MiB"))
                .retry(Retry.fixed(3).startingAt(Duration.ofMillis(1)).on(JvmEnded.class, OutOfMemoryError.class))
                .inOwnJvm();
        var once = dag.task("once", context -> {
                    System.exit(1);
                    return 0;
                })
                .needs(cpus(1).memory("48 MiB"))
                .retry(Retry.fixed(3).notOn(JvmEnded.class))
                .inOwnJvm();
        Job job = sampo.submit(dag, SubmitOptions.DEFAULTS.keepGoing());
        assertThat(job.await(again)).isEqualTo(3);
        assertThatThrownBy(() -> job.await(once)).hasMessageContaining("attempt 1");
    }

    @Test
    void theHeapFollowsWhatTheAttemptIsGiven() {
        var dag = Dag.named("grows");
        var grows = dag.task("grows", context -> {
                    var all = new ArrayList<byte[]>();
                    for (int mib = 0; mib < 80; mib++) {
                        all.add(new byte[1 << 20]);
                    }
                    return context.attempt() + " with " + all.size();
                })
                .needs(cpus(1).memory("48 MiB"))
                .retry(Retry.fixed(3).startingAt(Duration.ofMillis(1)).onOutOfMemory(4, "512 MiB"))
                .inOwnJvm();
        assertThat(sampo.submit(dag).await(grows)).isEqualTo("2 with 80");
    }

    @Test
    void aBodyThatWillNotStopIsEndedWithItsJvm() {
        var dag = Dag.named("stubborn");
        var late = dag.task("late", () -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                })
                .needs(cpus(1).memory("48 MiB"))
                .timeout(Duration.ofMillis(500))
                .inOwnJvm();
        assertThatThrownBy(() -> sampo.submit(dag).await(late)).hasMessageContaining("timeout");
    }

    @Test
    void aCancelInterruptsTheBodyThere(@TempDir Path directory) throws Exception {
        String marks = directory.toString();
        var dag = Dag.named("cancelled");
        dag.task("sleeps", context -> {
                    Files.createFile(Path.of(marks, "begun"));
                    try {
                        new CountDownLatch(1).await();
                        return "slept";
                    } catch (InterruptedException told) {
                        Files.createFile(Path.of(marks, "told-" + context.isCancelled()));
                        throw told;
                    }
                })
                .needs(cpus(1).memory("48 MiB"))
                .inOwnJvm();
        Job job = sampo.submit(dag);
        await(directory.resolve("begun"));
        job.cancel("enough");
        await(directory.resolve("told-true"));
        assertThatThrownBy(job::await).isInstanceOf(SampoException.JobOver.class);
        assertThat(job.status().status()).isEqualTo(JobStatus.CANCELLED);
    }

    private static void await(Path file) throws TimeoutException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > until) {
                throw new TimeoutException(file + " is not there");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void withoutMemoryItIsRefused() {
        var dag = Dag.named("vague");
        dag.task("task", () -> 1).inOwnJvm();
        assertThatThrownBy(() -> sampo.submit(dag))
                .isInstanceOf(SampoException.Rejected.class)
                .hasMessageContaining("task inOwnJvm() gives its JVM the memory it needs as heap, which is none");
    }
}

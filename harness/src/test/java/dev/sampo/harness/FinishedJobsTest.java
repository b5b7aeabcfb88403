package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Acceptance 13: what is over leaves no memory behind, on no node. {@code -Dfaults.full=true} takes 10,000 jobs, and 5 % as
 * more than nothing; the short form takes a few, while the caches of the remoting still fill.
 */
class FinishedJobsTest {
    private static final boolean FULL = Boolean.getBoolean("faults.full");
    private static final int BEFORE = FULL ? 6_000 : 600;
    private static final int JOBS = FULL ? 10_000 : 1_200;
    private static final double ALLOWED = FULL ? 0.05 : 0.15;

    /** The log of the journal grows until it is cut, so memory does, too: it is looked at several times a cut apart. */
    private static final int LOOKS = 4;

    private static final int BETWEEN = 100;
    private static final int NODES = 3;
    private static final int USERS = 32;
    private static final int LARGE = 64 << 10;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(NODES)
            .limit(Duration.ofMinutes(5))
            .nodes(node -> node.set("sampo.planner.retain-max", "100")));

    @Test
    void afterThousandsOfFinishedJobsEveryNodeHoldsWhatItHeldBefore() {
        run(BEFORE);
        long[] before = least();
        run(JOBS);
        long[] after = least();
        for (int node = 0; node < NODES; node++) {
            assertThat(after[node])
                    .as("bytes reachable on node-%d, %d before", node, before[node])
                    .isLessThan(Math.round(before[node] * (1 + ALLOWED)));
        }
    }

    private static void run(int jobs) {
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        try {
            CompletableFuture.allOf(IntStream.range(0, jobs)
                            .mapToObj(number -> CompletableFuture.runAsync(() -> runOne(number), users))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            users.shutdownNow();
        }
    }

    /** Small values, one that stays on its node, and a fan of elements. */
    private static void runOne(int number) {
        var dag = Dag.named("finished");
        var large = dag.task("large", () -> new byte[LARGE]);
        var each = dag.each("each", IntStream.range(0, 4).boxed().toList(), x -> x + number);
        var sum = dag.task("sum", each.all(), all -> all.stream()
                .mapToInt(Integer::intValue)
                .sum());
        var total = dag.task("total", sum, large, (x, bytes) -> x + bytes.length);
        assertThat(cluster.client().submit(dag).await(total, Duration.ofMinutes(2)))
                .isEqualTo(LARGE + 4 * number + 6);
    }

    private static long[] least() {
        long[] least = held();
        for (int look = 1; look < LOOKS; look++) {
            run(BETWEEN);
            long[] now = held();
            for (int node = 0; node < NODES; node++) {
                least[node] = Math.min(least[node], now[node]);
            }
        }
        return least;
    }

    private static long[] held() {
        return IntStream.range(0, NODES)
                .mapToLong(node -> cluster.<Long>ask(node, sampo -> reachable()))
                .toArray();
    }

    /** The last line of what {@code jcmd GC.class_histogram} says; the heap's own figure counts what merely waits for its end. */
    private static long reachable() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        String[] lines = histogram.strip().split("\n");
        String[] total = lines[lines.length - 1].strip().split("\\s+");
        return Long.parseLong(total[2]);
    }
}

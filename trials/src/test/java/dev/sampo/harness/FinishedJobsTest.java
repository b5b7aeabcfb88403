package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Acceptance 13: what is over leaves no memory behind, on no node. The short form counts instances of classes of ours;
 * {@code -Dfaults.full=true} also weighs the whole heap, after 10,000 jobs, when the remoting's caches of references have filled.
 */
class FinishedJobsTest {
    private static final boolean FULL = Boolean.getBoolean("faults.full");
    private static final int BEFORE = FULL ? 6_000 : 300;
    private static final int JOBS = FULL ? 10_000 : 900;
    private static final double HEAP_ALLOWED = 1.05;

    /** Less than one for each job. */
    private static final long INSTANCES_ALLOWED = JOBS / 2;

    /** The log of the journal grows until it is cut, so memory does, too: it is looked at several times a cut apart. */
    private static final int LOOKS = FULL ? 8 : 1;

    private static final int BETWEEN = 100;
    private static final int NODES = 3;
    private static final int USERS = 32;
    private static final int LARGE = 64 << 10;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(NODES)
            .limit(Duration.ofMinutes(5))
            .nodes(node -> node.set("sampo.planner.retain-max", "40").set("sampo.planner.checkpoint-facts", 2_000)));

    /** What is reachable: bytes in all, and instances of each class of ours, the journal's cut log apart. */
    private record Held(long bytes, Map<String, Long> instances) implements Serializable {

        /** Of what {@code jcmd GC.class_histogram} says: the heap's own figure counts what merely waits for its end. */
        static Held now() throws JMException {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            var instances = new HashMap<String, Long>();
            long bytes = 0;
            for (String line : histogram.strip().split("\n")) {
                String[] fields = line.strip().split("\\s+");
                if (fields[0].equals("Total")) {
                    bytes = Long.parseLong(fields[2]);
                } else if (fields.length > 3
                        && fields[3].startsWith("dev.sampo.")
                        && !fields[3].startsWith("dev.sampo.journal.")) {
                    instances.put(fields[3], Long.parseLong(fields[1]));
                }
            }
            return new Held(bytes, instances);
        }

        static Held least(Held one, Held other) {
            return one.bytes() <= other.bytes() ? one : other;
        }
    }

    @Test
    void afterThousandsOfFinishedJobsEveryNodeHoldsWhatItHeldBefore() {
        run(BEFORE);
        List<Held> before = held();
        assertThat(before.get(0).instances()).as("classes of ours").isNotEmpty();
        run(JOBS);
        List<Held> after = held();
        for (int node = 0; node < NODES; node++) {
            Map<String, Long> were = before.get(node).instances();
            after.get(node).instances().forEach((name, now) -> assertThat(now - were.getOrDefault(name, 0L))
                    .as("more instances of %s than before", name)
                    .isLessThan(INSTANCES_ALLOWED));
            if (FULL) {
                assertThat((double) after.get(node).bytes())
                        .as("bytes reachable on node-%d", node)
                        .isLessThan(before.get(node).bytes() * HEAP_ALLOWED);
            }
        }
    }

    private static List<Held> held() {
        List<Held> least = look().toList();
        for (int look = 1; look < LOOKS; look++) {
            run(BETWEEN);
            List<Held> before = least;
            List<Held> now = look().toList();
            least = IntStream.range(0, NODES)
                    .mapToObj(node -> Held.least(before.get(node), now.get(node)))
                    .toList();
        }
        return least;
    }

    private static Stream<Held> look() {
        return IntStream.range(0, NODES).mapToObj(node -> cluster.<Held>ask(node, sampo -> Held.now()));
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
}

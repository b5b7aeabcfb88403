package dev.sampo.cli.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The measurements, one after the other. Each but the disk's is done more often than it counts, so that what is measured is compiled and warm. */
final class Bench {
    private static final int ROUNDS = 3;
    private static final int SUBMITS = 200;
    private static final int SUBMITS_FIRST = 50;
    private static final int SYNC_BYTES = 4_096;
    private static final long SYNC_NANOS = 1_000_000_000L;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Sampo sampo;
    private final int tasks;
    private int jobs;

    private Bench(Sampo sampo, int tasks) {
        this.sampo = sampo;
        this.tasks = tasks;
    }

    static BenchReport run(Path directory, int tasks, Consumer<String> says) throws IOException {
        says.accept("the disk");
        long[] syncs = syncs(directory.resolve("syncs"));
        try (Sampo sampo = Sampo.local(config(directory, ConfigFactory.load()))) {
            return new Bench(sampo, tasks).measured(syncs, says);
        }
    }

    /** Whatever journal is configured belongs to others: one in a database would be filled, and know the jobs of the last time. */
    static Config config(Path directory, Config configured) {
        return ConfigFactory.parseMap(Map.of(
                        "sampo.data",
                        directory.resolve("node").toString(),
                        "sampo.http.enabled",
                        false,
                        "sampo.journal.home",
                        "local"))
                .withFallback(configured);
    }

    private BenchReport measured(long[] syncs, Consumer<String> says) {
        long[] wide = rounds("tasks side by side", this::wide, says);
        int hops = Math.max(1, tasks / 10);
        long[] chain = rounds("tasks one after the other", () -> chain(hops), says);
        says.accept("submits");
        long[] submits = submits();
        return new BenchReport(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                tasks,
                BenchReport.rounded(tasks * 1e9 / part(wide, 0.5)),
                hops,
                BenchReport.rounded(part(chain, 0.5) / 1e3 / hops),
                SUBMITS,
                BenchReport.rounded(part(submits, 0.5) / 1e6),
                BenchReport.rounded(part(submits, 0.99) / 1e6),
                BenchReport.rounded(1e9 / part(syncs, 0.5)),
                BenchReport.rounded(part(syncs, 0.99) / 1e6));
    }

    /** In nanoseconds from the submit to the end, the shortest first. */
    private long[] rounds(String what, Supplier<Dag> dags, Consumer<String> says) {
        long[] took = new long[ROUNDS];
        for (int i = -1; i < ROUNDS; i++) {
            says.accept(what + ", round " + (i + 2) + " of " + (ROUNDS + 1));
            Dag dag = dags.get();
            long began = System.nanoTime();
            sampo.submit(dag, "bench-" + jobs++).await(LIMIT);
            if (i >= 0) {
                took[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(took);
        return took;
    }

    private Dag wide() {
        var dag = Dag.named("wide");
        for (int i = 0; i < tasks; i++) {
            dag.task("t-" + i, () -> 1);
        }
        return dag;
    }

    private static Dag chain(int hops) {
        var dag = Dag.named("chain");
        Handle<Integer> last = dag.task("t-0", () -> 1);
        for (int i = 1; i < hops; i++) {
            last = dag.task("t-" + i, last, one -> one + 1);
        }
        return dag;
    }

    /** In nanoseconds, the shortest first: each until it is known to be on stable storage, one after the other. */
    private long[] submits() {
        var dag = Dag.named("single");
        dag.task("t", () -> 1);
        long[] took = new long[SUBMITS];
        for (int i = -SUBMITS_FIRST; i < SUBMITS; i++) {
            long began = System.nanoTime();
            sampo.submit(dag, "bench-" + jobs++);
            if (i >= 0) {
                took[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(took);
        return took;
    }

    /** In nanoseconds, the shortest first: what it takes to make a few bytes at the end of a file safe. */
    private static long[] syncs(Path file) throws IOException {
        long[] took = new long[64];
        int count = 0;
        long began = System.nanoTime();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (count == 0 || System.nanoTime() - began < SYNC_NANOS) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(SYNC_BYTES));
                channel.force(false);
                took = count == took.length ? Arrays.copyOf(took, 2 * count) : took;
                took[count++] = System.nanoTime() - start;
            }
        }
        long[] all = Arrays.copyOf(took, count);
        Arrays.sort(all);
        return all;
    }

    private static long part(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }
}

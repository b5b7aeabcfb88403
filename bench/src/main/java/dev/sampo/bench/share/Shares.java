package dev.sampo.bench.share;

import dev.sampo.Sampo;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.Dag;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import dev.sampo.harness.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two hundred jobs of five tenants, weighted 1 to 5, on three workers that they fill. Each body writes down whose it is and
 * from when to when it ran, so that what a tenant had is known from the bodies alone.
 */
public final class Shares {
    private static final int TENANTS = 5;
    private static final int JOBS = 200;
    private static final int WORKERS = 3;
    private static final int CPUS = 20;
    private static final int SHORTEST = 50;
    private static final int LONGEST = 400;
    private static final long SETTLING_SECONDS = 10;
    private static final long MEASURED_SECONDS = 60;
    /** Far more than there is time for, whoever gets everything. */
    private static final int TASKS_OF_A_JOB = 400;

    private Shares() {}

    /** @param arguments how many partitions; and what the lengths of tasks and the order of jobs are drawn by */
    public static void main(String[] arguments) throws Exception {
        int partitions = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("sampo-shares-");
        try (Cluster cluster = Cluster.start(spec(partitions))) {
            Sampo client = cluster.client();
            var random = new Random(Long.parseLong(arguments[1]));
            for (int job = 0; job < JOBS; job++) {
                submit(client, job, directory, random);
            }
            TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
            long from = System.currentTimeMillis();
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            long to = System.currentTimeMillis();
            TimeUnit.MILLISECONDS.sleep(2 * LONGEST); // Who runs now has noted it then.
            report(partitions, directory, from, to);
        }
    }

    private static ClusterSpec spec(int partitions) {
        ClusterSpec spec = ClusterSpec.jvms(1 + WORKERS)
                .direct()
                .nodes(node -> weighted(node).set("sampo.partitions", partitions))
                .node(0, node -> node.roles("coordinator"));
        for (int worker = 1; worker <= WORKERS; worker++) {
            spec = spec.node(worker, node -> node.roles("worker").cpus(CPUS));
        }
        return spec;
    }

    private static NodeSpec weighted(NodeSpec node) {
        NodeSpec all = node;
        for (int weight = 1; weight <= TENANTS; weight++) {
            all = all.set("sampo.planner.tenants.t" + weight + ".weight", weight);
        }
        return all;
    }

    private static void submit(Sampo client, int job, Path directory, Random random) {
        String tenant = "t" + (job % TENANTS + 1);
        List<Integer> lengths =
                random.ints(TASKS_OF_A_JOB, SHORTEST, LONGEST + 1).boxed().toList();
        String in = directory.toString();
        var dag = Dag.named("share");
        dag.each("sleep", lengths, millis -> {
            long began = System.currentTimeMillis();
            Thread.sleep(millis);
            note(in, tenant + " " + began + " " + System.currentTimeMillis());
            return millis;
        });
        client.submit(dag, SubmitOptions.DEFAULTS.id("share-" + job).tenant(tenant));
    }

    /** A file for each process: short lines that are appended by several may come out mixed. */
    private static void note(String directory, String line) throws IOException {
        Path file = Path.of(directory, "runs-" + ProcessHandle.current().pid());
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void report(int partitions, Path directory, long from, long to) throws IOException {
        var had = new double[TENANTS];
        try (Stream<Path> files = Files.list(directory)) {
            files.flatMap(Shares::lines).map(line -> line.split(" ")).forEach(run -> {
                long within = Math.min(to, Long.parseLong(run[2])) - Math.max(from, Long.parseLong(run[1]));
                had[Integer.parseInt(run[0].substring(1)) - 1] += Math.max(0, within);
            });
        }
        double all = 0;
        for (double tenant : had) {
            all += tenant;
        }
        double full = (double) (to - from) * WORKERS * CPUS;
        System.out.printf(Locale.ROOT, "%d partitions; %.1f %% of the slots in use%n", partitions, 100 * all / full);
        double weights = TENANTS * (TENANTS + 1) / 2.0;
        for (int weight = 1; weight <= TENANTS; weight++) {
            double due = weight / weights;
            double share = had[weight - 1] / all;
            System.out.printf(
                    Locale.ROOT,
                    "t%d due %.2f %% had %.2f %%, off by %+.1f %%%n",
                    weight,
                    100 * due,
                    100 * share,
                    100 * (share / due - 1));
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.lines(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

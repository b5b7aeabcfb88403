package dev.sampo.bench.failover;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many tasks that only sleep, on two workers with one cpu each, and one process that is killed in the middle: one of the
 * workers, or the one that schedules. Each body writes down that it begins and that it ends, so that what was run twice is
 * known from the bodies alone.
 */
public final class Sleepers {
    private static final int SLEEP_MILLIS = 50;
    private static final long KILL_AFTER_SECONDS = 10;
    private static final int WARM_TASKS = 100;

    private Sleepers() {}

    /** @param arguments what is killed: none, worker or scheduler; and how many tasks there are */
    public static void main(String[] arguments) throws Exception {
        String victim = arguments[0];
        int tasks = Integer.parseInt(arguments[1]);
        Path directory = Files.createTempDirectory("sampo-sleepers-");
        long starting = System.nanoTime();
        try (Cluster cluster = Cluster.start(spec())) {
            System.out.printf(Locale.ROOT, "three nodes up and ready after %.1f s%n", seconds(starting));
            Sampo client = cluster.client();
            sleepers(client, "warm", WARM_TASKS, directory.resolve("warm"))
                    .ended()
                    .toCompletableFuture()
                    .get();

            Path log = directory.resolve("runs");
            long began = System.nanoTime();
            Job job = sleepers(client, scheduledBy(cluster, client, 0), tasks, log);
            if (!victim.equals("none")) {
                TimeUnit.SECONDS.sleep(KILL_AFTER_SECONDS);
                cluster.kill(victim.equals("scheduler") ? 0 : 2);
            }
            System.out.println("the job " + job.ended().toCompletableFuture().get());
            report(victim, tasks, seconds(began), Files.readAllLines(log));
        }
    }

    private static ClusterSpec spec() {
        return ClusterSpec.jvms(3)
                .direct()
                .node(0, node -> node.roles("coordinator"))
                .node(1, node -> node.roles("coordinator", "worker").cpus(1))
                .node(2, node -> node.roles("worker", "observer").cpus(1));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** An id whose partition is at that node: so it is known whom to kill. */
    private static String scheduledBy(Cluster cluster, Sampo client, int node) throws Exception {
        for (int i = 0; ; i++) {
            String id = "sleepers-" + i;
            Optional<String> host = client.schedulerOf(id).toCompletableFuture().get();
            if (host.equals(Optional.of(cluster.address(node)))) {
                return id;
            }
        }
    }

    private static Job sleepers(Sampo client, String id, int tasks, Path log) {
        var dag = Dag.named("sleepers");
        String file = log.toString();
        dag.each("sleep", IntStream.range(0, tasks).boxed().toList(), number -> {
            note(file, "begin " + number);
            Thread.sleep(SLEEP_MILLIS);
            note(file, "end " + number);
            return number;
        });
        return client.submit(dag, id);
    }

    private static void note(String file, String line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void report(String victim, int tasks, double seconds, List<String> lines) {
        Map<String, Long> ends = lines.stream()
                .filter(line -> line.startsWith("end "))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        long runs = lines.stream().filter(line -> line.startsWith("begin ")).count();
        var finishedTwice = new ArrayList<>(ends.keySet());
        finishedTwice.removeIf(end -> ends.get(end) == 1);
        System.out.printf(
                Locale.ROOT,
                "killed: %s; %d tasks in %.1f s; %d runs, %d of them again; %d finished tasks run again%n",
                victim,
                tasks,
                seconds,
                runs,
                runs - tasks,
                finishedTwice.size());
    }
}

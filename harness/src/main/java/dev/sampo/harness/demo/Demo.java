package dev.sampo.harness.demo;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.cli.ProgressLine;
import dev.sampo.cli.Terminal;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import dev.sampo.harness.demo.DemoText.Findings;
import dev.sampo.harness.demo.RunLog.Run;
import dev.sampo.planning.JobSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three processes run a graph. One that only works is killed, then the one that schedules the job and leads the journal;
 * both are started again. What the bodies wrote down themselves says afterwards what ran where, and what ran twice.
 */
final class Demo {
    private static final int NODES = 3;
    private static final long LOOK_MILLIS = 20;
    private static final double FIRST_KILL = 0.15;
    private static final double SECOND_KILL = 0.45;

    /** A node that was killed. */
    record Kill(String node, String role, int tasksDone, long failoverMillis) {}

    private final int pages;
    private final int words;
    private final Duration reading;
    private final Path directory;
    private final Terminal terminal;
    private final ProgressLine line;
    private final long beganAt = System.nanoTime();
    private final List<Kill> kills = new ArrayList<>();
    private final Path runs;
    private final Path hold;
    private JobSummary seen;

    Demo(int pages, int words, Duration reading, Path directory, Terminal terminal) {
        this.pages = pages;
        this.words = words;
        this.reading = reading;
        this.directory = directory;
        this.terminal = terminal;
        this.line = new ProgressLine(terminal, beganAt);
        this.runs = directory.resolve("runs");
        this.hold = directory.resolve("hold");
    }

    DemoReport play() {
        line.show("starting " + NODES + " processes", System.nanoTime());
        try (Cluster cluster = Cluster.start(spec())) {
            say(
                    "%d nodes are up: %s",
                    NODES,
                    IntStream.range(0, NODES)
                            .mapToObj(node -> cluster.name(node) + " (process " + cluster.pid(node) + ")")
                            .collect(Collectors.joining(", ")));
            DemoGraph graph = DemoGraph.of(pages, words, reading, runs, hold);
            Sampo client = cluster.client();
            String id = "demo-" + UUID.randomUUID();
            long submittedAt = System.nanoTime();
            Job job = client.submit(graph.dag(), id);
            killAWorker(cluster, job);
            killTheScheduler(cluster, job);
            Findings found = await(job, graph);
            double seconds = (System.nanoTime() - submittedAt) / 1e9;
            boolean correct = found.equals(Findings.directly(DemoText.pages(pages, words)));
            return DemoReport.of(correct, found, job, seconds, kills, RunLog.read(runs), NODES);
        } finally {
            line.end();
        }
    }

    private ClusterSpec spec() {
        return ClusterSpec.jvms(NODES)
                .direct()
                .directory(directory.resolve("nodes"))
                .nodes(node -> node.cpus(2).memory("512MB").set("sampo.cluster.expect", NODES));
    }

    private void killAWorker(Cluster cluster, Job job) {
        reach(job, FIRST_KILL);
        int victim = nodeWithout(cluster, job);
        int before = done(job);
        say("kill -9 %s, which works for the job, after %d of %d tasks", cluster.name(victim), before, total());
        cluster.kill(victim);
        long killedAt = System.currentTimeMillis();
        Set<String> begun = RunLog.read(runs).stream()
                .filter(run -> run.node().equals(cluster.name(victim)))
                .map(Run::task)
                .collect(Collectors.toSet());
        long failover = awaitRun(job, killedAt, run -> begun.contains(run.task())) - killedAt;
        kills.add(new Kill(cluster.name(victim), "worker", before, failover));
        say("what it was doing runs elsewhere after %.1f s", failover / 1e3);
        restart(cluster, victim);
    }

    private void killTheScheduler(Cluster cluster, Job job) {
        reach(job, SECOND_KILL);
        int victim = schedulerOf(cluster, job).orElseThrow();
        long term = RunLog.read(runs).stream()
                .mapToLong(run -> run.fence().term())
                .max()
                .orElse(0);
        int before = done(job);
        say("kill -9 %s, which schedules the job, after %d of %d tasks", cluster.name(victim), before, total());
        cluster.kill(victim);
        long killedAt = System.currentTimeMillis();
        long failover = awaitRun(job, killedAt, run -> run.fence().term() > term) - killedAt;
        kills.add(new Kill(cluster.name(victim), "scheduler", before, failover));
        say("another schedules it; the first task it placed began after %.1f s", failover / 1e3);
        restart(cluster, victim);
    }

    /** The graph waits meanwhile: how long a process takes to start must not decide what there is left to kill. */
    private void restart(Cluster cluster, int node) {
        try {
            Files.createFile(hold);
            cluster.restart(node);
            Files.delete(hold);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write to " + directory, failure);
        }
        say("%s is started again and takes part", cluster.name(node));
    }

    private int nodeWithout(Cluster cluster, Job job) {
        Optional<Integer> scheduler = schedulerOf(cluster, job);
        return IntStream.range(0, NODES)
                .filter(node -> !Optional.of(node).equals(scheduler))
                .boxed()
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private Optional<Integer> schedulerOf(Cluster cluster, Job job) {
        var found = new ArrayList<Integer>();
        cluster.until("the job has a scheduler", () -> {
            Optional<String> host =
                    cluster.client().schedulerOf(job.id()).toCompletableFuture().get();
            IntStream.range(0, NODES)
                    .filter(node -> Optional.of(cluster.address(node)).equals(host))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private void reach(Job job, double share) {
        watch(job, now -> done(job) >= share * total());
    }

    private long awaitRun(Job job, long since, Predicate<Run> wanted) {
        var found = new ArrayList<Run>();
        watch(job, now -> {
            RunLog.read(runs).stream()
                    .filter(run -> run.at() >= since && wanted.test(run))
                    .findFirst()
                    .ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.isEmpty() ? since : found.get(0).at();
    }

    private Findings await(Job job, DemoGraph graph) {
        watch(job, now -> false);
        return job.await(graph.findings());
    }

    /** Looks until it holds or the job is over, and tells how far the job is. */
    private void watch(Job job, LongPredicate enough) {
        var ended = job.ended().toCompletableFuture();
        while (!enough.test(System.nanoTime()) && !ended.isDone()) {
            line.show(done(job) + " of " + total() + " tasks done", System.nanoTime());
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the demo ran", stopped);
        }
    }

    /** How many tasks have succeeded, as far as known: while the scheduler is gone, nobody can say. */
    private int done(Job job) {
        try {
            seen = job.status();
        } catch (SampoException.Indeterminate notNow) {
            line.show("nobody schedules the job at this moment", System.nanoTime());
        }
        return seen == null ? 0 : seen.succeeded();
    }

    private int total() {
        return 2 * pages + DemoGraph.OTHERS;
    }

    private void say(String format, Object... values) {
        line.end();
        String text = String.format(Locale.ROOT, format, values);
        terminal.err().println(String.format(Locale.ROOT, "%6.1f s  ", (System.nanoTime() - beganAt) / 1e9) + text);
    }
}

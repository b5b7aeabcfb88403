package dev.sampo.harness.soak;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.cli.Directories;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import dev.sampo.harness.NodeSpec;
import dev.sampo.harness.history.Checkers;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Entry.Load;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.History;
import dev.sampo.harness.history.Limits;
import dev.sampo.harness.history.Recorder;
import dev.sampo.harness.history.Violation;
import dev.sampo.planning.JobSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One soak from start to verdict: nodes in JVMs of their own, clients that submit, cancel and wait, a nemesis that kills,
 * pauses and cuts, a supervisor that starts nodes again; then peace, the end of all jobs, and the checkers.
 */
public final class Soak {
    /** The process all clients are in, where faults and calls name it. */
    static final String CLIENT = "client";

    private static final int CLIENTS = 4;
    private static final long CALM_SECONDS = 180;
    private static final Limits LIMITS = new Limits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(17),
            Duration.ofSeconds(90),
            Duration.ofSeconds(20),
            0.3,
            Map.of());

    private final SoakSettings settings;
    private final Consumer<String> progress;
    private final List<Violation> violations = new ArrayList<>();

    private Soak(SoakSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** @param progress hears what it is at */
    public static SoakReport run(SoakSettings settings, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new Soak(settings, progress).run();
    }

    private SoakReport run() throws IOException, InterruptedException {
        Files.createDirectories(settings.histories());
        int restarts;
        List<Path> dataDirectories;
        progress.accept("starting " + settings.nodes() + " nodes");
        try (Cluster cluster = Cluster.start(spec());
                Recorder recorder = Recorder.in(settings.histories(), "soak")) {
            try (Supervisor supervisor = new Supervisor(cluster)) {
                work(cluster, supervisor, recorder);
                restarts = supervisor.restarts();
            }
            dataDirectories = IntStream.range(0, cluster.size())
                    .mapToObj(node -> cluster.directory(node).resolve("data"))
                    .toList();
        }
        if (!settings.isElsewhere()) {
            try (Recorder recorder = Recorder.in(settings.histories(), "journal")) {
                violations.addAll(StoredFacts.record(dataDirectories, recorder));
            }
        }
        progress.accept("checking");
        History history = History.read(settings.histories());
        violations.addAll(Checkers.check(history, LIMITS.with(faultsWanted())));
        violations.addAll(failedJobs(history));
        var report = SoakReport.of(settings, history, violations, restarts);
        if (report.history().isEmpty()) {
            Directories.delete(settings.directory());
        }
        return report;
    }

    /** Every task succeeds when it is tried often enough, so no job has a reason to fail. */
    private static List<Violation> failedJobs(History history) {
        return history.all(Stored.class).stream()
                .filter(fact -> "FAILED".equals(fact.status()))
                .map(fact -> new Violation("P1", "job " + fact.job() + " failed"))
                .toList();
    }

    private Map<Kind, Integer> faultsWanted() {
        int each = settings.isShort() ? 1 : (int) Math.max(1, settings.length().toMinutes() / 10);
        return Map.of(Kind.KILL, each, Kind.PAUSE, each, Kind.PARTITION, each, Kind.DRAIN, each);
    }

    /** On the local journal one node keeps the partitions, and all go on when it is back; the others count and work. */
    private ClusterSpec spec() {
        ClusterSpec all = ClusterSpec.jvms(settings.nodes())
                .directory(settings.directory().resolve("nodes"))
                .jvmOptions("-Dlogback.configurationFile=dev/sampo/cli/logback.xml", "-Dsampo.cli.log-level=INFO")
                .nodes(node -> node.with(shared())
                        .cpus(Work.NODE_CPUS)
                        .memory(Work.NODE_MEMORY + "B")
                        .roles("coordinator", "worker"));
        for (int node = 0; node < settings.nodes(); node++) {
            // A client that cannot join asks again soon; nodes wait for each other.
            all = all.node(node, each -> each.set("sampo.cluster.join-timeout", "120s"));
        }
        for (int node = 1; settings.isLocal() && node < settings.nodes(); node++) {
            all = all.node(node, (NodeSpec other) -> other.roles("worker", "observer"));
        }
        return all;
    }

    private Config shared() {
        return ConfigFactory.parseString("""
                sampo {
                  planner { retain = 24h, retain-max = 1000000, losses-max = 1000 }
                  cluster.join-timeout = 20s
                  client { ask-timeout = 5s, ask-again-after = 3s }
                }
                """)
                .withFallback(ConfigFactory.parseMap(Map.of("sampo.journal.home", settings.journal())))
                .withFallback(settings.base());
    }

    private void work(Cluster cluster, Supervisor supervisor, Recorder recorder) throws InterruptedException {
        var clients = new ArrayList<SoakClient>();
        for (int number = 0; number < CLIENTS; number++) {
            clients.add(new SoakClient(number, settings, cluster::client, recorder));
        }
        cluster.client();
        long end = System.nanoTime() + settings.length().toNanos();
        var stop = new CountDownLatch(1);
        var nemesis = new Nemesis(cluster, supervisor, recorder, settings, stop);
        recorder.record(new Load(System.nanoTime(), "soak", true));
        List<Thread> working = start(clients, client -> client.work(() -> stop.getCount() == 0));
        Thread hurting = thread("nemesis", () -> hurt(nemesis));
        tellUntil(end);
        if (settings.isShort()) {
            nemesis.awaitRound(CALM_SECONDS);
        }
        stop.countDown();
        recorder.record(new Load(System.nanoTime(), "soak", false));
        hurting.join();
        join(working);
        progress.accept("waiting for the end of all jobs");
        long calm = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALM_SECONDS);
        while (System.nanoTime() < calm && !isWhole(cluster)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        if (!isWhole(cluster)) {
            violations.add(new Violation(
                    "C10", "the cluster was not whole again " + CALM_SECONDS + " s after the last fault"));
        }
        join(start(clients, client -> client.settle(calm)));
        progress.accept("reading the journal");
        var facts = new JobFacts(recorder, settings.isElsewhere());
        join(start(clients, client -> client.readFacts(facts)));
        if (settings.isElsewhere()) {
            findUnknown(cluster, clients, facts);
        }
    }

    private static boolean isWhole(Cluster cluster) {
        return Membership.now(cluster).filter(Membership::isWhole).isPresent();
    }

    /** A nemesis that fails is a failed soak: then the run was not what it was meant to be. */
    private void hurt(Nemesis nemesis) {
        try {
            nemesis.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError failure) {
            synchronized (violations) {
                violations.add(new Violation("nemesis", failure.toString()));
            }
        }
    }

    private void tellUntil(long end) throws InterruptedException {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            progress.accept("hurting, " + TimeUnit.NANOSECONDS.toSeconds(left) + " s to go");
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(500)));
        }
    }

    private static void findUnknown(Cluster cluster, List<SoakClient> clients, JobFacts facts) {
        Set<String> known = new HashSet<>();
        clients.forEach(client -> client.submitted().forEach(job -> known.add(job.id())));
        for (JobSummary summary : cluster.client().jobSummaries()) {
            if (!known.contains(summary.job().value())) {
                facts.recordUnknown(summary);
            }
        }
    }

    private static List<Thread> start(List<SoakClient> clients, Consumer<SoakClient> what) {
        return clients.stream()
                .map(client -> thread("client", () -> what.accept(client)))
                .toList();
    }

    private static Thread thread(String name, Runnable what) {
        var thread = new Thread(what, "soak " + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

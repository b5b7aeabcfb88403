package dev.sampo.harness.soak;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import dev.sampo.harness.NodeSpec;
import dev.sampo.harness.history.Checkers;
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
 * A cluster on trial: clients that submit, cancel and wait, a supervisor that starts nodes again, a record of all of it, and
 * the ways to hurt it. Who hurts it, and how, is for others to say. In the end: peace, the end of all jobs, and the checkers.
 */
final class Trial implements AutoCloseable {
    /** The process all clients are in, where faults and calls name it. */
    static final String CLIENT = "client";

    static final long CALM_SECONDS = 180;

    private static final int CLIENTS = 4;
    private static final int CLIENTS_IN_SHORT = 2;
    static final Limits LIMITS = new Limits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(17),
            Duration.ofSeconds(90),
            Duration.ofSeconds(20),
            0.3,
            Map.of());

    private final SoakSettings settings;
    private final Cluster cluster;
    private final Recorder recorder;
    private final Supervisor supervisor;
    private final Faults faults;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<SoakClient> clients = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private List<Thread> working = List.of();

    /** @param cluster made by {@link #spec} */
    Trial(SoakSettings settings, Cluster cluster) throws IOException {
        this.settings = settings;
        this.cluster = cluster;
        this.recorder = Recorder.in(Files.createDirectories(settings.histories()), "soak");
        this.supervisor = new Supervisor(cluster);
        this.faults = new Faults(cluster, supervisor, recorder);
        int count = settings.isShort() ? CLIENTS_IN_SHORT : CLIENTS;
        for (int number = 0; number < count; number++) {
            clients.add(new SoakClient(number, settings, cluster::client, recorder));
        }
    }

    /** On the local journal one node keeps the partitions, and all go on when it is back; the others count and work. */
    static ClusterSpec spec(SoakSettings settings) {
        ClusterSpec all = ClusterSpec.jvms(settings.nodes())
                .directory(settings.directory().resolve("nodes"))
                .jvmOptions("-Dlogback.configurationFile=dev/sampo/cli/logback.xml", "-Dsampo.cli.log-level=INFO")
                .nodes(node -> node.with(shared(settings))
                        .cpus(Work.NODE_CPUS)
                        .memory(Work.NODE_MEMORY + "B")
                        .roles("coordinator", "worker"));
        for (int node = 0; node < settings.nodes(); node++) {
            // A client that cannot join asks again soon; nodes wait for each other.
            all = all.node(node, each -> each.set("sampo.cluster.join-timeout", "60s"));
        }
        for (int node = 1; settings.isLocal() && node < settings.nodes(); node++) {
            all = all.node(node, (NodeSpec other) -> other.roles("worker", "observer"));
        }
        return all;
    }

    private static Config shared(SoakSettings settings) {
        return ConfigFactory.parseString("""
                sampo {
                  planner { retain = 24h, retain-max = 1000000, losses-max = 1000 }
                  cluster.join-timeout = 40s
                  client { ask-timeout = 5s, ask-again-after = 3s }
                }
                """)
                .withFallback(ConfigFactory.parseMap(Map.of("sampo.journal.home", settings.journal())))
                .withFallback(settings.base());
    }

    Cluster cluster() {
        return cluster;
    }

    Faults faults() {
        return faults;
    }

    Recorder recorder() {
        return recorder;
    }

    /** How many nodes ended by themselves. */
    int restarts() {
        return supervisor.restarts();
    }

    /** All that is recorded so far. */
    History history() throws IOException {
        return History.read(settings.histories());
    }

    /** Every node runs and is a member, as the client sees it. */
    boolean isWhole() {
        return Membership.now(cluster).filter(Membership::isWhole).isPresent();
    }

    void find(String checker, String what) {
        synchronized (violations) {
            violations.add(new Violation(checker, what));
        }
    }

    /** The clients begin. */
    void begin() {
        cluster.client();
        recorder.record(new Load(System.nanoTime(), "soak", true));
        working = start(client -> client.work(() -> enough.getCount() == 0));
    }

    /** The clients submit nothing more. */
    void stopLoad() {
        enough.countDown();
        recorder.record(new Load(System.nanoTime(), "soak", false));
    }

    /** All faults are over and the load is: waits until every node is back and all jobs have ended. */
    void settle(Consumer<String> progress) throws InterruptedException {
        join(working);
        progress.accept("waiting for the end of all jobs");
        long calm = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALM_SECONDS);
        while (System.nanoTime() < calm && !isWhole()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        if (!isWhole()) {
            find("C10", "the cluster was not whole again " + CALM_SECONDS + " s after the last fault");
        }
        join(start(client -> client.settle(calm)));
        progress.accept("reading the journal");
        var facts = new JobFacts(recorder, settings.isElsewhere());
        join(start(client -> client.readFacts(facts)));
        if (settings.isElsewhere()) {
            findUnknown(facts);
        }
    }

    private void findUnknown(JobFacts facts) {
        Set<String> known = new HashSet<>();
        clients.forEach(client -> client.submitted().forEach(job -> known.add(job.id())));
        for (JobSummary summary : cluster.client().jobSummaries()) {
            if (!known.contains(summary.job().value())) {
                facts.recordUnknown(summary);
            }
        }
    }

    private List<Thread> start(Consumer<SoakClient> what) {
        return clients.stream()
                .map(client -> thread("client", () -> what.accept(client)))
                .toList();
    }

    static Thread thread(String name, Runnable what) {
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

    /** Ends the cluster, reads what is on its disks, and has all of it judged. */
    List<Violation> verdict(Limits limits) throws IOException {
        supervisor.close();
        IntStream.range(0, cluster.size()).filter(cluster::isRunning).forEach(cluster::kill);
        if (!settings.isElsewhere()) {
            List<Path> data = IntStream.range(0, cluster.size())
                    .mapToObj(node -> cluster.directory(node).resolve("data"))
                    .toList();
            try (Recorder journal = Recorder.in(settings.histories(), "journal")) {
                violations.addAll(StoredFacts.record(data, journal));
            }
        }
        History history = history();
        violations.addAll(Checkers.check(history, limits));
        violations.addAll(failedJobs(history));
        return List.copyOf(violations);
    }

    /** Every task succeeds when it is tried often enough, so no job has a reason to fail. */
    private static List<Violation> failedJobs(History history) {
        return history.all(Stored.class).stream()
                .filter(fact -> "FAILED".equals(fact.status()))
                .map(fact -> new Violation("P1", "job " + fact.job() + " failed"))
                .toList();
    }

    @Override
    public void close() {
        supervisor.close();
        recorder.close();
    }
}

package dev.sampo.harness.soak;

import dev.sampo.harness.Cluster;
import dev.sampo.harness.history.Entry.Fault;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hurts a cluster, one step after the other, with a while of peace in between. The steps are drawn from the seed, each once
 * before any comes again; most are two faults at once, since those are what breaks systems. What it began it makes good.
 */
final class Nemesis {
    /** How long it is looked for whether a fault has worked: ten seconds. */
    private static final int LOOKS_MAX = 200;

    private static final long LOOK_MILLIS = 50;

    private final Cluster cluster;
    private final Supervisor supervisor;
    private final Recorder recorder;
    private final Random random;
    private final CountDownLatch stop;
    private final boolean isShort;
    private final Deque<Step> drawn = new ArrayDeque<>();
    private final CountDownLatch round = new CountDownLatch(1);
    private Optional<Membership> beforeCut = Optional.empty();
    private long faults;

    /** A step takes its own time. */
    private interface Step {
        void take() throws InterruptedException;
    }

    Nemesis(Cluster cluster, Supervisor supervisor, Recorder recorder, SoakSettings settings, CountDownLatch stop) {
        this.cluster = cluster;
        this.supervisor = supervisor;
        this.recorder = recorder;
        this.random = new Random(settings.seed());
        this.stop = stop;
        this.isShort = settings.isShort();
    }

    /** Goes on until it is told to stop, and leaves everything whole. */
    void run() throws InterruptedException {
        while (!rest()) {
            next().take();
            if (drawn.isEmpty()) {
                round.countDown();
            }
        }
    }

    /** Waits until each step was taken once; on a busy machine that may take longer than a short soak has. */
    void awaitRound(long seconds) throws InterruptedException {
        round.await(seconds, TimeUnit.SECONDS);
    }

    /** Lets the cluster be for a while, now and then for so long that its progress can be measured. */
    private boolean rest() throws InterruptedException {
        int seconds = isShort ? 2 : random.nextInt(5) == 0 ? 30 : 5 + random.nextInt(8);
        return stop.await(seconds, TimeUnit.SECONDS);
    }

    private Step next() {
        if (drawn.isEmpty()) {
            List<Step> steps = new ArrayList<>(
                    isShort
                            ? List.of(this::killOne, this::pauseOneAndKillAnother, this::partition, this::drain)
                            : List.of(
                                    this::killOne,
                                    this::killTwice,
                                    this::killAll,
                                    this::pauseOne,
                                    this::pauseOneAndKillAnother,
                                    this::partition,
                                    this::partition,
                                    this::partitionAndRestartInside,
                                    this::partitionAndKillOutside,
                                    this::cutOneLink,
                                    this::drain));
            Collections.shuffle(steps, random);
            drawn.addAll(steps);
        }
        return drawn.remove();
    }

    private int anyNode() {
        return random.nextInt(cluster.size());
    }

    private int anyNodeBut(int other) {
        int node = random.nextInt(cluster.size() - 1);
        return node < other ? node : node + 1;
    }

    private void stay(int shortSeconds, int min, int max) throws InterruptedException {
        int seconds = isShort ? shortSeconds : min + random.nextInt(max - min + 1);
        stop.await(seconds, TimeUnit.SECONDS);
    }

    // The steps.

    private void killOne() throws InterruptedException {
        int node = anyNode();
        long id = kill(node);
        stay(1, 0, 4);
        revive(id, node);
    }

    private void killTwice() throws InterruptedException {
        int node = anyNode();
        revive(kill(node), node);
        stay(1, 1, 3);
        revive(kill(node), node);
    }

    private void killAll() throws InterruptedException {
        var ids = new ArrayList<Long>();
        for (int node = 0; node < cluster.size(); node++) {
            ids.add(kill(node));
        }
        stay(1, 0, 3);
        var order = new ArrayList<>(IntStream.range(0, cluster.size()).boxed().toList());
        Collections.shuffle(order, random);
        order.forEach(node -> revive(ids.get(node), node));
    }

    private void pauseOne() throws InterruptedException {
        int node = anyNode();
        long id = pause(node);
        stay(4, 2, 20);
        resume(id, node);
    }

    private void pauseOneAndKillAnother() throws InterruptedException {
        int node = anyNode();
        long paused = pause(node);
        stay(1, 0, 2);
        int other = anyNodeBut(node);
        long killed = kill(other);
        stay(2, 1, 8);
        revive(killed, other);
        stay(1, 1, 8);
        resume(paused, node);
    }

    private void partition() throws InterruptedException {
        int node = anyNode();
        long id = isolate(node, random.nextInt(4) == 0);
        stay(8, 6, 30);
        for (int looks = 0; looks < LOOKS_MAX && !isMissed(node); looks++) {
            stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        heal(id, node);
    }

    /** Fact 1: a node that restarts while it is cut off must not begin a cluster of its own. */
    private void partitionAndRestartInside() throws InterruptedException {
        int node = anyNode();
        long id = isolate(node, false);
        stay(2, 2, 6);
        long killed = kill(node);
        stay(1, 0, 1);
        revive(killed, node);
        stay(6, 10, 30);
        heal(id, node);
    }

    private void partitionAndKillOutside() throws InterruptedException {
        int node = anyNode();
        long id = isolate(node, false);
        stay(1, 1, 4);
        int other = anyNodeBut(node);
        long killed = kill(other);
        stay(1, 0, 3);
        revive(killed, other);
        stay(3, 4, 15);
        heal(id, node);
    }

    private void cutOneLink() throws InterruptedException {
        int node = anyNode();
        int other = anyNodeBut(node);
        long id = begin(Kind.CUT, List.of(cluster.name(node), cluster.name(other)), true);
        if (random.nextBoolean()) {
            cluster.cut(node, other);
        } else {
            cluster.cutOneWay(node, other);
        }
        stay(5, 5, 25);
        cluster.heal();
        end(id, Kind.CUT, List.of(cluster.name(node), cluster.name(other)), null);
    }

    private void drain() throws InterruptedException {
        int node = anyNode();
        List<String> names = List.of(cluster.name(node));
        supervisor.hold(node);
        long id = begin(Kind.DRAIN, names, null);
        int code = cluster.terminate(node);
        stay(0, 0, 2);
        supervisor.release(node);
        end(id, Kind.DRAIN, names, code == 143 || code == 0);
    }

    // The faults.

    private long kill(int node) {
        supervisor.hold(node);
        long id = begin(Kind.KILL, List.of(cluster.name(node)), true);
        if (cluster.isRunning(node)) {
            cluster.kill(node);
        }
        return id;
    }

    private void revive(long id, int node) {
        supervisor.release(node);
        end(id, Kind.KILL, List.of(cluster.name(node)), null);
    }

    private long pause(int node) {
        long pid = cluster.pid(node);
        signal("STOP", pid);
        for (int looks = 0; looks < LOOKS_MAX && !isStopped(pid); looks++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        return begin(Kind.PAUSE, List.of(cluster.name(node)), isStopped(pid));
    }

    private void resume(long id, int node) {
        signal("CONT", cluster.pid(node));
        end(id, Kind.PAUSE, List.of(cluster.name(node)), null);
    }

    private long isolate(int node, boolean withClient) {
        Set<Integer> others = IntStream.range(0, cluster.size())
                .filter(other -> other != node)
                .boxed()
                .collect(Collectors.toSet());
        beforeCut = Membership.now(cluster);
        Set<Integer> alone = withClient ? Set.of(node, Cluster.CLIENT) : Set.of(node);
        cluster.partition(alone, others);
        List<String> names = withClient ? List.of(cluster.name(node), Soak.CLIENT) : List.of(cluster.name(node));
        return begin(Kind.PARTITION, names, null);
    }

    /** Whether it worked is known at its end: somebody missed the other side, or gave up. */
    private void heal(long id, int node) {
        boolean seen = isMissed(node);
        cluster.heal();
        end(id, Kind.PARTITION, List.of(cluster.name(node)), seen);
    }

    private boolean isMissed(int node) {
        return !cluster.isRunning(node)
                || beforeCut.stream()
                        .anyMatch(before -> IntStream.range(0, cluster.size()).anyMatch(before::misses));
    }

    private long begin(Kind kind, List<String> nodes, Boolean seen) {
        long id = ++faults;
        recorder.record(new Fault(System.nanoTime(), "nemesis", id, kind, true, nodes, seen));
        return id;
    }

    private void end(long id, Kind kind, List<String> nodes, Boolean seen) {
        recorder.record(new Fault(System.nanoTime(), "nemesis", id, kind, false, nodes, seen));
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot send SIG" + name + " to process " + pid, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where there is no {@code /proc} the signal is trusted. */
    private static boolean isStopped(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            return !Files.exists(Path.of("/proc/self"))
                    || Files.readString(stat).replaceFirst("^.*\\) ", "").startsWith("T");
        } catch (IOException gone) {
            return false;
        }
    }
}

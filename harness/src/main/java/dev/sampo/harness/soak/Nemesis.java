package dev.sampo.harness.soak;

import dev.sampo.harness.Cluster;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.soak.Faults.Cut;
import dev.sampo.harness.soak.Faults.Ongoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hurts a cluster, one step after the other, with a while of peace in between. The steps are drawn from the seed, each once
 * before any comes again; most are two faults at once, since those are what breaks systems. What it began it makes good.
 */
final class Nemesis {
    /** How long it is looked for whether a fault has worked: ten seconds. */
    private static final int LOOKS_MAX = 200;

    private static final long LOOK_MILLIS = 50;

    private final Cluster cluster;
    private final Faults faults;
    private final Random random;
    private final CountDownLatch stop;
    private final boolean isShort;
    private final List<Step> steps;
    private final Deque<Step> drawn = new ArrayDeque<>();
    private final CountDownLatch round = new CountDownLatch(1);

    /** A step takes its own time. */
    private interface Act {
        void take() throws InterruptedException;
    }

    /** @param kinds of the faults in it */
    private record Step(Set<Kind> kinds, Act act) {}

    Nemesis(Trial trial, SoakSettings settings, CountDownLatch stop) {
        this.cluster = trial.cluster();
        this.faults = trial.faults();
        this.random = new Random(settings.seed());
        this.stop = stop;
        this.isShort = settings.isShort();
        List<Step> few = within(fewSteps(), settings.faults());
        this.steps = isShort && !few.isEmpty() ? few : within(allSteps(), settings.faults());
    }

    private static List<Step> within(List<Step> steps, Set<Kind> kinds) {
        return steps.stream().filter(step -> kinds.containsAll(step.kinds())).toList();
    }

    private List<Step> fewSteps() {
        return List.of(
                new Step(Set.of(Kind.KILL), this::killOne),
                new Step(Set.of(Kind.PAUSE, Kind.KILL), this::pauseOneAndKillAnother),
                new Step(Set.of(Kind.PARTITION), this::partition),
                new Step(Set.of(Kind.DRAIN), this::drain));
    }

    private List<Step> allSteps() {
        return List.of(
                new Step(Set.of(Kind.KILL), this::killOne),
                new Step(Set.of(Kind.KILL), this::killTwice),
                new Step(Set.of(Kind.KILL), this::killAll),
                new Step(Set.of(Kind.PAUSE), this::pauseOne),
                new Step(Set.of(Kind.PAUSE, Kind.KILL), this::pauseOneAndKillAnother),
                new Step(Set.of(Kind.PARTITION), this::partition),
                new Step(Set.of(Kind.PARTITION), this::partition),
                new Step(Set.of(Kind.PARTITION, Kind.KILL), this::partitionAndRestartInside),
                new Step(Set.of(Kind.PARTITION, Kind.KILL), this::partitionAndKillOutside),
                new Step(Set.of(Kind.CUT), this::cutOneLink),
                new Step(Set.of(Kind.DRAIN), this::drain));
    }

    /** Goes on until it is told to stop, and leaves everything whole. */
    void run() throws InterruptedException {
        while (!rest()) {
            next().act().take();
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
            var round = new ArrayList<>(steps);
            Collections.shuffle(round, random);
            drawn.addAll(round);
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
        Ongoing killed = faults.kill(anyNode());
        stay(1, 0, 4);
        killed.end();
    }

    private void killTwice() throws InterruptedException {
        int node = anyNode();
        faults.kill(node).end();
        stay(1, 1, 3);
        faults.kill(node).end();
    }

    private void killAll() throws InterruptedException {
        var killed = new ArrayList<Ongoing>();
        for (int node = 0; node < cluster.size(); node++) {
            killed.add(faults.kill(node));
        }
        stay(1, 0, 3);
        Collections.shuffle(killed, random);
        killed.forEach(Ongoing::end);
    }

    private void pauseOne() throws InterruptedException {
        Ongoing paused = faults.pause(anyNode());
        stay(4, 2, 20);
        paused.end();
    }

    private void pauseOneAndKillAnother() throws InterruptedException {
        int node = anyNode();
        Ongoing paused = faults.pause(node);
        stay(1, 0, 2);
        Ongoing killed = faults.kill(anyNodeBut(node));
        stay(2, 1, 8);
        killed.end();
        stay(1, 1, 8);
        paused.end();
    }

    private void partition() throws InterruptedException {
        int node = anyNode();
        Cut cut = faults.partition(random.nextInt(4) == 0 ? Set.of(node, Cluster.CLIENT) : Set.of(node));
        stay(8, 6, 30);
        for (int looks = 0; looks < LOOKS_MAX && !cut.isNoticed(); looks++) {
            stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        cut.end();
    }

    /** Fact 1: a node that restarts while it is cut off must not begin a cluster of its own. */
    private void partitionAndRestartInside() throws InterruptedException {
        int node = anyNode();
        Cut cut = faults.isolate(node);
        stay(2, 2, 6);
        Ongoing killed = faults.kill(node);
        stay(1, 0, 1);
        killed.end();
        stay(6, 10, 30);
        cut.end();
    }

    private void partitionAndKillOutside() throws InterruptedException {
        int node = anyNode();
        Cut cut = faults.isolate(node);
        stay(1, 1, 4);
        Ongoing killed = faults.kill(anyNodeBut(node));
        stay(1, 0, 3);
        killed.end();
        stay(3, 4, 15);
        cut.end();
    }

    private void cutOneLink() throws InterruptedException {
        int node = anyNode();
        int other = anyNodeBut(node);
        boolean isWhole = random.nextBoolean();
        Cut cut = faults.cut(Set.of(node, other), () -> {
            if (isWhole) {
                cluster.cut(node, other);
            } else {
                cluster.cutOneWay(node, other);
            }
        });
        stay(5, 5, 25);
        cut.end();
    }

    private void drain() throws InterruptedException {
        Ongoing away = faults.drain(anyNode());
        stay(0, 0, 2);
        away.end();
    }
}

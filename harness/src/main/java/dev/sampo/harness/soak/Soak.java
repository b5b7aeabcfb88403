package dev.sampo.harness.soak;

import dev.sampo.cli.Directories;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Limits;
import dev.sampo.harness.history.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One soak from start to verdict: a {@link Trial} whose cluster a {@link Nemesis} hurts at random for a while. */
public final class Soak {
    private final SoakSettings settings;
    private final Consumer<String> progress;

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
        progress.accept("starting " + settings.nodes() + " nodes");
        SoakReport report;
        try (Cluster cluster = Cluster.start(Trial.spec(settings));
                Trial trial = new Trial(settings, cluster)) {
            trial.begin();
            hurt(trial);
            trial.settle(progress);
            progress.accept("checking");
            List<Violation> violations = trial.verdict(limits());
            report = SoakReport.of(settings, trial.history(), violations, trial.restarts());
        }
        if (report.history().isEmpty()) {
            Directories.delete(settings.directory());
        }
        return report;
    }

    private Limits limits() {
        Limits limits = Trial.LIMITS.with(faultsWanted());
        return settings.isShort() ? limits.atAnyPace() : limits;
    }

    /** A cut of single links may go by unnoticed; whatever else may be drawn must have happened, and been seen to. */
    private Map<Kind, Integer> faultsWanted() {
        int each = settings.isShort() ? 1 : (int) Math.max(1, settings.length().toMinutes() / 10);
        return settings.faults().stream()
                .filter(kind -> kind != Kind.CUT)
                .collect(Collectors.toMap(kind -> kind, kind -> each));
    }

    private void hurt(Trial trial) throws InterruptedException {
        long end = System.nanoTime() + settings.length().toNanos();
        var stop = new CountDownLatch(1);
        var nemesis = new Nemesis(trial, settings, stop);
        Thread hurting = Trial.thread("nemesis", () -> run(nemesis, trial));
        tellUntil(end);
        if (settings.isShort()) {
            nemesis.awaitRound(Trial.CALM_SECONDS);
        }
        trial.stopLoad();
        stop.countDown();
        hurting.join();
    }

    /** A nemesis that fails is a failed soak: then the run was not what it was meant to be. */
    private static void run(Nemesis nemesis, Trial trial) {
        try {
            nemesis.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError failure) {
            trial.find("nemesis", failure.toString());
        }
    }

    private void tellUntil(long end) throws InterruptedException {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            progress.accept("hurting, " + TimeUnit.NANOSECONDS.toSeconds(left) + " s to go");
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(500)));
        }
    }
}

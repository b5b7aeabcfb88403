package dev.sampo.harness.soak;

import static dev.sampo.harness.soak.OnTrial.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.History;
import dev.sampo.harness.soak.Faults.Drain;
import dev.sampo.harness.soak.Faults.Ongoing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Nodes that are killed, paused, told to leave. */
interface KillsOnTrial {
    @Test
    default void t03TheNodeThatSchedulesIsKilledAndItsJobsGoOnElsewhere(TestReporter reporter) throws IOException {
        var seconds = new ArrayList<Double>();
        for (int round = 0; round < rounds(1, 10); round++) {
            Probe probe = gated("t03-" + round);
            int scheduler = probe.scheduler();
            long at = System.nanoTime();
            Ongoing killed = faults.kill(scheduler);
            open(probe);
            assertThat(probe.schedulerBut(scheduler)).isNotEqualTo(scheduler);
            probe.awaitSuccess();
            killed.end();
            List<Run> runs = probe.runs();
            runs.stream()
                    .filter(run ->
                            run.task().equals("t2") && run.term() > runs.get(0).term())
                    .findFirst()
                    .ifPresent(run -> seconds.add((run.t() - at) / 1e9));
            awaitWhole();
        }
        reporter.publishEntry("seconds from kill -9 of a scheduler to a task of the next", seconds.toString());
    }

    /** Reliability fact 2. */
    @Test
    default void t04WhatAPausedNodeDoesAfterItWasReplacedCountsForNothing() throws InterruptedException {
        for (int round = 0; round < rounds(1, 3); round++) {
            Probe probe = gated("t04-" + round);
            Probe held = Probe.submit(trial, Graphs.wide("t04-wide-" + round, 24, 2_000, settings.histories()));
            int scheduler = probe.scheduler();
            long pid = cluster.pid(scheduler);
            held.awaitRunOn(scheduler);
            Ongoing paused = faults.pause(scheduler);
            open(probe);
            awaitRemoval(scheduler);
            probe.awaitSuccess();
            stay(0, 25);
            zombies.add(new Zombie(cluster.name(scheduler), pid, System.nanoTime()));
            paused.end();
            cluster.until(
                    "the old process has ended", () -> ProcessHandle.of(pid).isEmpty());
            held.awaitSuccess();
            awaitWhole();
        }
    }

    @Test
    default void t07NoNodeEverRunsMoreThanItHasWhateverIsLostMeanwhile(TestReporter reporter) throws Exception {
        for (int round = 0; round < rounds(1, 5); round++) {
            Probe probe =
                    Probe.submit(trial, Graphs.wide("t07-" + round, rounds(500, 2_000), 20, settings.histories()));
            int node = random.nextInt(cluster.size());
            probe.awaitRunOn(node);
            Ongoing paused = faults.pause((node + 1) % cluster.size());
            Ongoing killed = faults.kill(node);
            stay(0.5, 1);
            paused.end();
            killed.end();
            probe.awaitSuccess();
            awaitWhole();
        }
        Map<String, Long> peaks = peaks(trial.history());
        reporter.publishEntry("thousandths of a cpu held at most", peaks.toString());
        assertThat(peaks.values())
                .as("a node that was never full proves nothing")
                .containsOnly(Work.NODE_CPUS * 1_000L);
    }

    /** The most that the bodies on each node have ever held at once. */
    private static Map<String, Long> peaks(History history) {
        Map<String, Long> held = new HashMap<>();
        Map<String, Long> peaks = new TreeMap<>();
        for (Run run : history.all(Run.class)) {
            long now =
                    held.merge(run.p() + " " + run.inc(), run.f() == Moment.START ? run.cpu() : -run.cpu(), Long::sum);
            peaks.merge(run.p(), now, Math::max);
        }
        return peaks;
    }

    @Test
    default void t11ATaskWhoseNodeIsKilledRunsElsewhereAndHasOneOutcome() throws IOException {
        for (int round = 0; round < rounds(1, 8); round++) {
            Probe probe = chain("t11-" + round, 2, 1_000);
            var found = new ArrayList<Run>();
            cluster.until("its second task runs", () -> {
                probe.runs().stream().filter(run -> run.task().equals("t1")).forEach(found::add);
                return !found.isEmpty();
            });
            int worker = nodeNamed(found.get(0).p());
            Ongoing killed = faults.kill(worker);
            probe.awaitSuccess();
            killed.end();
            assertThat(probe.runs())
                    .filteredOn(run -> run.task().equals("t1") && run.f() == Moment.START)
                    .extracting(Run::p)
                    .contains(found.get(0).p())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .last()
                    .isNotEqualTo(found.get(0).p());
            awaitWhole();
        }
    }

    /** Without one after the other, the last of three is a cluster of its own for a while, and must not stay one. */
    @Test
    default void t15TheLastOfThreeServesNobodyAndAllBeginAnewInAnyOrder() throws IOException, InterruptedException {
        int last = 0; // Of two, the one with the lower address goes on.
        long pid = cluster.pid(last);
        Ongoing one = faults.kill(1);
        awaitRemoval(1);
        Ongoing other = faults.kill(2);
        cluster.until("the last one has ended by itself", () -> cluster.pid(last) != pid);
        assertThat(cluster.logs(last)).anyMatch(line -> line.contains("this node ends, to join anew"));
        assertAloneItOnlyWaits(last, lives(last));
        other.end();
        one.end();
        awaitWhole();
        for (int round = 0; round < rounds(0, 3); round++) {
            killAllAndStartInAnyOrder();
        }
    }

    private static void killAllAndStartInAnyOrder() throws IOException, InterruptedException {
        var order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, random);
        Map<Integer, Ongoing> killed = new HashMap<>();
        order.forEach(node -> killed.put(node, faults.kill(node)));
        Collections.shuffle(order, random);
        long lives = lives(order.get(0));
        killed.get(order.get(0)).end();
        assertAloneItOnlyWaits(order.get(0), lives);
        killed.get(order.get(1)).end();
        killed.get(order.get(2)).end();
        awaitWhole();
    }

    private static void assertAloneItOnlyWaits(int node, long lives) throws IOException, InterruptedException {
        long waits = waits(node);
        cluster.until("it waits for others", () -> waits(node) > waits);
        stay(0.5, 5);
        assertThat(lives(node)).isEqualTo(lives);
    }

    @Test
    default void t16NothingFailsAndNothingIsDoneAgainWhenEveryNodeIsRestartedInTurn(TestReporter reporter)
            throws IOException, InterruptedException {
        for (int round = 0; round < rounds(1, 2); round++) {
            takingNobodyOut(() -> {
                awaitEndOfWhatIsOpen();
                long from = System.nanoTime();
                int restarts = trial.restarts();
                for (int node = 0; node < cluster.size(); node++) {
                    Drain drain = faults.drain(node);
                    assertThat(drain.exitCode()).isZero();
                    drain.end();
                    awaitWhole();
                }
                reporter.publishEntry("seconds a rolling restart of three took", "" + (System.nanoTime() - from) / 1e9);
                if (trial.restarts() == restarts) {
                    assertThat(doneAgain(trial.history(), from))
                            .as("done again in a rolling restart")
                            .isEmpty();
                }
            });
        }
    }

    /** What began since then though it had begun before, and had not failed by itself. */
    private static List<Run> doneAgain(History history, long from) {
        Map<String, Run> latest = new HashMap<>();
        var again = new ArrayList<Run>();
        for (Run run : history.all(Run.class)) {
            Run before = latest.put(run.job() + " " + run.task(), run);
            if (run.f() == Moment.START && run.t() > from && before != null && !Boolean.FALSE.equals(before.ok())) {
                again.add(run);
            }
        }
        return again;
    }
}

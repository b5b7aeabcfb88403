package dev.sampo.harness.soak;

import static dev.sampo.harness.soak.OnTrial.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.harness.Cluster;
import dev.sampo.harness.history.Entry.Call;
import dev.sampo.harness.soak.Faults.Cut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Links that are cut: all of a node, one of them, one direction. */
interface CutsOnTrial {
    /** Reliability fact 1: with Pekko's own way of joining, the first node began a second cluster here. */
    @Test
    default void t05TheFirstNodeStartedAgainInsideACutBeginsNoSecondCluster() throws IOException, InterruptedException {
        int first = 0;
        long pid = cluster.pid(first);
        long lives = lives(first);
        long waits = waits(first);
        Cut cut = faults.isolate(first);
        cluster.until("it has ended by itself and is started again", () -> cluster.pid(first) != pid);
        cluster.until("it waits", () -> waits(first) > waits);
        awaitRemoval(first);
        chain("t05", 3, 10).awaitSuccess();
        stay(1, 30);
        assertThat(lives(first)).isEqualTo(lives);
        cut.end();
        awaitWhole();
    }

    @Test
    default void t06TheSideWithoutAMajorityAcceptsNothingAndTheOtherGoesOn() throws IOException, InterruptedException {
        for (int round = 0; round < rounds(1, 2); round++) {
            Probe probe = gated("t06-" + round);
            int owner = probe.scheduler();
            long pid = cluster.pid(owner);
            String prefix = "t06-minority-" + round + "-";
            Cut cut = faults.isolate(owner);
            open(probe);
            var healed = new AtomicBoolean();
            var asked = CompletableFuture.supplyAsync(() -> submitThrough(owner, prefix, healed));
            probe.awaitSuccess();
            cluster.until("the minority has ended", () -> cluster.pid(owner) != pid || !cluster.isRunning(owner));
            stay(0, 40);
            healed.set(true);
            cut.end();
            assertThat(asked.join()).as("accepted by the minority").isEmpty();
            assertThat(trial.history().all(Call.class))
                    .as("what the minority was asked")
                    .anyMatch(call -> call.job().startsWith(prefix));
            awaitWhole();
        }
    }

    /** One after the other until the cut is over; some may find nobody to answer. */
    private static List<String> submitThrough(int node, String prefix, AtomicBoolean healed) {
        var accepted = new ArrayList<String>();
        String histories = settings.histories().toString();
        for (int i = 0; !healed.get(); i++) {
            String id = prefix + i;
            try {
                var one = cluster.ask(node, sampo -> Submitting.here(sampo, histories, List.of(id)));
                accepted.addAll(healed.get() ? List.of() : one);
            } catch (IllegalStateException | AssertionError gone) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        return accepted;
    }

    @Test
    default void t13ANodeThatIsNotHeardAnyMoreAndOneThatHearsNobodyAreTakenOut() throws InterruptedException {
        for (boolean isMute : FULL ? List.of(true, false) : List.of(random.nextBoolean())) {
            Probe probe = gated("t13-" + (isMute ? "mute" : "deaf"));
            int node = probe.scheduler();
            var others = new ArrayList<>(nodesBut(node));
            others.add(Cluster.CLIENT);
            Cut cut = faults.cut(
                    Set.of(node),
                    () -> others.forEach(other -> cluster.cutOneWay(isMute ? node : other, isMute ? other : node)));
            open(probe);
            cluster.until("it is noticed", cut::isNoticed);
            probe.awaitSuccess();
            stay(0, 45);
            cut.end();
            awaitWhole();
        }
    }

    @Test
    default void t14WhenOneLinkOfThreeIsCutTheClusterIsWholeAgainAfterIt() throws InterruptedException {
        for (int round = 0; round < rounds(1, 2); round++) {
            int one = random.nextInt(cluster.size());
            int other = nodesBut(one).get(random.nextInt(cluster.size() - 1));
            Cut cut = faults.cut(Set.of(one, other), () -> cluster.cut(one, other));
            cluster.until("it is noticed", cut::isNoticed);
            stay(0, 20);
            cut.end();
            awaitWhole();
            chain("t14-" + round, 3, 10).awaitSuccess();
        }
    }

    @Test
    default void t27AFlappingNodeDoesNoHarm() throws InterruptedException {
        int node = random.nextInt(cluster.size());
        int before = trial.restarts();
        int flaps = rounds(3, 20);
        for (int flap = 0; flap < flaps; flap++) {
            Cut cut = faults.isolate(node);
            stay(2, 3);
            cut.end();
            stay(1, 3);
        }
        chain("t27", 3, 10).awaitSuccess();
        assertThat(trial.restarts() - before)
                .as("nodes that ended by themselves")
                .isLessThanOrEqualTo(flaps);
    }
}

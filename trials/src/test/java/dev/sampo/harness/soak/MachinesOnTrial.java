package dev.sampo.harness.soak;

import static dev.sampo.harness.soak.OnTrial.*;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.soak.Faults.Ongoing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Machines that are not what they should be: the time of day, the disk. */
interface MachinesOnTrial {

    @Test
    default void t17TheTimeOfDayOfANodeMayJump() throws IOException, InterruptedException {
        assumeTrue(machine.isPossible(), Machine.MISSING);
        for (int round = 0; round < rounds(1, 2); round++) {
            takingNobodyOut(() -> jump(1));
            takingNobodyOut(() -> jump(-2));
        }
    }

    private static void jump(int hours) throws InterruptedException {
        Probe probe = Probe.submit(
                trial,
                Graphs.chain(
                        scheduledBy(Machine.NODE, "t17"),
                        20,
                        100,
                        settings.histories(),
                        handle -> handle.where(label("node").is(cluster.name(Machine.NODE)))));
        Ongoing jumped = faults.other(
                Kind.CLOCK,
                Machine.NODE,
                () -> machine.setAhead(TimeUnit.HOURS.toSeconds(hours)),
                () -> machine.setAhead(0));
        assertThat(minutesAhead()).isBetween(60L * hours - 5, 60L * hours + 5);
        probe.awaitSuccess();
        stay(0, 10);
        jumped.end();
    }

    private static long minutesAhead() {
        return (cluster.<Long>ask(Machine.NODE, sampo -> System.currentTimeMillis()) - System.currentTimeMillis())
                / 60_000;
    }

    /** An id whose partition that node has. */
    private static String scheduledBy(int node, String prefix) {
        var found = new ArrayList<String>();
        cluster.until("a job that " + cluster.name(node) + " schedules is found", () -> {
            String id = prefix + "-" + System.nanoTime();
            if (Probe.schedulerOf(cluster, id).orElse(-1) == node) {
                found.add(id);
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    @Test
    default void t18ASlowDiskCostsTimeAndNothingElse() throws IOException, InterruptedException {
        assumeTrue(machine.isPossible(), Machine.MISSING);
        for (int round = 0; round < rounds(1, 2); round++) {
            takingNobodyOut(() -> {
                long before = machine.flushesDelayed();
                Ongoing slow =
                        faults.other(Kind.DISK, Machine.NODE, () -> machine.setFlush(200), () -> machine.setFlush(0));
                chain(scheduledBy(Machine.NODE, "t18"), 10, 20).awaitSuccess();
                cluster.until("flushes were slow", () -> machine.flushesDelayed() > before);
                stay(1, 20);
                slow.end();
            });
        }
    }
}

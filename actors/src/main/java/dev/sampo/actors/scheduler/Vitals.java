package dev.sampo.actors.scheduler;

import dev.sampo.actors.EngineClock;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.planning.Planner;
import dev.sampo.telemetry.Event;
import dev.sampo.wire.Facts;
import java.util.ArrayDeque;

/** Tells those who listen how a partition is: how long its journal takes, and how much there is to do. */
final class Vitals {
    /** @param sentAt in nanoseconds */
    private record Batch(int facts, long sentAt) {}

    private final int partition;
    private final EngineClock clock;
    private final Telemetry telemetry;
    private final ArrayDeque<Batch> out = new ArrayDeque<>();

    Vitals(int partition, EngineClock clock, Telemetry telemetry) {
        this.partition = partition;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    boolean areAsked() {
        return telemetry.isHeard();
    }

    /** Batches are written in the order in which they were sent. */
    void sent(Facts batch) {
        out.add(new Batch(batch.facts().size(), System.nanoTime()));
    }

    void written() {
        Batch batch = out.remove();
        if (areAsked()) {
            long micros = (System.nanoTime() - batch.sentAt()) / 1_000;
            telemetry.tell(new Event.FactsWritten(clock.millis(), partition, batch.facts(), micros));
        }
    }

    void load(Planner planner) {
        if (areAsked()) {
            telemetry.tell(planner.load(clock.millis()));
        }
    }

    void left() {
        if (areAsked()) {
            telemetry.tell(new Event.PartitionLeft(clock.millis(), partition));
        }
    }
}

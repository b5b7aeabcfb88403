package dev.sampo.actors.worker;

import dev.sampo.actors.EngineClock;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.telemetry.Interest;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.job.Attempt;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.membership.NodeState;
import dev.sampo.telemetry.Event;
import dev.sampo.worker.Action;

/** Tells those who listen of what a node runs and has. Every call costs; ask first whether it is on. */
final class Telling {
    /** As long an attempt may wait for what runs before it to end, by the way work is given out ahead. */
    private static final long LONG_MILLIS = 100;

    private final NodeId node;
    private final EngineClock clock;
    private final Telemetry telemetry;
    private final Interest inStarts;
    private final Interest inWaits;
    private final Interest inStops;
    private final Interest inCounts;
    private final Interest inAllocations;
    private final Interest inReleases;
    private final Tally tally = new Tally();

    Telling(NodeId node, EngineClock clock, Telemetry telemetry) {
        this.node = node;
        this.clock = clock;
        this.telemetry = telemetry;
        this.inStarts = telemetry.interest(Event.AttemptStarted.class);
        this.inWaits = telemetry.interest(Event.AttemptWaited.class);
        this.inStops = telemetry.interest(Event.AttemptStopped.class);
        this.inCounts = telemetry.interest(Event.AttemptsStopped.class);
        this.inAllocations = telemetry.interest(Event.AllocationStarted.class);
        this.inReleases = telemetry.interest(Event.AllocationStopped.class);
    }

    boolean isOn() {
        return telemetry.isHeard();
    }

    void changed(NodeState now) {
        telemetry.tell(
                new Event.ResourceChanged(clock.millis(), node, now.capacity(), now.labels(), now.availability()));
    }

    void allocated(RunningBody body) {
        if (!inAllocations.isThere()) {
            return;
        }
        Attempt attempt = body.run().attempt();
        telemetry.tell(new Event.AllocationStarted(
                clock.millis(),
                attempt.job(),
                body.task(),
                attempt.number(),
                body.run().needs(),
                body.run().items()));
    }

    void released(RunningBody body) {
        if (!inReleases.isThere()) {
            return;
        }
        Attempt attempt = body.run().attempt();
        telemetry.tell(new Event.AllocationStopped(
                clock.millis(),
                attempt.job(),
                body.task(),
                attempt.number(),
                body.run().needs(),
                body.run().items()));
    }

    void started(RunningBody body) {
        waited(body);
        if (!inStarts.isThere()) {
            return;
        }
        Attempt attempt = body.run().attempt();
        telemetry.tell(new Event.AttemptStarted(
                clock.millis(), attempt.job(), body.run().blueprint().name(), body.task(), attempt.number()));
    }

    private void waited(RunningBody body) {
        Action.Run run = body.run();
        if (run.waitedMillis() >= LONG_MILLIS && inWaits.isThere()) {
            telemetry.tell(new Event.AttemptWaited(
                    clock.millis(),
                    run.attempt().job(),
                    run.blueprint().name(),
                    body.task(),
                    run.attempt().number(),
                    run.waitedMillis()));
        }
    }

    /** @param hadSlot whether it was still running for the node, and not given up as one that does not end */
    void ended(RunningBody body, Outcome outcome, long micros, boolean hadSlot) {
        if (outcome instanceof Outcome.Succeeded done) {
            succeeded(body, micros, done.value().size());
        } else {
            Attempt attempt = body.run().attempt();
            telemetry.tell(new Event.AttemptFailed(
                    clock.millis(),
                    attempt.job(),
                    body.run().blueprint().name(),
                    body.task(),
                    attempt.number(),
                    micros,
                    word(outcome),
                    why(outcome)));
        }
        if (hadSlot) {
            released(body);
        }
    }

    private void succeeded(RunningBody body, long micros, long bytes) {
        if (inStops.isThere()) {
            Attempt attempt = body.run().attempt();
            telemetry.tell(new Event.AttemptStopped(
                    clock.millis(),
                    attempt.job(),
                    body.run().blueprint().name(),
                    body.task(),
                    attempt.number(),
                    micros,
                    bytes));
        }
        if (inCounts.isThere() && tally.add(body, micros, bytes)) {
            tellAll();
        }
    }

    /** Those who only count hear of attempts no later than the scheduler does. */
    void tellAll() {
        telemetry.tell(tally.take(clock.millis()));
    }

    void fetched(Action.FetchValue fetch, boolean hasCome, long nanos) {
        telemetry.tell(new Event.ValueFetched(
                clock.millis(), fetch.job(), fetch.value().node(), fetch.value().size(), nanos / 1_000, hasCome));
    }

    /** What came of an attempt. */
    static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded) {
            return "succeeded";
        }
        if (outcome instanceof Outcome.Failed) {
            return "failed";
        }
        return outcome instanceof Outcome.Cancelled ? "cancelled" : "input-lost";
    }

    private static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.failure().toString();
        }
        return outcome instanceof Outcome.Cancelled ? "it was told to stop" : "an input of it is gone";
    }
}

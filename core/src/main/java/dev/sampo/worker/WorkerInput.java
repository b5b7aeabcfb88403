package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Orders;
import dev.sampo.resource.Equipment;

/** Everything that can happen to a worker; time is the other argument of its step. */
public sealed interface WorkerInput {

    record Ordered(Orders orders) implements WorkerInput {}

    /** The body of a run returned or threw, or could not be started. The slot is free from here on. */
    record Ended(long run, Outcome outcome, long micros) implements WorkerInput {}

    record BlueprintArrived(Blueprint blueprint) implements WorkerInput {}

    /**
     * A blueprint, or its jar, cannot be had.
     *
     * @param isSoEverywhere whether another node would find the same; else what waits for it is handed back, for others to try
     */
    record BlueprintUnavailable(Digest digest, String why, boolean isSoEverywhere) implements WorkerInput {
        /** That of the attempts that waited. */
        Outcome outcome() {
            return isSoEverywhere
                    ? new Outcome.Failed(new Failure(Failure.Kind.NOT_RUNNABLE, "", why, ""))
                    : new Outcome.Cancelled();
        }
    }

    /** A value kept elsewhere has been fetched into this node's store. */
    record ValueArrived(JobId job, int task, Value value, Fence maker) implements WorkerInput {}

    /** @param tried what was asked for: meanwhile the value may have been named anew, or be said to be elsewhere */
    record ValueUnavailable(JobId job, int task, Value tried, Fence maker) implements WorkerInput {}

    /** This node has something else from now on; attempts that run keep what they hold. */
    record EquipmentChanged(Equipment equipment) implements WorkerInput {}

    /**
     * What this node takes on changed.
     *
     * @param handOverAt when it drains: what still runs then is interrupted, to be run elsewhere
     */
    record AvailabilityChanged(Availability availability, long handOverAt) implements WorkerInput {}

    record Tick() implements WorkerInput {}
}

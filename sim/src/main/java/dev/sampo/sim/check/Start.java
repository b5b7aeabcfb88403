package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;

/** A node starts a body. */
public record Start(long at, NodeId node, long incarnation, Action.Run run) {

    public Resources needs() {
        return run.needs();
    }
}

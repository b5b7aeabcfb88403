package dev.sampo.sim.check;

import dev.sampo.job.NodeId;

/** When all jobs are over and everything has had time to settle, no body runs any more; nor on a node that was drained. */
final class NothingIsLeftRunning extends WhatRuns {
    @Override
    void drained(NodeId node, long incarnation) {
        for (Start start : running) {
            if (start.node().equals(node)) {
                var attempt = start.run().attempt();
                throw violated(
                        attempt.job(), attempt.task(), attempt + " still runs on " + node + ", which was drained");
            }
        }
    }

    @Override
    void finished(long at) {
        for (Start start : running) {
            var attempt = start.run().attempt();
            throw violated(attempt.job(), attempt.task(), attempt + " still runs on " + start.node());
        }
    }
}

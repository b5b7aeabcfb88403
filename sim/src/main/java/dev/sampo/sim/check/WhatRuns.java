package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import java.util.LinkedHashSet;
import java.util.Set;

/** Knows the bodies that run. */
abstract class WhatRuns extends Witness {
    final Set<Start> running = new LinkedHashSet<>();

    @Override
    void started(Start start) {
        running.add(start);
    }

    @Override
    final void ended(Start start, Outcome outcome) {
        running.remove(start);
    }

    @Override
    void nodeDied(NodeId node, long incarnation) {
        running.removeIf(start -> start.node().equals(node));
    }
}

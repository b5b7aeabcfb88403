package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process counts as dead only if it is, and a task is called poison only if a process on which nothing else ran died
 * as it ran or was about to: what merely ran beside a poison task is never poisoned with it.
 */
final class PoisonIsProven extends WhatRuns {
    private record Process(NodeId node, long incarnation) {}

    private record Proof(JobId job, int task, Process process) {}

    private final Map<Process, List<Start>> diedRunning = new HashMap<>();
    private final Set<NodeId> died = new HashSet<>();
    private final Set<Proof> begun = new LinkedHashSet<>();

    @Override
    void nodeDied(NodeId node, long incarnation) {
        died.add(node);
        diedRunning.put(
                new Process(node, incarnation),
                running.stream().filter(start -> start.node().equals(node)).toList());
        super.nodeDied(node, incarnation);
    }

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.AloneBegun alone) {
                begun.add(new Proof(alone.job(), alone.task(), new Process(alone.node(), alone.incarnation())));
            }
        }
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof JobEvent.NodeDied dead && !died.contains(dead.node())) {
            throw violated(dead.job(), dead.task(), dead + ", but it lives");
        } else if (fact instanceof JobEvent.AttemptFailed failed
                && failed.failure().kind() == Failure.Kind.POISON
                && !isOfGang(job, failed.task())) {
            check(failed);
        }
    }

    /** A gang is never alone, and what died under it that often is not tried again. */
    private static boolean isOfGang(JobPicture job, int task) {
        return task < job.blueprint.size()
                && !job.blueprint.options(task).placing().gang().isEmpty();
    }

    private void check(JobEvent.AttemptFailed failed) {
        boolean isProven = begun.stream()
                .anyMatch(proof ->
                        proof.job().equals(failed.job()) && proof.task() == failed.task() && nothingElseRan(proof));
        if (!isProven) {
            throw violated(failed.job(), failed.task(), failed + ", but other tasks ran there whenever a node died");
        }
    }

    private boolean nothingElseRan(Proof proof) {
        List<Start> last = diedRunning.get(proof.process());
        return last != null
                && last.stream()
                        .map(start -> start.run().attempt())
                        .allMatch(attempt -> attempt.job().equals(proof.job()) && attempt.task() == proof.task());
    }
}

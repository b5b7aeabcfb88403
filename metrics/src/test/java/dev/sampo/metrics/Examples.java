package dev.sampo.metrics;

import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeLoad;
import dev.sampo.membership.NodeState;
import dev.sampo.resilience.Forced;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Kind;
import java.util.List;
import java.util.Map;

/** One event of each kind there is, and a node. */
final class Examples {
    static final JobId JOB = new JobId("words-1");
    static final NodeId NODE = new NodeId("node-1");
    private static final String DAG = "words";
    private static final String TASK = "count-17";
    private static final Resources CAPACITY = Resources.cpus(4).memory("2GiB").and("licence", 3);
    private static final Failure FAILURE = new Failure(Failure.Kind.THREW, "java.io.IOException", "disk full", "");

    private Examples() {}

    static NodeLoad load() {
        var state =
                new NodeState(NODE, Equipment.of(CAPACITY), Resources.cpus(1).memory("1GiB"), Availability.ACTIVE, 5);
        return new NodeLoad(
                state,
                3,
                new NodeLoad.Heap(1 << 20, 1 << 30),
                new NodeLoad.Kept(7, 1_024, 4_096, 512),
                0,
                List.of(),
                List.of(new NodeLoad.LimitLoad("mail", 12, 2)),
                List.of());
    }

    static List<Event> all() {
        return List.of(
                new Event.JobStarted(1, JOB, DAG, "acme", 10),
                new Event.DeadlineOutOfReach(1, JOB, DAG, "acme", 2, 3, "why"),
                new Event.JobStopped(1, JOB, DAG, "acme", JobStatus.SUCCEEDED, "", 1_500),
                new Event.TaskPlaced(1, JOB, DAG, TASK, 1, NODE, 20),
                new Event.TaskSucceeded(1, JOB, DAG, TASK, 1, NODE, 2_000, 100),
                new Event.TasksPlaced(1, DAG, new long[] {20, 30}),
                new Event.TasksSucceeded(1, DAG, 1),
                new Event.TaskRetried(1, JOB, DAG, TASK, 1, NODE, FAILURE, 100),
                new Event.TaskFailed(1, JOB, DAG, TASK, 2, NODE, FAILURE),
                new Event.TaskSkipped(1, JOB, DAG, TASK, "why"),
                new Event.NodeOutvoted(1, JOB, DAG, TASK, NODE),
                new Event.TaskLost(1, JOB, DAG, TASK, 1, NODE),
                new Event.TaskCopied(1, JOB, DAG, TASK, 2, NODE, 10, 5),
                new Event.AttemptDropped(1, JOB, DAG, TASK, 2, NODE, "why", false),
                new Event.AttemptStarted(1, JOB, DAG, TASK, 1),
                new Event.AttemptWaited(1, JOB, DAG, TASK, 1, 2_500),
                new Event.AttemptStopped(1, JOB, DAG, TASK, 1, 2_000, 100),
                new Event.AttemptsStopped(1, Kind.of(DAG, TASK), new long[] {2_000, 500}, 200),
                new Event.AttemptFailed(1, JOB, DAG, TASK, 1, 3_000, "failed", "why"),
                new Event.AttemptFailed(1, JOB, DAG, TASK, 2, 4_000, "cancelled", "why"),
                new Event.AllocationStarted(1, JOB, TASK, 1, Resources.cpus(1), Map.of()),
                new Event.AllocationStopped(1, JOB, TASK, 1, Resources.cpus(1), Map.of()),
                new Event.ResourceChanged(1, NODE, CAPACITY, Map.of(), Availability.ACTIVE),
                new Event.ValueFetched(1, JOB, NODE, 5_000, 4_000, true),
                new Event.FactsWritten(1, 0, 12, 900),
                new Event.PartitionLoad(1, 0, 2, 30, 4, Map.of(NODE, 2)),
                new Event.PartitionLeft(1, 1),
                new Event.BreakerOpened(1, NODE, DAG, "count-", "why"),
                new Event.BreakerClosed(1, NODE, DAG, "count-"),
                new Event.BreakerForced(1, NODE, DAG, "count-", Forced.To.OPEN, "me", "why"),
                new Event.Dropped(1, 9));
    }
}

package dev.sampo.actors;

import dev.sampo.actors.child.ChildSettings;
import dev.sampo.job.NodeId;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.worker.WorkerSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one node takes part.
 *
 * @param equipment what it has when it starts
 * @param partitions the same on all nodes of a cluster and for the life of its journal: jobs are found by it
 * @param roles what this node does: {@link #COORDINATOR} serves partitions, {@link #WORKER} runs tasks; none only asks
 * @param journalPlugin configuration path of the journal that partitions write to; empty for the system's default
 * @param snapshotPlugin the same for checkpoints
 * @param checkpointFacts a partition's journal is cut short after so many facts
 * @param clientsMax requests a partition keeps unanswered; more are told that it is busy
 * @param values where large values survive the process; empty to keep them in memory and temporary files
 * @param valuesInMemory bytes of large values kept in memory
 * @param inlineMax results of more bytes stay on their node, smaller ones travel and are journaled
 * @param threadsMax threads that run bodies where there are no virtual ones
 * @param children the JVMs beside its own in which it runs bodies that ask for it
 */
public record EngineSettings(
        NodeId node,
        Equipment equipment,
        Set<String> roles,
        int partitions,
        String journalPlugin,
        String snapshotPlugin,
        int checkpointFacts,
        int clientsMax,
        Optional<Path> values,
        long valuesInMemory,
        int inlineMax,
        int threadsMax,
        PlannerSettings planner,
        WorkerSettings worker,
        ChildSettings children) {

    public static final String COORDINATOR = "coordinator";
    public static final String WORKER = "worker";

    /** Looks on and counts for the majority; schedules nothing and runs nothing. */
    public static final String OBSERVER = "observer";

    /** Keeps a copy of the replicated journal. */
    public static final String JOURNAL = "journal";

    /** Given by itself to every node that counts for the majority: those with any role but worker's. */
    public static final String VOTER = "voter";

    private static final int INLINE_MAX = 64 << 10;
    private static final int PARTITIONS_MAX = 1_000;

    public EngineSettings {
        roles = Set.copyOf(roles);
        require(partitions >= 1 && partitions <= PARTITIONS_MAX, "partitions", partitions, "1 to " + PARTITIONS_MAX);
        require(inlineMax >= 0 && inlineMax <= INLINE_MAX, "inline-max", inlineMax, "0 to " + INLINE_MAX + " bytes");
        require(threadsMax >= 1, "threads-max", threadsMax, "at least 1");
        require(checkpointFacts >= 1, "checkpoint-facts", checkpointFacts, "at least 1");
        require(clientsMax >= 1, "clients-max", clientsMax, "at least 1");
    }

    private static void require(boolean holds, String name, long given, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + given + ", must be " + wanted);
        }
    }

    public boolean isWorker() {
        return roles.contains(WORKER);
    }

    /** A node that does everything, with defaults for the rest. */
    public static EngineSettings of(NodeId node, Resources capacity) {
        return new EngineSettings(
                node,
                Equipment.of(capacity),
                Set.of(COORDINATOR, WORKER),
                8,
                "",
                "",
                100_000,
                100_000,
                Optional.empty(),
                Runtime.getRuntime().maxMemory() / 8,
                16 << 10,
                1_024,
                PlannerSettings.DEFAULTS,
                WorkerSettings.DEFAULTS,
                ChildSettings.DEFAULTS);
    }

    public EngineSettings with(Resources amount) {
        return with(equipment.with(amount));
    }

    public EngineSettings with(Equipment has) {
        return new EngineSettings(
                node,
                has,
                roles,
                partitions,
                journalPlugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                values,
                valuesInMemory,
                inlineMax,
                threadsMax,
                planner,
                worker,
                children);
    }

    public EngineSettings with(WorkerSettings settings) {
        return new EngineSettings(
                node,
                equipment,
                roles,
                partitions,
                journalPlugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                values,
                valuesInMemory,
                inlineMax,
                threadsMax,
                planner,
                settings,
                children);
    }

    public EngineSettings with(PlannerSettings settings) {
        return new EngineSettings(
                node,
                equipment,
                roles,
                partitions,
                journalPlugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                values,
                valuesInMemory,
                inlineMax,
                threadsMax,
                settings,
                worker,
                children);
    }

    public EngineSettings withValues(Path directory) {
        return new EngineSettings(
                node,
                equipment,
                roles,
                partitions,
                journalPlugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                Optional.of(directory),
                valuesInMemory,
                inlineMax,
                threadsMax,
                planner,
                worker,
                children);
    }

    public EngineSettings withValuesInMemory(long bytes) {
        return new EngineSettings(
                node,
                equipment,
                roles,
                partitions,
                journalPlugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                values,
                bytes,
                inlineMax,
                threadsMax,
                planner,
                worker,
                children);
    }

    public EngineSettings with(Map<String, String> tags) {
        return with(equipment.withLabels(tags));
    }

    public EngineSettings withRoles(Set<String> names) {
        return new EngineSettings(
                node,
                equipment,
                names,
                partitions,
                journalPlugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                values,
                valuesInMemory,
                inlineMax,
                threadsMax,
                planner,
                worker,
                children);
    }

    public EngineSettings withJournal(String plugin) {
        return new EngineSettings(
                node,
                equipment,
                roles,
                partitions,
                plugin,
                snapshotPlugin,
                checkpointFacts,
                clientsMax,
                values,
                valuesInMemory,
                inlineMax,
                threadsMax,
                planner,
                worker,
                children);
    }

    public EngineSettings withCheckpointFacts(int facts) {
        return new EngineSettings(
                node,
                equipment,
                roles,
                partitions,
                journalPlugin,
                snapshotPlugin,
                facts,
                clientsMax,
                values,
                valuesInMemory,
                inlineMax,
                threadsMax,
                planner,
                worker,
                children);
    }
}

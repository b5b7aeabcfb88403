package dev.sampo.planning;

import dev.sampo.job.NodeId;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node on the table of a {@link Rig}. */
final class Machine {
    final Worker worker;
    final long incarnation;
    final boolean isWorker;
    final Map<String, Action.Run> running = new TreeMap<>();
    final List<String> interrupted = new ArrayList<>();
    boolean silent;

    Machine(
            NodeId id,
            long incarnation,
            Resources capacity,
            Map<String, String> labels,
            boolean isWorker,
            long adoptAfterMicros) {
        var usual = WorkerSettings.DEFAULTS;
        var settings = new WorkerSettings(
                usual.graceMillis(), usual.passedOverMax(), isWorker, adoptAfterMicros, usual.link());
        this.worker = new Worker(id, incarnation, Equipment.of(capacity, labels), settings);
        this.incarnation = incarnation;
        this.isWorker = isWorker;
    }
}

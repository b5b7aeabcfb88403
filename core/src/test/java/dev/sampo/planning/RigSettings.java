package dev.sampo.planning;

import dev.sampo.placement.Placer;
import dev.sampo.placement.Placers;
import java.util.function.Supplier;

/** Settings of a partition that differ from the usual ones in little. */
final class RigSettings {
    private RigSettings() {}

    static PlannerSettings settings(int lossesMax) {
        var usual = PlannerSettings.DEFAULTS;
        return settings(usual.placer(), usual.overdueMillis(), lossesMax, usual.retainMax());
    }

    static PlannerSettings placing(String placer, long overdueMillis) {
        var usual = PlannerSettings.DEFAULTS;
        return settings(Placers.BUILT_IN.named(placer), overdueMillis, usual.lossesMax(), usual.retainMax());
    }

    static PlannerSettings placing(Supplier<Placer> placer) {
        var usual = PlannerSettings.DEFAULTS;
        return settings(placer, usual.overdueMillis(), usual.lossesMax(), usual.retainMax());
    }

    static PlannerSettings retaining(int retainMax) {
        var usual = PlannerSettings.DEFAULTS;
        return settings(usual.placer(), usual.overdueMillis(), usual.lossesMax(), retainMax);
    }

    /** Of one of several partitions. */
    static PlannerSettings sharing(int partitions) {
        var usual = PlannerSettings.DEFAULTS;
        return settings(partitions, usual.placer(), usual.overdueMillis(), usual.lossesMax(), usual.retainMax());
    }

    private static PlannerSettings settings(Supplier<Placer> placer, long overdueMillis, int lossesMax, int retainMax) {
        return settings(1, placer, overdueMillis, lossesMax, retainMax);
    }

    private static PlannerSettings settings(
            int partitions, Supplier<Placer> placer, long overdueMillis, int lossesMax, int retainMax) {
        var usual = PlannerSettings.DEFAULTS;
        return new PlannerSettings(
                partitions,
                placer,
                usual.queueAheadMicros(),
                usual.queueAheadMax(),
                overdueMillis,
                usual.assignChunk(),
                usual.bytesPerSecond(),
                usual.settleMillis(),
                usual.settleMaxMillis(),
                usual.deadlineMarginMillis(),
                lossesMax,
                usual.fallbackAfterMillis(),
                usual.retainMillis(),
                retainMax,
                usual.openJobsMax(),
                usual.openTasksMax(),
                usual.tenants(),
                usual.copies(),
                usual.breaker(),
                usual.link());
    }
}

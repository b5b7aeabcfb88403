package dev.sampo.planning;

import dev.sampo.link.LinkSettings;
import dev.sampo.placement.Placer;
import dev.sampo.placement.Placers;
import dev.sampo.resilience.BreakerSettings;
import dev.sampo.resilience.CopySettings;
import dev.sampo.tenant.TenantSettings;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a partition plans.
 *
 * @param partitions how many there are
 * @param placer makes the placer of a partition; see {@link Placers}
 * @param queueAheadMicros work queued on a node beyond what runs there, to hide the way to the scheduler and back
 * @param queueAheadMax tasks so queued, at most, for each that can run
 * @param overdueMillis what a task waits at least before it goes first in its job, and before a node is kept for it; longer where
 *     tasks run long, see {@link Pace}
 * @param assignChunk neighbouring tasks given to one node in one go, at most
 * @param bytesPerSecond what large values travel with from node to node, as far as choices go
 * @param settleMillis after a restart: how long nodes have at least to say what they still hold
 * @param settleMaxMillis after a restart: how long to wait for a node that has not said so
 * @param deadlineMarginMillis how long past its timeout an attempt may stay unreported before the partition ends it
 *     itself; longer than the grace a node gives a body, so that a node that lives has the word
 * @param lossesMax a task under which so many processes died is poison
 * @param fallbackAfterMillis how long no worker must have been there before jobs that ask for it run where they were
 *     submitted
 * @param retainMillis how long an ended job stays known
 * @param retainMax how many ended jobs stay known
 * @param openJobsMax unfinished jobs a partition accepts
 * @param openTasksMax unfinished tasks a partition accepts
 * @param tenants those who are entitled to something else than others
 * @param copies when a second attempt is made at a task that takes long
 * @param breaker when a node is left alone on which tasks of a kind fail or drag
 */
public record PlannerSettings(
        int partitions,
        Supplier<Placer> placer,
        long queueAheadMicros,
        int queueAheadMax,
        long overdueMillis,
        int assignChunk,
        long bytesPerSecond,
        long settleMillis,
        long settleMaxMillis,
        long deadlineMarginMillis,
        int lossesMax,
        long fallbackAfterMillis,
        long retainMillis,
        int retainMax,
        int openJobsMax,
        int openTasksMax,
        Map<String, TenantSettings> tenants,
        CopySettings copies,
        BreakerSettings breaker,
        LinkSettings link) {

    /** The same, with these tenants. */
    public PlannerSettings tenants(Map<String, TenantSettings> entitled) {
        return new PlannerSettings(
                partitions,
                placer,
                queueAheadMicros,
                queueAheadMax,
                overdueMillis,
                assignChunk,
                bytesPerSecond,
                settleMillis,
                settleMaxMillis,
                deadlineMarginMillis,
                lossesMax,
                fallbackAfterMillis,
                retainMillis,
                retainMax,
                openJobsMax,
                openTasksMax,
                entitled,
                copies,
                breaker,
                link);
    }

    public TenantSettings tenant(String name) {
        return tenants.getOrDefault(name, TenantSettings.USUAL);
    }

    public static final PlannerSettings DEFAULTS = new PlannerSettings(
            1,
            Placers.DEFAULT,
            100_000,
            500,
            30_000,
            64,
            100L << 20,
            300,
            3_000,
            10_000,
            3,
            5_000,
            3_600_000,
            1_000,
            10_000,
            10_000_000,
            Map.of(),
            CopySettings.DEFAULTS,
            BreakerSettings.DEFAULTS,
            LinkSettings.DEFAULTS);
}

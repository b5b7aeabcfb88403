package dev.sampo.sim.whatif;

import dev.sampo.placement.Placer;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A way of scheduling, by the name users give it. Whatever placer the core offers is one; {@code fifo} is the default:
 * ready tasks in their order, on the node with the least load.
 */
public record Policy(String name, PlannerSettings settings) {
    public static final String DEFAULT = "fifo";

    public static List<String> names() {
        var names = new ArrayList<String>();
        names.add(DEFAULT);
        names.addAll(Placer.names());
        return names;
    }

    /** Throws {@link InvalidWhatIf}, naming all there are, when there is none of this name. */
    public static Policy named(String name) {
        if (name.equals(DEFAULT)) {
            return new Policy(name, PlannerSettings.DEFAULTS);
        }
        if (Placer.names().contains(name)) {
            return new Policy(name, placedBy(name));
        }
        throw new InvalidWhatIf("no policy is called \"" + name + "\"; there are: " + String.join(", ", names()));
    }

    private static PlannerSettings placedBy(String placer) {
        var defaults = PlannerSettings.DEFAULTS;
        return new PlannerSettings(
                placer,
                defaults.queueAheadMicros(),
                defaults.queueAheadMax(),
                Long.MAX_VALUE,
                defaults.assignChunk(),
                defaults.settleMillis(),
                defaults.settleMaxMillis(),
                defaults.deadlineMarginMillis(),
                defaults.lossesMax(),
                defaults.fallbackAfterMillis(),
                defaults.retainMillis(),
                defaults.retainMax(),
                defaults.openJobsMax(),
                defaults.openTasksMax(),
                defaults.breaker(),
                defaults.link());
    }

    /** A node that starts successors by itself saves a message, which costs nothing here, and passes over longer ways. */
    WorkerSettings workerSettings() {
        var defaults = WorkerSettings.DEFAULTS;
        boolean isRanked = Placer.named(settings.placer()).ranks();
        return new WorkerSettings(
                defaults.graceMillis(),
                defaults.passedOverMax(),
                !isRanked,
                defaults.adoptAfterMicros(),
                defaults.link());
    }
}

package dev.sampo.sim.whatif;

import dev.sampo.placement.Placers;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A way of scheduling, by the name users give it. Whatever placer the core offers is one; {@code fifo} is the default:
 * ready tasks in their order, on the node with the least load; {@code plan} is for those who know how long tasks run:
 * the placer {@code critical-path} with time to search for a timetable.
 */
public record Policy(String name, PlannerSettings settings) {
    public static final String DEFAULT = "fifo";
    public static final String PLAN = "plan";

    private static final String CRITICAL_PATH = "critical-path";
    private static final String LOAD_BALANCED = "load-balanced";

    public static List<String> names(Placers placers) {
        var names = new ArrayList<String>();
        names.add(DEFAULT);
        names.add(PLAN);
        names.addAll(placers.names());
        return names;
    }

    /** Throws {@link InvalidWhatIf}, naming all there are, when there is none of this name. */
    public static Policy named(String name) {
        return named(name, Placers.BUILT_IN);
    }

    /** The same where there are more placers than those that come with Sampo. */
    public static Policy named(String name, Placers placers) {
        if (name.equals(DEFAULT)) {
            return new Policy(name, placedBy(Placers.BUILT_IN, LOAD_BALANCED));
        }
        if (name.equals(PLAN)) {
            return new Policy(name, placedBy(Placers.BUILT_IN, CRITICAL_PATH));
        }
        if (placers.names().contains(name)) {
            return new Policy(name, placedBy(placers, name));
        }
        throw new InvalidWhatIf(
                "no policy is called \"" + name + "\"; there are: " + String.join(", ", names(placers)));
    }

    /** What it knows of durations unless something else is said. */
    public Estimates estimates() {
        return searches() ? Estimates.EXACT : Estimates.NONE;
    }

    boolean searches() {
        return name.equals(PLAN);
    }

    private static PlannerSettings placedBy(Placers placers, String placer) {
        var defaults = PlannerSettings.DEFAULTS;
        return new PlannerSettings(
                defaults.partitions(),
                placers.named(placer),
                defaults.queueAheadMicros(),
                defaults.queueAheadMax(),
                defaults.overdueMillis(),
                defaults.assignChunk(),
                defaults.bytesPerSecond(),
                defaults.settleMillis(),
                defaults.settleMaxMillis(),
                defaults.deadlineMarginMillis(),
                defaults.lossesMax(),
                defaults.fallbackAfterMillis(),
                defaults.retainMillis(),
                defaults.retainMax(),
                Integer.MAX_VALUE,
                defaults.openTasksMax(),
                defaults.tenants(),
                defaults.copies(),
                defaults.breaker(),
                defaults.link());
    }

    /** A node that starts successors by itself saves a message, which costs nothing here, and passes over longer ways. */
    WorkerSettings workerSettings() {
        var defaults = WorkerSettings.DEFAULTS;
        boolean isRanked = settings.placer().get().ranks();
        return new WorkerSettings(
                defaults.graceMillis(),
                defaults.passedOverMax(),
                !isRanked,
                defaults.adoptAfterMicros(),
                defaults.link());
    }
}

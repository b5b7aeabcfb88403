package dev.sampo.sim;

import dev.sampo.placement.Placers;
import dev.sampo.sim.check.Tally;
import dev.sampo.sim.time.Chance;
import dev.sampo.sim.world.PlantedBug;
import dev.sampo.sim.world.SeedRun;
import dev.sampo.sim.world.World;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Runs the real planner and worker in hostile worlds, one per seed, and says whether an invariant broke. A seed is the
 * whole story: the same seed on the same code gives the same transcript, here and anywhere.
 */
public final class Simulation {
    /** Nodes in a world unless said otherwise. */
    public static final int NODES = 3;

    /** Some tasks ask for one zone, some for the other. */
    public static final int NODES_MIN = 2;

    public static final int NODES_MAX = 64;
    public static final long SEEDS_MAX = 100_000_000;

    private static final int VIOLATIONS_KEPT = 20;

    private Simulation() {}

    public static SimulationSummary run(long seedFrom, long count, int nodes, Progress progress) {
        return run(seedFrom, count, nodes, Placers.DEFAULT_NAME, progress);
    }

    /** The same with another placer than the default. */
    public static SimulationSummary run(long seedFrom, long count, int nodes, String placer, Progress progress) {
        requireWithin("nodes", nodes, NODES_MIN, NODES_MAX);
        requireWithin("seeds", count, 1, SEEDS_MAX);
        var tally = new Tally();
        var violations = new ArrayList<SeedViolation>();
        long violationCount = 0;
        long steps = 0;
        long millis = 0;
        long crashes = 0;
        long sent = 0;
        long lost = 0;
        long doubled = 0;
        long hash = 0;
        for (long seed = seedFrom; seed < seedFrom + count; seed++) {
            SeedRun run = new World(seed, nodes, Set.of(), false, placer).run();
            steps += run.steps();
            millis += run.millis();
            crashes += run.crashes();
            sent += run.sent();
            lost += run.lost();
            doubled += run.doubled();
            hash = Chance.mixed(hash * 31 + run.hash());
            tally.add(run.tally());
            if (!run.isClean() && ++violationCount <= VIOLATIONS_KEPT) {
                violations.add(SeedViolation.of(seed, nodes, placer, run.violation()));
            }
            progress.seedDone(seed - seedFrom + 1, violationCount);
        }
        return new SimulationSummary(
                seedFrom,
                count,
                nodes,
                steps,
                millis,
                crashes,
                sent,
                lost,
                doubled,
                violationCount,
                violations,
                HexFormat.of().toHexDigits(hash),
                tally.counts());
    }

    /** Lives through one seed again and tells what happened: everything, and once more what concerns the broken task. */
    public static SeedStory tell(long seed, int nodes) {
        return tell(seed, nodes, Placers.DEFAULT_NAME);
    }

    /** The same with another placer than the default. */
    public static SeedStory tell(long seed, int nodes, String placer) {
        requireWithin("nodes", nodes, NODES_MIN, NODES_MAX);
        SeedRun run = new World(seed, nodes, Set.of(), true, placer).run();
        return SeedStory.of(run);
    }

    /** The first seed of a stretch in which the invariants notice the planted bugs, or -1: the simulator's own test. */
    public static long firstSeedThatNotices(Set<PlantedBug> bugs, long seedFrom, long count) {
        for (long seed = seedFrom; seed < seedFrom + count; seed++) {
            if (!new World(seed, NODES, bugs, false).run().isClean()) {
                return seed;
            }
        }
        return -1;
    }

    /** As a check of determinism: each seed's own hash. */
    static List<Long> hashes(long seedFrom, int count) {
        var hashes = new ArrayList<Long>();
        for (long seed = seedFrom; seed < seedFrom + count; seed++) {
            hashes.add(new World(seed, NODES, Set.of(), false).run().hash());
        }
        return hashes;
    }

    private static void requireWithin(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + "=" + value + " must be between " + min + " and " + max);
        }
    }
}

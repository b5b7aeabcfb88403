package dev.sampo.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.placement.Placers;
import dev.sampo.sim.check.Sometimes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The invariants hold over thousands of worlds, old ones and new ones. */
class SeedsTest {
    private static final int FIXED = 2_000;
    private static final int FRESH = 1_000;
    private static final int RANKED = 500;
    private static final int OTHERS = 60;
    private static final int SELDOM = FIXED + FRESH;

    @Test
    void fixedSeedsAreCleanAndEverySituationWorthSurvivingComesUp() {
        var summary = Simulation.run(1, FIXED, Simulation.NODES, Progress.NONE);

        requireClean(summary);
        for (Sometimes situation : Sometimes.values()) {
            assertThat(summary.sometimes().get(situation)).as(situation.name()).isPositive();
        }
    }

    /** New ones with every build; the base is printed, and settable to run the same ones again. */
    @Test
    void freshSeedsAreClean() {
        long base = Long.getLong("sampo.sim.base", System.currentTimeMillis() / 1_000 * SELDOM);
        System.out.println("fresh simulation seeds: -Dsampo.sim.base=" + base);

        requireClean(Simulation.run(base, FRESH, Simulation.NODES, Progress.NONE));
    }

    @Test
    void worldsThatTakeTasksAsTheyComeAreClean() {
        requireClean(
                Simulation.run(7_000_000, RANKED, Simulation.NODES, "load-balanced", Progress.NONE), "load-balanced");
        requireClean(Simulation.run(7_500_000, 100, 7, "load-balanced", Progress.NONE), "load-balanced");
    }

    @Test
    void worldsThatPlaceByAnyOtherPlacerAreClean() {
        long from = 8_000_000;
        for (String placer : Placers.BUILT_IN.names()) {
            requireClean(Simulation.run(from, OTHERS, Simulation.NODES, placer, Progress.NONE), placer);
            from += OTHERS;
        }
    }

    @Test
    void aLotDrawnByASeedIsTheSameTwice() {
        assertThat(Simulation.tell(5, Simulation.NODES, "random").lines())
                .isEqualTo(Simulation.tell(5, Simulation.NODES, "random").lines())
                .isNotEqualTo(
                        Simulation.tell(5, Simulation.NODES, "first-available").lines());
    }

    @Test
    void seedsThatFailedInThePastAreClean() throws IOException {
        for (String line : pastSeeds().split("\n")) {
            requireClean(Simulation.run(Long.parseLong(line.split(" ")[0]), 1, Simulation.NODES, Progress.NONE));
        }
    }

    @Test
    void theSameSeedGivesTheSameTranscriptTwice() {
        assertThat(Simulation.hashes(77, 50)).isEqualTo(Simulation.hashes(77, 50));
    }

    @Test
    void aSeedToldTwiceIsToldInTheSameWords() {
        var story = Simulation.tell(5, Simulation.NODES);

        assertThat(story.lines())
                .isNotEmpty()
                .isEqualTo(Simulation.tell(5, Simulation.NODES).lines());
    }

    @Test
    void largerAndSmallerClustersAreCleanToo() {
        requireClean(Simulation.run(1, 100, Simulation.NODES_MIN, Progress.NONE));
        requireClean(Simulation.run(1, 100, 7, Progress.NONE));
    }

    private static void requireClean(SimulationSummary summary) {
        requireClean(summary, Placers.DEFAULT_NAME);
    }

    private static void requireClean(SimulationSummary summary, String placer) {
        if (!summary.isClean()) {
            SeedViolation first = summary.violations().get(0);
            throw new AssertionError(summary.violationCount() + " of " + summary.seeds() + " seeds broke an invariant\n"
                    + first + "\n"
                    + Simulation.tell(first.seed(), summary.nodes(), placer).text());
        }
    }

    private static String pastSeeds() throws IOException {
        var stream = Objects.requireNonNull(SeedsTest.class.getResourceAsStream("/past-seeds.txt"));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        }
    }
}

package dev.sampo.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each placer does what its name says, whatever people write into labels. */
class PlacersTest {
    private static final int MANY = 10_000;

    private final SplittableRandom lots = new SplittableRandom(7);

    private record Ready(String name, long draw) implements ReadyTask {
        @Override
        public String dag() {
            return "dag";
        }

        @Override
        public Resources needs() {
            return Resources.cpus(1);
        }

        @Override
        public long key() {
            return Hashing.of(dag(), name());
        }
    }

    private Ready task(String name) {
        return new Ready(name, lots.nextLong());
    }

    private static Candidate node(String name) {
        return node(name, Map.of());
    }

    private static Candidate node(String name, Map<String, String> labels) {
        return new Candidate(new NodeId(name), labels, 1, 0, 0, false, false, false, 0, 0, 0, 0, 0, 1, 0);
    }

    private static Candidate full(Candidate node) {
        return after(Candidate.WAIT_UNKNOWN, node);
    }

    private static Candidate after(long waitMillis, Candidate node) {
        return new Candidate(node.node(), node.labels(), 0, 1, 1, false, false, false, 0, 0, 0, waitMillis, 0, 1, 0);
    }

    private static Candidate laden(String name, double load, double health) {
        return new Candidate(new NodeId(name), Map.of(), 1, 0, load, false, false, false, 0, 0, 0, 0, 0, health, 0);
    }

    private static Placer placer(String name) {
        return Placers.BUILT_IN.named(name).get();
    }

    /** Names of the nodes that get so many tasks one after the other. */
    private List<String> choices(Placer placer, int tasks, Candidate... candidates) {
        var all = List.of(candidates);
        var choices = new ArrayList<String>();
        for (int i = 0; i < tasks; i++) {
            int chosen = placer.choose(task("t" + i), all);
            placer.placed(all, chosen, 1);
            choices.add(all.get(chosen).node().value());
        }
        return choices;
    }

    private Map<String, Integer> counts(Placer placer, int tasks, Candidate... candidates) {
        var counts = new HashMap<String, Integer>();
        choices(placer, tasks, candidates).forEach(node -> counts.merge(node, 1, Integer::sum));
        return counts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load-balanced",
                "critical-path",
                "first-available",
                "round-robin",
                "weighted",
                "random",
                "health-weighted"
            })
    void whereATaskStartsAtOnceGoesBeforeWhereItWouldWait(String name) {
        assertThat(choices(placer(name), 5, full(node("a")), node("b"))).containsOnly("b");
    }

    @Test
    void everyPlacerHonoursWhatTheTaskWishes() {
        var failed =
                new Candidate(new NodeId("a"), Map.of("price", "1"), 1, 0, 0, true, true, false, 9, 0, 0, 0, 0, 1, 0);
        var plain = new Candidate(
                new NodeId("b"), Map.of("price", "2"), 1, 0, 0.5, false, false, false, 0, 0, 0, 0, 0, 1, 0);
        var preferred = new Candidate(
                new NodeId("c"), Map.of("price", "3"), 1, 0, 0.9, true, false, false, 0, 0, 0, 0, 0, 0.2, 0);
        for (String name : Placers.BUILT_IN.names()) {
            assertThat(choices(placer(name), 5, failed, plain, preferred))
                    .as(name)
                    .containsOnly("c");
        }
    }

    @Test
    void everyPlacerNamesItselfAndKeepsToRoom() {
        for (String name : Placers.BUILT_IN.names()) {
            assertThat(placer(name).name()).isEqualTo(name);
            assertThat(placer(name).choose(task("t"), List.of())).isEqualTo(Placer.NONE);
        }
    }

    @Test
    void loadBalancedTakesTheLighterLoad() {
        assertThat(choices(placer("load-balanced"), 1, laden("a", 0.5, 1), laden("b", 0.25, 1)))
                .containsExactly("b");
    }

    @Test
    void firstAvailableTakesTheFirstByName() {
        assertThat(choices(placer("first-available"), 2, laden("a", 0.9, 1), laden("b", 0, 1)))
                .containsExactly("a", "a");
    }

    @Test
    void roundRobinTakesTurns() {
        assertThat(choices(placer("round-robin"), 7, node("a"), node("b"), node("c")))
                .containsExactly("a", "b", "c", "a", "b", "c", "a");
    }

    @Test
    void roundRobinGoesOnWhereItWasWhenANodeComesOrWasFull() {
        var placer = placer("round-robin");
        choices(placer, 3, node("a"), node("c"));
        assertThat(choices(placer, 3, node("a"), node("b"), node("c"))).containsExactly("b", "c", "a");
    }

    @Test
    void weightedFollowsTheLabelSmoothly() {
        var placer = placer("weighted");
        var five = node("a", Map.of("weight", "5"));
        assertThat(choices(placer, 7, five, node("b"), node("c", Map.of("weight", " 1.0 "))))
                .containsExactly("a", "a", "b", "a", "c", "a", "a");
    }

    @Test
    void weightedCountsTasksAndNotChunks() {
        var placer = placer("weighted");
        var candidates = List.of(node("a", Map.of("weight", "3")), node("b"));
        int[] given = new int[2];
        int[] chunks = {8, 2};
        for (int i = 0; i < 1_000; i++) {
            int chosen = placer.choose(task("t"), candidates);
            placer.placed(candidates, chosen, chunks[chosen]);
            given[chosen] += chunks[chosen];
        }
        assertThat(given[0] / (double) given[1]).isCloseTo(3, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"abc, 1", "NaN, 1", "-3, 1", "Infinity, 1", "'', 1", "1e300, 1000000", "0.5, 0.5", "-0.0, 0"})
    void aWeightThatIsNoWeightHasADefinedMeaning(String written, double counts) {
        var odd = node("odd", Map.of("weight", written));
        double score = placer("weighted").score(task("t"), odd);
        assertThat(score).isEqualTo(counts == 0 ? -1e18 : counts);
        assertThat(placer("weighted").about(odd)).contains("weight");
    }

    @Test
    void aWeightOfZeroMeansOnlyWhenNoOtherHasRoom() {
        var none = node("a", Map.of("weight", "0"));
        var placer = placer("weighted");
        assertThat(choices(placer, 20, none, node("b"), node("c"))).doesNotContain("a");
        assertThat(choices(placer, 2, none)).containsExactly("a", "a");
        assertThat(choices(placer, 20, none, node("b"))).doesNotContain("a");
    }

    @Test
    void aNodeThatWasFullForLongIsNotFloodedAfterwards() {
        var placer = placer("weighted");
        choices(placer, 500, full(node("a")), node("b"));
        assertThat(choices(placer, 4, node("a"), node("b"))).containsExactly("a", "b", "a", "b");
    }

    @Test
    void randomIsEvenAndTheSameForTheSameSeed() {
        var counts = counts(placer("random"), MANY, node("a"), node("b"), node("c"), node("d"));
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(MANY / 4, within(MANY / 40)));
        var again = new PlacersTest().counts(placer("random"), MANY, node("a"), node("b"), node("c"), node("d"));
        assertThat(again).isEqualTo(counts);
    }

    @Test
    void hashSendsATaskToTheSameNodeEveryTime() {
        var nodes = new Candidate[] {node("a"), node("b"), node("c"), node("d")};
        var first = choices(placer("hash"), MANY, nodes);
        assertThat(choices(placer("hash"), MANY, nodes)).isEqualTo(first);
        assertThat(counts(placer("hash"), MANY, nodes).values()).hasSize(4).allSatisfy(count -> assertThat(count)
                .isCloseTo(MANY / 4, within(MANY / 40)));
    }

    @Test
    void hashMovesOnlyTheTasksOfTheNodeThatIsGone() {
        var all = new Candidate[] {node("a"), node("b"), node("c"), node("d")};
        var before = choices(placer("hash"), MANY, all);
        var after = choices(placer("hash"), MANY, Arrays.copyOf(all, 3));
        for (int i = 0; i < MANY; i++) {
            if (!before.get(i).equals("d")) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(after).doesNotContain("d");
    }

    @Test
    void hashWouldRatherWaitInTheQueueOfItsNodeThanStartElsewhere() {
        String home = choices(placer("hash"), 1, node("a"), node("b")).get(0);
        var a = home.equals("a") ? full(node("a")) : node("a");
        var b = home.equals("b") ? full(node("b")) : node("b");
        assertThat(choices(placer("hash"), 1, a, b)).containsExactly(home);
    }

    @Test
    void healthWeightedSpareNodesOnWhichAttemptsEndBadlyButTriesThemStill() {
        var counts = counts(placer("health-weighted"), MANY, laden("bad", 0, 0.1), laden("good", 0, 1));
        assertThat(counts.get("bad")).isBetween(MANY / 100, MANY / 15);
    }

    @Test
    void costOptimisedTakesTheLeastPriceThatHasRoomThenTheLighterLoad() {
        var dear = node("a", Map.of("price", "0.30"));
        var cheap = node("b", Map.of("price", "0.10"));
        assertThat(choices(placer("cost-optimised"), 1, dear, cheap)).containsExactly("b");
        assertThat(choices(placer("cost-optimised"), 1, dear, full(cheap))).containsExactly("b");
        var same = new Candidate(
                new NodeId("0"), Map.of("price", "0.1"), 1, 0, 0.9, false, false, false, 0, 0, 0, 0, 0, 1, 0);
        assertThat(choices(placer("cost-optimised"), 1, same, cheap)).containsExactly("b");
    }

    /** A task that runs for ten seconds, and has five behind it. */
    private record Wanted(double millisLeft, double millis) implements ReadyTask {
        @Override
        public String dag() {
            return "dag";
        }

        @Override
        public String name() {
            return "t";
        }

        @Override
        public Resources needs() {
            return Resources.cpus(1);
        }

        @Override
        public long key() {
            return 0;
        }

        @Override
        public long draw() {
            return 0;
        }

        @Override
        public double millisAfter() {
            return 5_000;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Infinity, 10000, queued", // the cheapest
        "60000, 10000, queued", // two runs there, and what follows
        "20000, 10000, slow", // starts at once
        "14000, 10000, fast", // 5 s there, and 5 s for what follows
        "9000, 10000, fast", // late everywhere: the soonest
        "-1, 10000, fast",
        "20000, -1, slow", // nobody knows how long the queue takes
        "1000, -1, slow", // late everywhere, and the same: the cheaper
    })
    void costOptimisedTakesTheLeastPriceThatMeetsTheDeadline(double left, double runs, String node) {
        var queued = full(node("queued", Map.of("price", "1")));
        var slow = node("slow", Map.of("price", "2"));
        var fast = node("fast", Map.of("price", "5", "speed", "2"));
        var all = List.of(fast, queued, slow);
        int chosen = placer("cost-optimised").choose(new Wanted(left, runs), all);
        assertThat(all.get(chosen).node()).isEqualTo(new NodeId(node));
    }

    @Test
    void costOptimisedGoesByHowLongItWaitsThereWhereThatIsKnown() {
        var soon = after(4_000, node("soon", Map.of("price", "1")));
        var hourly = after(3_600_000, node("hourly", Map.of("price", "0")));
        var free = node("free", Map.of("price", "9"));
        var all = List.of(hourly, free, soon);
        var placer = placer("cost-optimised");
        assertThat(placer.choose(new Wanted(20_000, 10_000), all)).isEqualTo(2); // 4 s, 10 s, and 5 s for what follows
        assertThat(placer.choose(new Wanted(18_000, 10_000), all)).isEqualTo(1);
        assertThat(placer.choose(new Wanted(4_000_000, 10_000), all)).isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "NaN", "-1", "Infinity", "", "1 EUR"})
    void aPriceThatIsNoPriceCountsAsTheDearest(String written) {
        var odd = node("a", Map.of("price", written));
        var none = node("b");
        var huge = node("c", Map.of("price", "1e300"));
        var placer = placer("cost-optimised");
        assertThat(choices(placer, 1, odd, none, huge)).containsExactly("c");
        assertThat(placer.about(odd)).contains("price \"" + written + "\"", "counts as the dearest");
        assertThat(placer.about(none)).isEqualTo("no price: counts as the dearest");
        assertThat(choices(placer, 1, odd, none)).containsExactly("a");
    }

    @Test
    void anUnknownNameIsRefusedWithAllThereAre() {
        assertThatThrownBy(() -> Placers.BUILT_IN.named("leest-loaded"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no placer is called \"leest-loaded\"; there are: load-balanced, critical-path,"
                                + " first-available, round-robin, weighted, random, hash, health-weighted, cost-optimised, gpu-packing");
    }

    private static final class Second implements Placer {
        @Override
        public String name() {
            return "random";
        }

        @Override
        public double score(ReadyTask task, Candidate candidate) {
            return 0;
        }
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThatThrownBy(() -> Placers.BUILT_IN.with(Second::new))
                .hasMessage("two placers are called \"random\": dev.sampo.placement.AtRandom and "
                        + Second.class.getName() + "; rename one of them or leave it out");
    }

    @Test
    void aScoreThatIsNoNumberIsWorseThanAnyOther() {
        Placer odd = new Placer() {
            @Override
            public String name() {
                return "odd";
            }

            @Override
            public double score(ReadyTask task, Candidate candidate) {
                return candidate.node().value().equals("b") ? -1e308 : Double.NaN;
            }
        };
        assertThat(choices(odd, 1, node("a"), node("b"), node("c"))).containsExactly("b");
        assertThat(choices(odd, 1, node("a"), node("c"))).containsExactly("a");
    }
}

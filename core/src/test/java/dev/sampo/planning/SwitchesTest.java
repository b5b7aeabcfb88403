package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.resilience.Breaker.State;
import dev.sampo.resilience.BreakerSettings;
import dev.sampo.resilience.Forced;
import dev.sampo.resilience.Retry;
import dev.sampo.telemetry.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Breakers by hand. */
class SwitchesTest {
    private static final BreakerSettings BREAKER = BreakerSettings.DEFAULTS;

    private final Rig rig = new Rig().with("a", cpus(1)).with("b", cpus(1));

    private static Dag kind(String name, int tasks) {
        var dag = Dag.named("dag");
        dag.each(name, IntStream.range(0, tasks).boxed().toList(), x -> x)
                .retry(Retry.fixed(50).startingAt(Duration.ZERO));
        return dag;
    }

    private static BreakerName name(String node, String kind) {
        return new BreakerName(Rig.node(node), "dag", kind);
    }

    private Answer force(BreakerName name, Forced.To to) {
        return rig.ask(ticket -> new Input.ForceBreaker(ticket, name, to, "n1", "new disk"));
    }

    private Answer force(String node, Forced.To to) {
        return force(BreakerName.of(Rig.node(node)), to);
    }

    private List<BreakerEntry> entries() {
        return page(Optional.empty(), 1_000).entries();
    }

    private Answer.Breakers page(Optional<BreakerName> from, int max) {
        return (Answer.Breakers) rig.ask(ticket -> new Input.AskBreakers(ticket, from, max));
    }

    private BreakerEntry entry(BreakerName name) {
        return entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void failOn(String node, int times) {
        for (int failure = 0; failure < times; failure++) {
            rig.fail(node, rig.running(node).get(0));
        }
    }

    @Test
    void aNodeThatIsForcedOpenGetsNothingHoweverLongAndEvenIfThereIsNoOther() {
        assertThat(force("a", Forced.To.OPEN))
                .isEqualTo(new Answer.BreakerSet(BreakerName.of(Rig.node("a")), Forced.To.OPEN));
        rig.submit(kind("e", 3));
        assertThat(rig.running("a")).isEmpty();
        rig.kill("b");
        rig.advance(1_000_000);
        assertThat(rig.running("a")).isEmpty();
        assertThat(rig.explain(4).candidates())
                .filteredOn(candidate -> candidate.node().equals("a"))
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.why())
                        .isEqualTo("its breaker was forced open through n1 at 1970-01-01T00:00:00Z: new disk"));

        force("a", Forced.To.NONE);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatRunsThereGoesOn() {
        rig.submit(kind("e", 2));
        force("a", Forced.To.OPEN);
        assertThat(rig.interrupted("a")).isEmpty();
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void oneKindOnANodeIsForcedOpenAndOthersRunThere() {
        force(name("a", "e"), Forced.To.OPEN);
        rig.submit(kind("e", 5));
        assertThat(rig.running("a")).isEmpty();
        var other = Dag.named("other");
        other.task("well", () -> 1);
        rig.submit(new JobId("other"), other);
        assertThat(rig.running("a")).containsExactly("well");
    }

    /** Neighbours of two kinds are given out together. */
    @Test
    void aKindThatIsForcedOpenIsNotGivenOutBehindOthersThatAreNot() {
        var large = new Rig().with("a", cpus(16)).with("b", cpus(16));
        var dag = kind("good", 6);
        dag.each("bad", IntStream.range(0, 40).boxed().toList(), x -> x)
                .retry(Retry.fixed(50).startingAt(Duration.ZERO));
        for (String node : List.of("a", "b")) {
            large.ask(ticket -> new Input.ForceBreaker(ticket, name(node, "bad"), Forced.To.OPEN, "n1", ""));
        }
        large.submit(dag);
        assertThat(large.running("a")).noneMatch(task -> task.startsWith("bad"));
        assertThat(large.running("b")).noneMatch(task -> task.startsWith("bad"));
        assertThat(large.running("a").size() + large.running("b").size()).isEqualTo(6);
    }

    @Test
    void aKindThatIsForcedClosedRunsOnANodeThatWasFoundToGetNothing() {
        force("a", Forced.To.OPEN);
        rig.submit(kind("e", 5));
        assertThat(rig.running("a")).isEmpty();
        force(name("a", "e"), Forced.To.CLOSED);
        assertThat(rig.running("a")).hasSize(1);
        force(name("a", "e"), Forced.To.NONE);
        rig.succeed("a", rig.running("a").get(0));
        assertThat(rig.running("a")).isEmpty();
    }

    @Test
    void whatIsSaidOfAKindGoesBeforeWhatIsSaidOfItsNode() {
        force("a", Forced.To.OPEN);
        force(name("a", "e"), Forced.To.CLOSED);
        rig.submit(kind("e", 5));
        assertThat(rig.running("a")).hasSize(1);
    }

    @Test
    void oneThatIsForcedClosedGetsTasksHoweverTheyGo() {
        force("a", Forced.To.CLOSED);
        rig.submit(kind("e", 100));
        failOn("a", 20);
        assertThat(rig.running("a")).hasSize(1);
        assertThat(entry(name("a", "e")).state()).isEqualTo(State.OPEN);
        assertThat(entry(BreakerName.of(Rig.node("a"))).state()).isEqualTo(State.CLOSED);
    }

    @Test
    void anOpenOneThatIsResetIsAsAtFirst() {
        rig.submit(kind("e", 100));
        failOn("a", BREAKER.callsMin());
        assertThat(rig.running("a")).isEmpty();
        assertThat(entry(name("a", "e")).failureRate()).isEqualTo(1.0);

        force(name("a", "e"), Forced.To.NONE);
        assertThat(rig.running("a")).hasSize(1);
        assertThat(entries()).isEmpty();
        failOn("a", BREAKER.callsMin() - 1);
        assertThat(rig.running("a")).hasSize(1);
        failOn("a", 1);
        assertThat(rig.running("a")).isEmpty();
    }

    @Test
    void howManyAreNotClosedIsToldByNodeAndAfterAFailoverAnew() {
        rig.submit(kind("e", 100));
        assertThat(rig.planner.load(0).breakers()).isEmpty();
        failOn("a", BREAKER.callsMin());
        force("b", Forced.To.OPEN);
        force(name("b", "x"), Forced.To.CLOSED);
        assertThat(rig.planner.load(0).breakers()).isEqualTo(Map.of(Rig.node("a"), 1, Rig.node("b"), 1));
        rig.failOver(0);
        assertThat(rig.planner.load(0).breakers()).isEqualTo(Map.of(Rig.node("b"), 1));
        force("b", Forced.To.NONE);
        assertThat(rig.planner.load(0).breakers()).isEmpty();
    }

    /** What probes come to counts while it is forced, and a probe that is not heard of expires. */
    @Test
    void underneathItGoesOnFindingOutForItself() {
        rig.submit(kind("e", 100));
        failOn("a", BREAKER.callsMin());
        force(name("a", "e"), Forced.To.CLOSED);
        assertThat(rig.running("a")).hasSize(1);
        rig.advance(BREAKER.openMillis());
        assertThat(entry(name("a", "e")).state()).isEqualTo(State.CLOSED);
        rig.succeedAfter("a", rig.running("a").get(0), 1_000_000);
        force(name("a", "e"), Forced.To.OPEN);
        force(name("b", "x"), Forced.To.OPEN);
        assertThat(entry(name("a", "e")).state()).isEqualTo(State.OPEN);
        assertThat(entry(name("a", "e")).forced().orElseThrow().to()).isEqualTo(Forced.To.OPEN);
    }

    @Test
    void aResetOfANodeIsOneOfAllKindsThere() {
        force("a", Forced.To.OPEN);
        force(name("a", "e"), Forced.To.OPEN);
        force(name("b", "e"), Forced.To.OPEN);
        force("a", Forced.To.NONE);
        assertThat(rig.ledger().forced().keySet()).containsExactly(name("b", "e"));
    }

    @Test
    void itOutlivesTheSchedulerAndTheNode() {
        force("a", Forced.To.OPEN);
        force(name("b", "e"), Forced.To.CLOSED);
        rig.failOver(0);
        rig.kill("a");
        rig.with("a", cpus(1));
        rig.submit(kind("e", 3));
        assertThat(rig.running("a")).isEmpty();
        assertThat(entry(BreakerName.of(Rig.node("a"))).forced().orElseThrow().why())
                .isEqualTo("new disk");

        Ledger again = Ledger.restore(rig.ledger().facts(), rig.ledger().factCount());
        assertThat(again.forced()).isEqualTo(rig.ledger().forced());
    }

    @Test
    void askedForAgainItIsNotWrittenAgain() {
        force("a", Forced.To.OPEN);
        long facts = rig.ledger().factCount();
        assertThat(force("a", Forced.To.OPEN)).isInstanceOf(Answer.BreakerSet.class);
        assertThat(force("b", Forced.To.NONE)).isInstanceOf(Answer.BreakerSet.class);
        assertThat(rig.ledger().factCount()).isEqualTo(facts);
    }

    @Test
    void whoForcesItAgainForAnotherReasonIsWrittenDown() {
        force("a", Forced.To.OPEN);
        var breaker = BreakerName.of(Rig.node("a"));
        rig.ask(ticket -> new Input.ForceBreaker(ticket, breaker, Forced.To.OPEN, "n2", "new fan"));
        Forced forced = entry(breaker).forced().orElseThrow();
        assertThat(forced.by()).isEqualTo("n2");
        assertThat(forced.why()).isEqualTo("new fan");
    }

    @Test
    void noMoreThanAThousandAreForced() {
        for (int i = 0; i < 1_000; i++) {
            force(name("a", "k" + i), Forced.To.OPEN);
        }
        assertThat(force("a", Forced.To.OPEN))
                .isEqualTo(new Answer.BreakerNotSet(
                        BreakerName.of(Rig.node("a")), "1000 breakers are forced by hand already; reset some of them"));
        assertThat(force(name("a", "k1"), Forced.To.NONE)).isInstanceOf(Answer.BreakerSet.class);
        assertThat(force("a", Forced.To.OPEN)).isInstanceOf(Answer.BreakerSet.class);
    }

    @Test
    void whatNamesNothingIsRefused() {
        assertThat(force(new BreakerName(Rig.node("a"), "", "e"), Forced.To.OPEN))
                .isInstanceOf(Answer.BreakerNotSet.class);
    }

    @Test
    void theBeginningOfALongNameCounts() {
        force(name("a", "x".repeat(1_000)), Forced.To.OPEN);
        assertThat(entries()).extracting(BreakerEntry::name).contains(name("a", "x".repeat(256)));
    }

    @Test
    void listsOfThemAreReadPageByPage() {
        for (int i = 0; i < 400; i++) {
            force(name(i % 2 == 0 ? "a" : "b", "k" + i + "-" + "x".repeat(300)), Forced.To.OPEN);
        }
        var all = new ArrayList<BreakerName>();
        int pages = 0;
        Optional<BreakerName> next = Optional.empty();
        do {
            Answer.Breakers page = page(next, 1_000);
            page.entries().forEach(entry -> all.add(entry.name()));
            next = page.next();
            pages++;
        } while (next.isPresent());
        assertThat(pages).isBetween(3, 20);
        assertThat(all).hasSize(402).isSorted().doesNotHaveDuplicates();
        assertThat(page(Optional.of(all.get(7)), 1).entries())
                .extracting(BreakerEntry::name)
                .containsExactly(all.get(7));
    }

    /** In a large graph names that differ in a number only are one kind, which may leave nothing of them. */
    @Test
    void aKindMayHaveNoNameButTheNumberOfItsTasks() {
        var dag = Dag.named("dag");
        for (int i = 0; i < 300; i++) {
            dag.task(String.valueOf(i), () -> 1);
        }
        force(name("a", ""), Forced.To.OPEN);
        rig.submit(dag);
        assertThat(rig.running("a")).isEmpty();
        assertThat(rig.running("b")).hasSize(1);
    }

    @Test
    void aNodeDoesNotTakeUpByItselfWhatItIsNotToRun() {
        var dag = Dag.named("dag");
        var first = dag.task("first", () -> 1);
        dag.task("second", first, (Integer x) -> x);
        var own = new Rig(PlannerSettings.DEFAULTS, Estimates.NONE, 0).with("a", cpus(1));
        own.submit(dag);
        own.ask(ticket -> new Input.ForceBreaker(ticket, name("a", "second"), Forced.To.OPEN, "n1", ""));
        own.succeed("a", "first");
        assertThat(own.explain(1).summary()).contains("is ready");
        own.with("b", cpus(1));
        assertThat(own.running("b")).containsExactly("second");
    }

    @Test
    void whoListensIsToldWhoDecidedWhat() {
        rig.listens(true);
        force("a", Forced.To.OPEN);
        assertThat(rig.events)
                .containsExactly(new Event.BreakerForced(0, Rig.node("a"), "", "", Forced.To.OPEN, "n1", "new disk"));
    }
}

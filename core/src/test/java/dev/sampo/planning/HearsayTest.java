package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Dag;
import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one of several schedulers has learned, and the others are told. */
class HearsayTest {
    private static final Body0<Integer> BODY = () -> 1;
    private static final Resources CAPACITY = cpus(2).memory(10_000);
    private static final int PARTITIONS = 3;
    private static final long RETAIN = PlannerSettings.DEFAULTS.retainMillis();
    private static final long SETTLE = PlannerSettings.DEFAULTS.settleMaxMillis();

    private final List<Rig> rigs =
            IntStream.range(0, PARTITIONS).mapToObj(HearsayTest::rig).toList();

    private static Rig rig(int partition) {
        return new Rig(RigSettings.sharing(PARTITIONS), partition)
                .with("a", CAPACITY)
                .with("b", CAPACITY)
                .with("c", CAPACITY);
    }

    /** Every partition has said what it has learned until now, and may say more. */
    private void introduce() {
        exchange();
        advance(1_000);
    }

    /** All that partitions have told each other arrives, and what is answered. */
    private void exchange() {
        exchange(call -> true, answer -> true);
    }

    private void exchange(Predicate<Plan.Call> arrives, Predicate<Answer.Heard> comesBack) {
        while (rigs.stream().anyMatch(rig -> !rig.told.isEmpty())) {
            for (Rig rig : rigs) {
                var told = List.copyOf(rig.told);
                rig.told.clear();
                told.stream().filter(arrives).forEach(call -> {
                    Answer.Heard answer = tell(call);
                    if (comesBack.test(answer)) {
                        rig.step(new Input.Told(answer));
                    }
                });
            }
        }
    }

    private Answer.Heard tell(Plan.Call call) {
        return (Answer.Heard) rigs.get(call.partition()).ask(call.request()::withTicket);
    }

    private void advance(long millis) {
        rigs.forEach(rig -> rig.advance(millis));
    }

    /** The node is outvoted in a job of that partition. */
    private static void isOutvoted(String liar, Rig rig) {
        isOutvoted(liar, rig, Rig.JOB);
    }

    private static void isOutvoted(String liar, Rig rig, JobId job) {
        var dag = Dag.named("verified");
        dag.task("checked", BODY).verify(3, 2);
        rig.submit(job, dag);
        for (int vote = 0; vote < 3 && runsOn(rig, "checked") != null; vote++) {
            String node = runsOn(rig, "checked");
            String said = node.equals(liar) ? "lie" : "right";
            rig.succeed(node, "checked", new Value.Inline(said.getBytes(StandardCharsets.UTF_8), Value.NO_LIST));
        }
        assertThat(rig.ledger().job(job).votes().outvoted()).containsExactly(new NodeId(liar));
    }

    private static String runsOn(Rig rig, String task) {
        return Stream.of("a", "b", "c")
                .filter(node -> rig.running(node).contains(task))
                .findFirst()
                .orElse(null);
    }

    /** Where it places four tasks that have room anywhere. */
    private static List<String> placesOn(Rig rig, String job) {
        var dag = Dag.named(job);
        for (int i = 0; i < 4; i++) {
            dag.task(job + i, BODY);
        }
        rig.submit(new JobId(job), dag);
        var nodes = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            nodes.add(runsOn(rig, job + i));
        }
        rig.runAll();
        return nodes;
    }

    @Test
    void aNodeThatWasOutvotedInAJobOfOnePartitionIsChosenLastByAll() {
        introduce();
        assertThat(placesOn(rigs.get(1), "before")).contains("a");
        isOutvoted("a", rigs.get(0));
        exchange();

        for (Rig rig : rigs) {
            assertThat(placesOn(rig, "after")).containsOnly("b", "c");
        }
    }

    @Test
    void aSchedulerThatTakesOverIsToldAnew() {
        introduce();
        isOutvoted("a", rigs.get(0));
        exchange();
        rigs.get(1).failOver(0);
        rigs.get(1).advance(SETTLE);
        exchange();

        assertThat(placesOn(rigs.get(1), "after")).containsOnly("b", "c");
    }

    @Test
    void whatTheOthersWereToldStandsAlsoWhenTheSchedulerThatSaidItIsFollowedByAnother() {
        introduce();
        isOutvoted("a", rigs.get(0));
        exchange();
        rigs.get(0).failOver(0);
        assertThat(placesOn(rigs.get(1), "meanwhile")).containsOnly("b", "c");
        exchange();

        assertThat(placesOn(rigs.get(1), "after")).containsOnly("b", "c");
    }

    @Test
    void allTrustTheNodeAgainWhenTheJobIsForgotten() {
        introduce();
        isOutvoted("a", rigs.get(0));
        exchange();
        rigs.get(0).runAll();
        advance(RETAIN + 10_000);
        exchange();

        assertThat(placesOn(rigs.get(1), "after")).contains("a");
    }

    @Test
    void whatWasLostOnTheWayIsSaidAgain() {
        isOutvoted("a", rigs.get(0));
        exchange(call -> false, answer -> true);
        assertThat(placesOn(rigs.get(1), "before")).contains("a");
        advance(1_000);
        exchange(call -> true, answer -> false);

        assertThat(placesOn(rigs.get(1), "after")).containsOnly("b", "c");
    }

    @Test
    void nothingIsSaidWhereThereIsNothingNew() {
        exchange();
        advance(600_000);
        assertThat(rigs).allMatch(rig -> rig.told.isEmpty());
        assertThat(new Rig().told).as("there are no others").isEmpty();
    }

    @Test
    void whatComesUpSoonAfterIsSaidTogetherASecondLater() {
        introduce();
        Rig rig = rigs.get(0);
        isOutvoted("a", rig);
        assertThat(rig.told).hasSize(PARTITIONS - 1);
        exchange();
        isOutvoted("b", rig, new JobId("second"));
        assertThat(rig.told).isEmpty();
        rig.advance(1_000);
        assertThat(rig.told).hasSize(PARTITIONS - 1);
    }

    @Test
    void whatASchedulerSaidThatWasFollowedByAnotherCountsNoMore() {
        isOutvoted("a", rigs.get(0));
        rigs.get(0).told.clear();
        advance(1_000);
        var late = List.copyOf(rigs.get(0).told);
        rigs.get(0).failOver(rigs.get(0).journal.size() - 1);
        exchange();
        late.forEach(this::tell);

        assertThat(placesOn(rigs.get(1), "after")).contains("a");
    }

    @Test
    void whatTheSchedulerBeforeHadHeardIsNotTakenForHeardByTheNext() {
        introduce();
        isOutvoted("a", rigs.get(0));
        var late = new ArrayList<Answer.Heard>();
        exchange(call -> true, answer -> answer.partition() != 1 || !late.add(answer));
        rigs.get(1).failOver(0);
        exchange(call -> call.partition() != 1, answer -> true);
        late.forEach(answer -> rigs.get(0).step(new Input.Told(answer)));
        advance(SETTLE);
        exchange();

        assertThat(placesOn(rigs.get(1), "after")).containsOnly("b", "c");
    }

    private static Dag hungry(String name) {
        var dag = Dag.named(name);
        dag.task("eats", BODY)
                .needs(cpus(1).memory(1_000))
                .retry(Retry.fixed(5).startingAt(Duration.ofMillis(1)).onOutOfMemory(2, "8000"));
        return dag;
    }

    private static void runsOutOfMemoryOnce(Rig rig) {
        rig.submit(hungry("hungry"));
        var failure = new Failure(Failure.Kind.THREW, "java.lang.OutOfMemoryError", "heap", "");
        rig.end(runsOn(rig, "eats"), "eats", new Outcome.Failed(failure));
        rig.advance(10);
        rig.runAll();
    }

    private static long memoryOf(Rig rig, String job, Dag dag) {
        rig.submit(new JobId(job), dag);
        long memory = rig.holds(runsOn(rig, "eats"), "eats").memoryBytes();
        rig.runAll();
        return memory;
    }

    @Test
    void whatAKindNeededAfterItRanOutOfMemoryTheOthersBeginWith() {
        introduce();
        runsOutOfMemoryOnce(rigs.get(0));
        rigs.get(0).advance(1_000);
        exchange();
        rigs.get(2).failOver(0);
        rigs.get(2).advance(SETTLE);
        exchange();

        assertThat(memoryOf(rigs.get(1), "next", hungry("hungry"))).isEqualTo(2_000);
        assertThat(memoryOf(rigs.get(1), "another", hungry("another"))).isEqualTo(1_000);
        assertThat(memoryOf(rigs.get(2), "next", hungry("hungry"))).isEqualTo(2_000);
    }

    @Test
    void thoseThatWaitAlreadyBeginWithItToo() {
        introduce();
        Rig rig = rigs.get(1);
        var full = Dag.named("full");
        for (int i = 0; i < 3; i++) {
            full.task("full" + i, BODY).needs(cpus(2)).expected(Duration.ofMinutes(1));
        }
        rig.submit(full);
        rig.submit(new JobId("waits"), hungry("hungry"));
        assertThat(runsOn(rig, "eats")).isNull();
        runsOutOfMemoryOnce(rigs.get(0));
        rigs.get(0).advance(1_000);
        exchange();
        rig.succeed("a", runsThere(rig, "a"));

        assertThat(rig.holds("a", "eats").memoryBytes()).isEqualTo(2_000);
    }

    private static String runsThere(Rig rig, String node) {
        return rig.running(node).stream().findFirst().orElseThrow();
    }

    /** Of two tasks for which there is room for one, the one that takes longer goes first, if that is known. */
    private static String first(Rig rig, String job) {
        var full = Dag.named("full");
        for (int i = 0; i < 3; i++) {
            full.task("full" + i, BODY).needs(cpus(2)).expected(Duration.ofMinutes(1));
        }
        rig.submit(new JobId("full-" + job), full);
        rig.submit(new JobId(job), uneven());
        assertThat(runsOn(rig, "short")).isNull();
        rig.succeed("a", runsThere(rig, "a"));
        String first = runsThere(rig, "a");
        rig.runAll();
        return first;
    }

    private static Dag uneven() {
        var dag = Dag.named("uneven");
        dag.task("short", BODY).needs(cpus(2));
        dag.task("long", BODY).needs(cpus(2));
        return dag;
    }

    @Test
    void whatOneKnowsOfDurationsTheOthersGoByWhereTheyKnowNothing() {
        introduce();
        Rig rig = rigs.get(0);
        rig.submit(uneven());
        rig.succeedAfter(runsOn(rig, "short"), "short", 1_000_000);
        rig.succeedAfter(runsOn(rig, "long"), "long", 60_000_000);
        assertThat(first(rigs.get(1), "before")).isEqualTo("short");
        rig.advance(1_000);
        exchange();

        assertThat(first(rigs.get(2), "after")).isEqualTo("long");
    }

    @Test
    void aTermThatIsNotWrittenYetSaysNothing() {
        var planner = Planner.begin(new Ledger(), 0, 1, RigSettings.sharing(PARTITIONS), 42, 0);
        assertThat(planner.step(0, List.of(new Input.Tick())).calls()).isEmpty();
        assertThat(planner.step(0, List.of(new Input.Durable(1))).calls()).hasSize(PARTITIONS - 1);
    }
}

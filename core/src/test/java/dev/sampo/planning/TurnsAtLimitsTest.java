package dev.sampo.planning;

import static dev.sampo.planning.SharedLimitsTest.dag;
import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose turn it is at a limit that all partitions mind, and when a new scheduler knows what is held of it. */
class TurnsAtLimitsTest {
    private static final int PARTITIONS = 3;
    private static final String OWN = key(0);
    private static final String OF_ANOTHER = key(1);

    private final Rig rig = new Rig(RigSettings.sharing(PARTITIONS)).with("n", cpus(8));
    private final Map<Integer, Long> tickets = new HashMap<>();
    private int max = 1;

    private static String key(int owner) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "key-" + i)
                .filter(key -> OwnedLimits.ownerOf(key, PARTITIONS) == owner)
                .findFirst()
                .orElseThrow();
    }

    private Stake stake(int partition, long number, int keeps, int wants) {
        return new Stake(OWN, partition, 1, number, 1, List.of(new Stake.Part(max, keeps, keeps, wants)));
    }

    private void claim(int partition, long number, int wants) {
        rig.ask(ticket -> {
            tickets.put(partition, ticket);
            return new Input.Claim(ticket, stake(partition, number, 0, wants));
        });
    }

    private void recount(int partition, long number) {
        rig.step(new Input.Told(new Answer.Recounted(stake(partition, number, 0, 0))));
    }

    /** What its last claim was answered; 0 while it waits. */
    private int granted(int partition) {
        var answer = (Answer.Allotted) rig.answers.get(tickets.get(partition));
        return answer == null ? 0 : answer.parts().getOrDefault(max, 0);
    }

    /** Everybody has said what it holds, nothing, and the first of the others has what there is. */
    private void allIsWithTheFirst() {
        claim(1, 1, max);
        recount(0, 2);
        recount(2, 2);
        claim(1, 3, max);
        recount(1, 2);
        assertThat(granted(1)).isEqualTo(max);
    }

    /** What has ended goes back in an answer that waits for the journal; the claim of the same step is faster. */
    private long givesBackAndClaims(int partition, long number) {
        claim(partition, number + 1, 1);
        assertThat(granted(partition)).as("others wait").isZero();
        recount(partition, number);
        return number + 2;
    }

    @Test
    void itGoesRoundThoughWhoGivesBackClaimsFasterThanItAnswers() {
        allIsWithTheFirst();
        claim(2, 3, 1);
        long one = 4;
        long other = 4;
        for (int round = 0; round < 5; round++) {
            one = givesBackAndClaims(1, one);
            assertThat(granted(2)).isEqualTo(1);
            assertThat(granted(1)).isZero();
            other = givesBackAndClaims(2, other);
            assertThat(granted(1)).isEqualTo(1);
            assertThat(granted(2)).isZero();
        }
    }

    @Test
    void aGrantThatGotLostGoesToTheNextWhoWaits() {
        allIsWithTheFirst();
        claim(2, 3, 1);
        claim(1, 4, 1);
        rig.calls.clear();

        rig.advance(1_000);
        assertThat(rig.calls).contains(new Plan.Call(1, new Input.Recount(-1, OWN, 1, true)));
        claim(1, 6, 1);
        recount(1, 5);

        assertThat(granted(2)).isEqualTo(1);
        assertThat(granted(1)).isZero();
    }

    @Test
    void whoSaysAgainThatItWaitsKeepsItsPlace() {
        allIsWithTheFirst();
        claim(2, 3, 1);
        claim(0, 3, 1);
        rig.advance(1_000);
        claim(2, 4, 1);

        recount(1, 4);

        assertThat(granted(2)).isEqualTo(1);
        assertThat(granted(0)).isZero();
    }

    @Test
    @Timeout(3)
    void manyAreAllottedAtOnceAndAsIfTheyWentRoundOneByOne() {
        max = 400_000_001;
        claim(1, 1, 1);
        recount(1, 2);
        recount(2, 2);
        claim(1, 3, max);
        claim(2, 3, max);
        recount(0, 2);

        assertThat(granted(1)).isEqualTo(200_000_001);
        assertThat(granted(2)).isEqualTo(200_000_000);
    }

    @Test
    void whatOneDoesNotWantTheOthersGet() {
        max = 100;
        claim(1, 1, 1);
        recount(1, 2);
        recount(2, 2);
        claim(1, 3, 7);
        claim(2, 3, max);
        recount(0, 2);

        assertThat(granted(1)).isEqualTo(7);
        assertThat(granted(2)).isEqualTo(93);
    }

    private Answer asked() {
        return rig.ask(ticket -> new Input.Recount(ticket, OF_ANOTHER, 5, true));
    }

    private void twoRunAndTheSchedulerDies() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        asked();
        Plan.Call last = rig.calls.get(rig.calls.size() - 1);
        long number = ((Input.Claim) last.request()).stake().number();
        rig.step(new Input.Told(new Answer.Allotted(OF_ANOTHER, 1, number, 5, Map.of(2, 2))));
        assertThat(rig.running("n")).hasSize(2);
        rig.failOver(0, List.of());
        rig.step(new Input.NodesUnknown(1));
    }

    private List<Stake> recounts() {
        return rig.answers.values().stream()
                .filter(Answer.Recounted.class::isInstance)
                .map(answer -> ((Answer.Recounted) answer).stake())
                .toList();
    }

    @Test
    void aNewSchedulerDoesNotSayWhatIsHeldBeforeItHasHeardOfTheNodes() {
        twoRunAndTheSchedulerDies();
        int before = recounts().size();
        asked();
        rig.advance(1_000);
        assertThat(recounts()).hasSize(before);

        rig.see("n");
        rig.step(new Input.NodesUnknown(0));

        assertThat(recounts()).hasSize(before + 1);
        assertThat(recounts().get(before).parts()).containsExactly(new Stake.Part(2, 0, 2, 2));
    }

    @Test
    void itWaitsForNodesThatAreNotHeardOfForSoLongAndNoLonger() {
        twoRunAndTheSchedulerDies();
        int before = recounts().size();
        asked();
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis() - 1);
        assertThat(recounts()).hasSize(before);

        rig.advance(1);

        assertThat(recounts()).hasSize(before + 1);
    }

    @Test
    void withOnePartitionNothingLimitedBeginsBeforeAllNodesAreHeardOf() {
        var alone = new Rig().with("full", cpus(2));
        alone.submit(dag("database", 2, 3));
        assertThat(alone.running("full")).containsExactly("t0", "t1");
        alone.with("idle", cpus(2));
        alone.failOver(0, List.of("idle"));
        alone.step(new Input.NodesUnknown(1));
        alone.advance(1_000);
        assertThat(alone.running("idle")).isEmpty();

        alone.see("full");
        alone.step(new Input.NodesUnknown(0));
        assertThat(alone.running("idle")).isEmpty();
        alone.succeed("full", "t0");
        assertThat(alone.running("full")).contains("t1");
        assertThat(alone.running("full").size() + alone.running("idle").size()).isEqualTo(2);
    }
}

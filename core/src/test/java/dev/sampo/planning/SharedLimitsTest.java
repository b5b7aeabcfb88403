package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A limit that all partitions mind together: what one of them may hold, and what its owner allots. */
class SharedLimitsTest {
    private static final int PARTITIONS = 3;
    private static final String OF_ANOTHER = key(1);
    private static final String OWN = key(0);

    private final Rig rig = new Rig(RigSettings.sharing(PARTITIONS)).with("n", cpus(8));

    private static String key(int owner) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "key-" + i)
                .filter(key -> OwnedLimits.ownerOf(key, PARTITIONS) == owner)
                .findFirst()
                .orElseThrow();
    }

    /** So many tasks of which so many may run at once. */
    static Dag dag(String key, int max, int tasks) {
        var dag = Dag.named("dag");
        for (int i = 0; i < tasks; i++) {
            dag.task("t" + i, () -> 1).atMost(key, max);
        }
        return dag;
    }

    // One who shares.

    private Stake claimed() {
        Plan.Call last = rig.calls.get(rig.calls.size() - 1);
        assertThat(last.partition()).isEqualTo(1);
        return ((Input.Claim) last.request()).stake();
    }

    private Stake recounted(long ownerTerm) {
        return ((Answer.Recounted) ask(ownerTerm, true)).stake();
    }

    private Answer ask(long ownerTerm, boolean isAtOnce) {
        return rig.ask(ticket -> new Input.Recount(ticket, OF_ANOTHER, ownerTerm, isAtOnce));
    }

    private void allot(long number, long ownerTerm, int max, int allowed) {
        allot(rig.ledger().term(), number, ownerTerm, max, allowed);
    }

    private void allot(long term, long number, long ownerTerm, int max, int allowed) {
        rig.step(new Input.Told(new Answer.Allotted(OF_ANOTHER, term, number, ownerTerm, Map.of(max, allowed))));
    }

    @Test
    void nothingBeginsBeforeTheOwnerAllotsIt() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        assertThat(rig.running("n")).isEmpty();
        assertThat(rig.explain(0).summary())
                .contains("0 of \"" + OF_ANOTHER + "\" are held by this partition, at most 2 may be by all together");
        recounted(5);
        assertThat(claimed().parts()).containsExactly(new Stake.Part(2, 0, 0, 2));

        allot(claimed().number(), 5, 2, 1);
        assertThat(rig.running("n")).containsExactly("t0");
        assertThat(claimed().parts()).containsExactly(new Stake.Part(2, 1, 1, 2));

        rig.succeed("n", "t0");
        assertThat(rig.running("n")).as("nobody else waits").containsExactly("t1");
    }

    @Test
    void whatAnEarlierOwnerSaysOrWhatAnswersAnEarlierStakeCountsNoMore() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        recounted(5);
        long before = claimed().number();
        recounted(6);

        allot(before, 5, 2, 2);
        allot(before, 6, 2, 2);
        allot(claimed().number(), 5, 2, 2);
        assertThat(rig.running("n")).isEmpty();
        allot(claimed().number(), 6, 2, 2);
        assertThat(rig.running("n")).containsExactly("t0", "t1");
    }

    @Test
    void whatAnEarlierSchedulerWasToldIsNotForTheNext() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        recounted(5);
        long term = rig.ledger().term();
        rig.failOver(0);
        rig.advance(3_000);
        recounted(5);

        allot(term, claimed().number(), 5, 2, 2);
        assertThat(rig.running("n")).isEmpty();
        allot(claimed().number(), 5, 2, 2);
        assertThat(rig.running("n")).hasSize(2);
    }

    @Test
    void whatEndsGoesBackWhileOthersWaitForIt() {
        rig.submit(dag(OF_ANOTHER, 1, 2));
        recounted(5);
        allot(claimed().number(), 5, 1, 1);
        assertThat(ask(5, false)).as("there is nothing to give back yet").isNull();
        int asked = rig.answers.size();

        rig.succeed("n", "t0");

        assertThat(rig.running("n")).isEmpty();
        assertThat(rig.answers).hasSize(asked + 1);
        assertThat(last().parts()).containsExactly(new Stake.Part(1, 0, 0, 1));
        assertThat(claimed().number()).isGreaterThan(last().number());
    }

    private Stake last() {
        return rig.answers.values().stream()
                .reduce((one, other) -> other)
                .map(answer -> ((Answer.Recounted) answer).stake())
                .orElseThrow();
    }

    @Test
    void aNewSchedulerSaysWhatItsNodesHold() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        recounted(5);
        allot(claimed().number(), 5, 2, 2);
        rig.failOver(0);
        rig.advance(3_000);

        assertThat(recounted(5).parts()).containsExactly(new Stake.Part(2, 0, 2, 2));
        assertThat(rig.running("n")).containsExactly("t0", "t1");
    }

    @Test
    void whatIsHeldAndNotAllottedIsNotBegunAnewWhenItEnds() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        recounted(5);
        allot(claimed().number(), 5, 2, 2);
        rig.failOver(0);
        rig.advance(3_000);
        assertThat(claimed().parts()).containsExactly(new Stake.Part(2, 0, 2, 2));

        rig.succeed("n", "t0");

        assertThat(rig.running("n")).containsExactly("t1");
    }

    @Test
    void aClaimThatGetsLostIsMadeAgain() {
        rig.submit(dag(OF_ANOTHER, 2, 3));
        long before = claimed().number();

        rig.advance(1_000);

        assertThat(claimed().number()).isGreaterThan(before);
    }

    // Its owner.

    private Answer claim(int partition, long number, int keeps, int wants) {
        return rig.ask(ticket -> new Input.Claim(ticket, stake(partition, number, keeps, wants)));
    }

    private void recount(int partition, long number, int keeps) {
        rig.step(new Input.Told(new Answer.Recounted(stake(partition, number, keeps, keeps))));
    }

    private static Stake stake(int partition, long number, int keeps, int wants) {
        return new Stake(OWN, partition, 1, number, 1, List.of(new Stake.Part(2, keeps, keeps, wants)));
    }

    private int granted(Answer answer) {
        return answer == null ? 0 : ((Answer.Allotted) answer).parts().getOrDefault(2, 0);
    }

    private int grantedLast() {
        return rig.answers.values().stream()
                .filter(Answer.Allotted.class::isInstance)
                .reduce((one, other) -> other)
                .map(this::granted)
                .orElse(0);
    }

    @Test
    void nothingIsAllottedBeforeEveryPartitionHasSaidWhatItHolds() {
        assertThat(claim(1, 1, 0, 2)).isNull();
        assertThat(rig.calls).hasSize(PARTITIONS).allMatch(call -> ((Input.Recount) call.request()).isAtOnce());
        recount(0, 1, 0);
        recount(1, 2, 0);
        claim(1, 3, 0, 2);
        assertThat(grantedLast()).isZero();

        recount(2, 1, 1);

        assertThat(grantedLast()).as("one of two is with the third").isEqualTo(1);
    }

    /** All are heard, and the first of the others claims so much; its claim is faster than its answer to the question. */
    private void claimedFirst(int wants) {
        claim(1, 1, 0, wants);
        recount(0, 2, 0);
        recount(2, 2, 0);
        assertThat(claim(1, 3, 0, wants)).isNull();
        recount(1, 2, 0);
        assertThat(grantedLast()).isEqualTo(wants);
    }

    @Test
    void neverMoreIsAllottedThanMayBeAndWhoHasItIsAskedForIt() {
        claimedFirst(2);
        rig.calls.clear();

        assertThat(claim(2, 3, 0, 2)).isNull();
        assertThat(rig.calls).containsExactly(new Plan.Call(1, new Input.Recount(-1, OWN, 1, false)));

        recount(1, 4, 1);
        assertThat(grantedLast()).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesAfterWhatWasGrantedSinceTakesNothingBack() {
        claimedFirst(1);
        assertThat(claim(2, 3, 0, 2)).isNotNull();
        assertThat(claim(1, 5, 1, 2)).isNull();

        recount(1, 2, 0);

        assertThat(claim(2, 4, 1, 2))
                .as("the other one is still with the first")
                .isNull();
    }

    @Test
    void aClaimThatComesTwiceIsGrantedOnce() {
        claimedFirst(1);
        assertThat(claim(2, 3, 0, 1)).isNotNull();
        assertThat(claim(1, 5, 1, 2)).isNull();

        assertThat(granted(claim(1, 5, 1, 2))).isZero();
    }

    @Test
    void whoHasNotHeardOfAGrantHearsOfItWhenItClaimsAgain() {
        claimedFirst(2);

        assertThat(granted(claim(1, 4, 0, 2))).isEqualTo(2);
    }

    @Test
    void whoIsInItsOwnWayIsAskedToGiveBack() {
        claimedFirst(2);
        rig.calls.clear();

        var parts = List.of(new Stake.Part(1, 0, 0, 1), new Stake.Part(2, 2, 0, 0));
        rig.ask(ticket -> new Input.Claim(ticket, new Stake(OWN, 1, 1, 5, 1, parts)));

        assertThat(rig.calls).containsExactly(new Plan.Call(1, new Input.Recount(-1, OWN, 1, false)));
    }

    @Test
    void whatIsHeldAboveTheLimitIsNotAllowedForThat() {
        claimedFirst(2);

        var three = List.of(new Stake.Part(2, 2, 3, 2));
        rig.ask(ticket -> new Input.Claim(ticket, new Stake(OWN, 1, 1, 5, 1, three)));
        assertThat(grantedLast()).isEqualTo(2);

        recount(1, 6, 0);
        claim(2, 3, 0, 2);
        assertThat(grantedLast()).isEqualTo(2);
    }

    @Test
    void whatANewSchedulerFindsHeldIsAllowedAgain() {
        claimedFirst(2);
        var found = List.of(new Stake.Part(2, 0, 2, 2));
        rig.step(new Input.Told(new Answer.Recounted(new Stake(OWN, 1, 2, 1, 1, found))));
        rig.ask(ticket -> new Input.Claim(ticket, new Stake(OWN, 1, 2, 2, 1, found)));

        assertThat(grantedLast()).isEqualTo(2);
    }

    @Test
    void aGrantThatNeverArrivedIsFoundOut() {
        claimedFirst(2);
        claim(2, 3, 0, 2);
        rig.calls.clear();

        rig.advance(1_000);

        assertThat(rig.calls).contains(new Plan.Call(1, new Input.Recount(-1, OWN, 1, true)));
    }

    @Test
    void withOnePartitionNobodyIsAsked() {
        var alone = new Rig().with("n", cpus(8));
        alone.submit(dag(OWN, 2, 3));

        assertThat(alone.running("n")).containsExactly("t0", "t1");
        alone.runAll();
        assertThat(alone.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(alone.calls).isEmpty();
    }
}

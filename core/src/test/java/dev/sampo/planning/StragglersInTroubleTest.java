package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.link.Availability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes and schedulers that die, or are suspected, while a task has a copy. */
class StragglersInTroubleTest extends Straggling {
    @Test
    void aNodeThatDiesUnderOneOfTwoLeavesTheTaskToTheOther() {
        Rig rig = copied();
        String second = second(rig);
        rig.kill(first(rig));

        assertThat(wherePart(rig)).containsExactly(second);
        assertThat(facts(rig, JobEvent.AttemptLost.class)).isZero();
        rig.succeed(second, PART_5);
        assertDone(rig);
    }

    @Test
    void aNodeThatDiesUnderTheCopyTakesNothingElseWithIt() {
        Rig rig = copied();
        String first = first(rig);
        rig.kill(second(rig));

        assertThat(wherePart(rig)).containsExactly(first);
        rig.succeed(first, PART_5);
        assertDone(rig);
    }

    @Test
    void whereBothNodesDieTheTaskRunsAnew() {
        Rig rig = copied();
        String second = second(rig);
        rig.turn("c", Availability.ACTIVE, 0);
        rig.kill(first(rig));
        rig.kill(second);
        rig.advance(1_000);

        assertThat(wherePart(rig)).as("it may be poison, and runs alone").containsExactly("c");
        rig.succeed("c", PART_5);
        assertDone(rig);
    }

    @Test
    void aNodeThatWasWronglySuspectedIsHeardNoMore() {
        Rig rig = copied();
        String second = second(rig);
        String first = first(rig);
        rig.suspect(first);
        rig.see(first);

        assertThat(rig.interrupted(first)).containsExactly(PART_5);
        rig.succeed(second, PART_5);
        assertDone(rig);
    }

    @Test
    void theNextSchedulerKnowsBoth() {
        Rig rig = copied();
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(wherePart(rig)).containsExactly("a", "b");
        assertThat(rig.interrupted("a")).isEmpty();
        assertThat(rig.interrupted("b")).isEmpty();
        assertThat(rig.explain(SLOW).summary()).contains("; a copy of it is on ");
        rig.succeed(second(rig), PART_5);
        assertDone(rig);
    }

    @Test
    void aFailureThatTheNextSchedulerHearsFirstDoesNotCountWhileTheOtherGoesOn() {
        Rig rig = copied();
        String first = first(rig);
        String second = second(rig);
        rig.stickDisk();
        int before = rig.journal.size();
        rig.fail(first, PART_5);
        rig.failOver(rig.journal.size() - before);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(rig.status().failures()).isZero();
        assertThat(wherePart(rig)).containsExactly(second);
        rig.succeed(second, PART_5);
        assertDone(rig);
    }

    private static void assertCountsAfterAFailover(Rig rig, String winner, String other) {
        rig.silence(winner);
        rig.succeed(winner, PART_5, Rig.inline("by " + winner));
        rig.hear(winner);
        rig.failOver(0, List.of(other, winner, "c"));

        assertThat(rig.ledger().job(Rig.JOB).value(SLOW)).isEqualTo(Rig.inline("by " + winner));
        assertThat(rig.interrupted(other)).containsExactly(PART_5);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        assertDone(rig);
    }

    @Test
    void aCopyThatWonCountsThoughTheFirstGreetsTheNextSchedulerBefore() {
        Rig rig = copied();
        assertCountsAfterAFailover(rig, second(rig), first(rig));
    }

    @Test
    void aFirstThatWonCountsThoughItsCopyGreetsTheNextSchedulerBefore() {
        Rig rig = copied();
        assertCountsAfterAFailover(rig, first(rig), second(rig));
    }

    @Test
    void aFailureThatWasDroppedBeforeIsNoneForTheNextScheduler() {
        Rig rig = copied();
        String second = second(rig);
        rig.stickDisk();
        rig.fail(first(rig), PART_5);
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(rig.status().failures()).isZero();
        rig.succeed(second, PART_5);
        assertDone(rig);
    }

    @Test
    void noCopyBeginsBeforeItIsDurableThatThereIsOne() {
        Rig rig = slow(parts());
        rig.stickDisk();
        rig.advance(AFTER + 1);

        assertThat(facts(rig, JobEvent.CopyBegun.class)).isEqualTo(1);
        assertThat(wherePart(rig)).hasSize(1);
        assertThat(rig.explain(SLOW).summary()).contains("; a copy of it is about to begin on " + second(rig));
        String first = whereRuns(rig, PART_5);
        rig.succeed(first, PART_5);
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(wherePart(rig)).isEmpty();
        assertNothingIsHeld(rig);
    }

    @Test
    void aNodeOnItsWayOutLeavesTheTaskToTheOther() {
        Rig rig = copied();
        String second = second(rig);
        rig.turn(first(rig), Availability.DRAINING, 0);
        rig.advance(10);
        rig.end(first(rig), PART_5, new Outcome.Cancelled());

        assertThat(rig.ledger().job(Rig.JOB).state(SLOW)).isEqualTo(TaskState.READY);
        assertThat(wherePart(rig)).containsExactly(second);
        rig.succeed(second, PART_5);
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aNodeThatDiesBeforeItsCopyWasSentHasNothingToDoWithTheTask() {
        Rig rig = slow(parts());
        rig.stickDisk();
        rig.advance(AFTER + 1);
        String first = whereRuns(rig, PART_5);
        rig.kill(second(rig));

        assertThat(facts(rig, JobEvent.NodeDied.class)).isZero();
        assertThat(wherePart(rig)).containsExactly(first);
    }

    @Test
    void aCopyThatNeverBeganIsNotTheOnlyOneATaskMayHave() {
        Rig rig = slow(parts());
        rig.stickDisk();
        rig.advance(AFTER + 1);
        String second = second(rig);
        rig.turn(second, Availability.CORDONED, 0);
        rig.step(new Input.Durable(rig.ledger().factCount()));
        assertThat(facts(rig, JobEvent.AttemptDropped.class)).isEqualTo(1);
        rig.turn(second, Availability.ACTIVE, 0);
        rig.advance(1_000);
        rig.step(new Input.Durable(rig.ledger().factCount()));

        assertThat(facts(rig, JobEvent.CopyBegun.class)).isEqualTo(2);
        assertThat(wherePart(rig)).hasSize(2);
        rig.succeed(second, PART_5);
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }
}

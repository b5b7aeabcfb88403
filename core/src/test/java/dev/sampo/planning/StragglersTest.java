package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.link.Availability;
import dev.sampo.resilience.Retry;
import dev.sampo.telemetry.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks that take longer than their kind does, and get a copy elsewhere where they ask for it. */
class StragglersTest extends Straggling {
    @Test
    void oneThatTakesLongerThanItsKindGetsACopyOnAnotherNode() {
        Rig rig = slow(parts());
        rig.advance(AFTER);
        assertThat(wherePart(rig)).hasSize(1);

        rig.advance(1);

        assertThat(wherePart(rig)).containsExactly("a", "b");
        assertThat(rig.explain(SLOW).summary())
                .contains("; a copy of it is on " + second(rig)
                        + ", since it had run for 1001 ms, and 95 of 100 of its kind run for 1 ms at most");
        assertThat(rig.explain(SLOW).story())
                .containsExactly("a copy of attempt 1 was begun on " + second(rig)
                        + ": it had run for 1001 ms, and 95 of 100 of its kind run for 1 ms at most");
    }

    @Test
    void theCopyWinsAndTheFirstIsStopped() {
        Rig rig = copied();
        String second = second(rig);
        rig.succeed(second, PART_5);

        assertThat(rig.interrupted(first(rig))).containsExactly(PART_5);
        assertThat(rig.explain(SLOW).story()).last().asString().startsWith("attempt 1 succeeded on " + second);
        assertDone(rig);
    }

    @Test
    void aNodeThatACopyWasQuickerThanIsKnownToBeSlow() {
        Rig rig = copied();
        String first = first(rig);
        rig.advance(10);
        rig.succeed(second(rig), PART_5);

        var entries =
                ((Answer.Breakers) rig.ask(ticket -> new Input.AskBreakers(ticket, Optional.empty(), 10))).entries();
        assertThat(entries).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.name().node()).isEqualTo(Rig.node(first));
            assertThat(entry.slow()).isEqualTo(1);
        });
    }

    @Test
    void whyTheCopyIsWhereItIsIsKept() {
        Rig rig = copied();
        String second = second(rig);
        rig.succeed(second, PART_5);

        assertThat(rig.explain(SLOW).placement()).startsWith("put on " + second).doesNotContain("one of many");
    }

    @Test
    void whereTheCopyWonTheFirstWasInVain() {
        Rig rig = copied();
        rig.advance(10);
        rig.succeedAfter(second(rig), PART_5, 10_000);

        assertThat(rig.explain(SLOW).late())
                .startsWith(
                        "1.0 s since its job was accepted: 10 ms running, 1.0 s with attempts that came to nothing");
    }

    @Test
    void theFirstWinsAndTheCopyIsStopped() {
        Rig rig = copied();
        rig.succeed(first(rig), PART_5);

        assertThat(rig.interrupted(second(rig))).containsExactly(PART_5);
        assertDone(rig);
    }

    @Test
    void whenBothEndOnlyTheFirstToBeHeardCounts() {
        Rig rig = copied();
        rig.silence(second(rig));
        rig.succeed(second(rig), PART_5, Rig.inline("second"));
        rig.succeed(first(rig), PART_5, Rig.inline("first"));

        assertThat(rig.ledger().job(Rig.JOB).value(SLOW)).isEqualTo(Rig.inline("first"));
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aCopyThatFailsIsNoFailureOfTheTask() {
        Rig rig = copied();
        rig.fail(second(rig), PART_5);

        assertThat(wherePart(rig)).containsExactly(first(rig));
        assertThat(rig.status().failures()).isZero();
        assertThat(rig.explain(SLOW).story())
                .contains("attempt 1 came to nothing on " + second(rig)
                        + ", while the other of the two went on: E: boom");
        rig.advance(60_000);
        assertThat(wherePart(rig)).as("no second copy").hasSize(1);
        rig.succeed(first(rig), PART_5);
        assertDone(rig);
    }

    @Test
    void aFirstThatFailsLeavesTheTaskToItsCopy() {
        Rig rig = copied();
        rig.fail(first(rig), PART_5);

        assertThat(rig.status().failures()).isZero();
        assertThat(rig.explain(SLOW).summary()).startsWith("is on " + second(rig) + " as attempt 1");
        rig.succeed(second(rig), PART_5);
        assertDone(rig);
    }

    @Test
    void whereBothFailTheTaskHasFailedOnce() {
        var dag = Dag.named("dag");
        dag.each("part", dag.task("list", LIST), PART)
                .copyWhenSlow()
                .retry(Retry.fixed(1).startingAt(Duration.ofMillis(10)));
        Rig rig = slow(dag);
        rig.advance(AFTER + 1);
        String second = second(rig);
        rig.fail(first(rig), PART_5);
        rig.fail(second, PART_5);

        assertThat(rig.status().failures()).isEqualTo(1);
        rig.advance(20);
        String third = whereRuns(rig, PART_5);
        assertThat(rig.attempt(third, PART_5).number()).isEqualTo(2);
        rig.fail(third, PART_5);
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertNothingIsHeld(rig);
    }

    @Test
    void whoFailsBeforeItsCopyHasBegunFailsAsAlways() {
        Rig rig = slow(parts());
        rig.stickDisk();
        rig.advance(AFTER + 1);
        rig.fail(whereRuns(rig, PART_5), PART_5);

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertNothingIsHeld(rig);
    }

    @Test
    void aCancelledJobStopsBoth() {
        Rig rig = copied();
        rig.ask(ticket -> new Input.Cancel(ticket, Rig.JOB, "enough"));

        assertThat(rig.interrupted("a")).containsExactly(PART_5);
        assertThat(rig.interrupted("b")).containsExactly(PART_5);
        rig.end("a", PART_5, new Outcome.Cancelled());
        assertThat(rig.status().status()).isEqualTo(JobStatus.CANCELLING);
        rig.end("b", PART_5, new Outcome.Cancelled());
        assertThat(rig.status().status()).isEqualTo(JobStatus.CANCELLED);
        assertNothingIsHeld(rig);
    }

    @Test
    void aPausedJobGetsNoCopies() {
        Rig rig = slow(parts());
        rig.ask(ticket -> new Input.Pause(ticket, Rig.JOB));
        rig.advance(AFTER * 3);
        assertThat(wherePart(rig)).hasSize(1);
        assertThat(rig.explain(SLOW).summary()).contains("and gets no copy: its job does not go on at the moment");

        rig.ask(ticket -> new Input.Resume(ticket, Rig.JOB));
        rig.advance(AFTER);
        assertThat(wherePart(rig)).hasSize(2);
    }

    @Test
    void eachOfTwoHasItsTimeout() {
        var dag = Dag.named("dag");
        dag.each("part", dag.task("list", LIST), PART).copyWhenSlow().timeout(Duration.ofSeconds(3));
        Rig rig = slow(dag);
        rig.advance(AFTER + 1);
        String second = second(rig);
        String first = first(rig);
        rig.advance(2_000);
        assertThat(rig.interrupted(first)).containsExactly(PART_5);
        assertThat(rig.interrupted(second)).isEmpty();
        rig.end(first, PART_5, new Outcome.Cancelled());

        assertThat(rig.status().failures()).isZero();
        rig.succeed(second, PART_5);
        assertDone(rig);
    }

    @Test
    void aSilentNodeTimesOutAndTheOtherGoesOn() {
        var dag = Dag.named("dag");
        dag.each("part", dag.task("list", LIST), PART).copyWhenSlow().timeout(Duration.ofSeconds(3));
        Rig rig = slow(dag);
        String first = whereRuns(rig, PART_5);
        String other = first.equals("a") ? "b" : "a";
        long margin = PlannerSettings.DEFAULTS.deadlineMarginMillis();
        rig.turn(other, Availability.CORDONED, 0);
        rig.silence(first);
        rig.advance(margin + 1_000);
        rig.turn(other, Availability.ACTIVE, 0);
        rig.advance(1_000);
        assertThat(second(rig)).isEqualTo(other);
        rig.advance(1_500);
        assertThat(rig.explain(SLOW).story())
                .last()
                .asString()
                .contains("no end was reported within its timeout of PT3S");
        assertThat(rig.status().failures()).isZero();
        rig.succeed(other, PART_5);

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void roomThatAReadyTaskCouldUseIsNotForCopies() {
        Rig rig = slow(parts());
        String other = whereRuns(rig, PART_5).equals("a") ? "b" : "a";
        var dag = Dag.named("large");
        dag.task("fills", BODY).needs(cpus(3)).priority(1);
        dag.task("large", BODY).needs(cpus(3));
        rig.submit(new JobId("large"), dag);
        assertThat(rig.running(other)).containsExactly("fills");
        rig.advance(AFTER * 2);

        assertThat(wherePart(rig)).hasSize(1);
        assertThat(rig.explain(SLOW).summary())
                .contains("and gets a copy when another node has room that nobody who is ready could use");
        rig.succeed(other, "fills");
        rig.advance(AFTER);
        assertThat(wherePart(rig)).hasSize(1);
        rig.succeed(other, "large");
        rig.advance(AFTER);
        assertThat(wherePart(rig)).hasSize(2);
    }

    @Test
    void aJobOfFewTasksHasOneCopyAtATime() {
        var dag = Dag.named("dag");
        dag.each("part", dag.task("list", LIST), PART).copyWhenSlow();
        Rig rig = slow(dag);
        rig.submit(new JobId("again"), parts());
        rig.succeed(whereRuns(rig, "list"), "list", Rig.list(2));
        rig.advance(AFTER + 1);

        assertThat(facts(rig, JobEvent.CopyBegun.class))
                .as("a tenth of seven cpus is none, and one always may be")
                .isEqualTo(1);
    }

    @Test
    void whoDoesNotAskGetsNone() {
        var dag = Dag.named("dag");
        dag.each("part", dag.task("list", LIST), PART);
        Rig rig = slow(dag);
        rig.advance(AFTER * 60);

        assertThat(facts(rig, JobEvent.CopyBegun.class)).isZero();
    }

    @Test
    void whereNothingIsKnownOfItsKindNobodyKnowsWhatIsLong() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        var dag = Dag.named("dag");
        dag.task("alone", BODY).copyWhenSlow();
        rig.submit(dag);
        rig.advance(AFTER * 600);

        assertThat(facts(rig, JobEvent.CopyBegun.class)).isZero();
    }

    @Test
    void whoListensHearsOfBoth() {
        Rig rig = slow(parts());
        rig.listens(true);
        rig.advance(AFTER + 1);
        rig.fail(second(rig), PART_5);

        assertThat(rig.events).hasAtLeastOneElementOfType(Event.TaskCopied.class);
        assertThat(rig.events).hasAtLeastOneElementOfType(Event.AttemptDropped.class);
    }

    @Test
    void whatRunsOnSeveralNodesAnywayIsRefused() {
        for (String with : List.of("verify(", "gang(", "together(")) {
            var dag = Dag.named("dag");
            var task = dag.task("task", BODY).copyWhenSlow();
            if (with.startsWith("v")) {
                task.verify(3, 2);
            } else if (with.startsWith("g")) {
                task.gang("g");
            } else {
                task.together("t");
            }
            assertThatThrownBy(() -> new Rig().with("a", cpus(1)).submit(dag))
                    .hasMessageContaining("copyWhenSlow() does not go with " + with);
        }
    }
}

package dev.sampo.planning;

import static dev.sampo.planning.Rig.JOB;
import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.dag.Problem;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Rig rig = new Rig();

    private static Dag chain(int length) {
        var dag = Dag.named("chain");
        Handle<Integer> last = dag.task("t0", () -> 1);
        for (int i = 1; i < length; i++) {
            last = dag.task("t" + i, last, (Integer x) -> x);
        }
        return dag;
    }

    private static Dag diamond() {
        var dag = Dag.named("diamond");
        var a = dag.task("a", () -> 1);
        var b = dag.task("b", a, (Integer x) -> x);
        var c = dag.task("c", a, (Integer x) -> x);
        dag.task("d", b, c, (Integer x, Integer y) -> x + y);
        return dag;
    }

    @Test
    void aDiamondRunsInOrderOnTwoNodes() {
        rig.with("n1", cpus(1)).with("n2", cpus(1));
        rig.submit(diamond());
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript).hasSize(4).first().asString().startsWith("start a");
        assertThat(rig.transcript).last().asString().startsWith("start d");
    }

    @Test
    void aChainOfTasksThatEachNeedTheWholeNodeCompletesOnThatNode() {
        rig.with("n1", cpus(4));
        var dag = Dag.named("whole");
        Handle<Integer> last = dag.task("t0", () -> 1).needs(cpus(4));
        for (int i = 1; i < 10; i++) {
            last = dag.task("t" + i, last, (Integer x) -> x).needs(cpus(4));
        }
        rig.submit(dag);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aSuccessorWhoseLastInputWasMadeHereStartsWithoutAskingTheScheduler() {
        rig.with("n1", cpus(1));
        rig.submit(chain(3));
        rig.runAll();
        assertThat(rig.transcript).containsExactly("start t0 on n1", "start t1 on n1", "start t2 on n1");
        assertThat(rig.journal)
                .filteredOn(JobEvent.TaskSucceeded.class::isInstance)
                .hasSize(3);
    }

    @Test
    void aJobSubmittedWhileTheClusterIsFullWaitsSaysWhyAndThenRuns() {
        rig.with("n1", cpus(1));
        rig.submit(new JobId("first"), chain(1));
        rig.submit(chain(1));
        Explanation waiting = rig.explain(0);
        assertThat(waiting.state()).isEqualTo(TaskState.READY);
        assertThat(waiting.position()).isEqualTo(1);
        assertThat(waiting.summary()).contains("waits for room", "position 1");
        assertThat(waiting.candidates()).singleElement().satisfies(each -> assertThat(each.why())
                .contains("full for now: cpus=1 short"));
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatWaitsForRoomNamesTheNearestNodeAndWhatIsMissingThere() {
        rig.with("small", cpus(1)).with("off", cpus(16), Map.of("zone", "b"));
        rig.with("large", cpus(8)).with("medium", cpus(4));
        var dag = Dag.named("others");
        dag.task("l", () -> 1).needs(cpus(8)).where(label("sampo.node").is("large"));
        dag.task("m", () -> 1).needs(cpus(2)).where(label("sampo.node").is("medium"));
        rig.submit(new JobId("first"), dag);
        var wide = Dag.named("wide");
        wide.task("t", () -> 1).needs(cpus(3)).where(label("zone").isNot("b"));
        rig.submit(wide);
        Explanation waiting = rig.explain(0);
        assertThat(waiting.summary())
                .endsWith(
                        "waits for room (cpus=3) at position 1 of 1; nearest is medium (full for now: cpus=1 short, 1 task"
                                + " there)");
        assertThat(waiting.candidates().stream().map(Explanation.Candidate::node))
                .containsExactly("medium", "large", "small", "off");
    }

    @Test
    void needsThatNoNodeCouldEverMeetAreRefusedWithTheNearestNode() {
        rig.with("small", cpus(2)).with("large", cpus(8));
        var dag = Dag.named("greedy");
        dag.task("t", () -> 1).needs(cpus(16));
        var rejected = (Answer.Rejected) rig.submit(dag);
        assertThat(rejected.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.NEVER_FITS);
            assertThat(problem.what()).contains("large", "cpus=8");
        });
    }

    @Test
    void aTaskWaitsForANodeWhoseLabelsMatch() {
        rig.with("n1", cpus(4));
        rig.with("n2", cpus(4), Map.of("disk", "nvme"));
        var dag = Dag.named("picky");
        dag.task("t", () -> 1).where(label("disk").is("nvme"));
        rig.submit(dag);
        assertThat(rig.running("n2")).containsExactly("t");
    }

    @Test
    void theSameIdWithTheSameContentIsTheSameJobAndWithOtherContentIsRefused() {
        rig.with("n1", cpus(1));
        assertThat(rig.submit(chain(2))).isEqualTo(new Answer.Accepted(JOB, false));
        rig.runAll();
        assertThat(rig.submit(chain(2))).isEqualTo(new Answer.Accepted(JOB, true));
        assertThat(rig.transcript).hasSize(2);
        var refused = (Answer.Rejected) rig.submit(chain(3));
        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.kind())
                .isEqualTo(Problem.Kind.CONTENT_DIFFERS));
    }

    @Test
    void anEachRunsOncePerElementAndItsListIsTheInputOfWhatFollows() {
        rig.with("n1", cpus(4));
        var dag = Dag.named("mapped");
        var pages = dag.task("pages", () -> List.of(1, 2, 3));
        var words = dag.each("words", pages, (Integer x) -> x);
        dag.task("total", words.all(), (List<Integer> all) -> all.size());
        rig.submit(dag);
        rig.succeed("n1", "pages", Rig.list(3));
        assertThat(rig.running("n1")).containsExactly("words[0]", "words[1]", "words[2]");
        rig.runAll();
        assertThat(rig.transcript).last().asString().startsWith("start total");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.ask(ticket -> new Input.AwaitTask(ticket, JOB, 1)))
                .isEqualTo(new Answer.TaskElements(JOB, 1, 3, 3));
    }

    @Test
    void anEachOverNothingIsAnEmptyListAtOnce() {
        rig.with("n1", cpus(1));
        var dag = Dag.named("none");
        var pages = dag.task("pages", () -> List.<Integer>of());
        var words = dag.each("words", pages, (Integer x) -> x);
        dag.task("total", words.all(), (List<Integer> all) -> all.size());
        rig.submit(dag);
        rig.succeed("n1", "pages", Rig.list(0));
        assertThat(rig.running("n1")).containsExactly("total");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void anEachOverAConstantNeedsNoTaskBefore() {
        rig.with("n1", cpus(8));
        var dag = Dag.named("constant");
        dag.each("t", List.of(1, 2, 3, 4), (Integer x) -> x);
        rig.submit(dag);
        assertThat(rig.running("n1")).hasSize(4);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void anEachOverTheElementsOfAnotherGetsOneOfTheirValuesEach() {
        rig.with("n1", cpus(8));
        var dag = Dag.named("twice");
        var first = dag.each("first", List.of(1, 2), (Integer x) -> x);
        dag.each("second", first.all(), (Integer x) -> x);
        rig.submit(dag);
        rig.succeed("n1", "first[0]", Rig.inline("zero"));
        rig.succeed("n1", "first[1]", Rig.inline("one"));
        assertThat(rig.arguments("n1", "second[1]").toString()).contains("Inline[3 bytes]");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aFailedTaskIsTriedAgainAfterItsWaitAndThenGivenUp() {
        rig.with("n1", cpus(1));
        var dag = Dag.named("flaky");
        dag.task("t", () -> 1)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(10)).withJitter(0));
        rig.submit(dag);
        rig.fail("n1", "t");
        rig.advance(9_000);
        assertThat(rig.running("n1")).isEmpty();
        rig.advance(2_000);
        assertThat(rig.attempt("n1", "t").number()).isEqualTo(2);
        rig.fail("n1", "t");
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason()).contains("task t", "boom");
    }

    @Test
    void aFailureEndsTheJobAndStopsItsOtherTasks() {
        rig.with("n1", cpus(2));
        var dag = Dag.named("pair");
        dag.task("good", () -> 1);
        dag.task("bad", () -> 1);
        rig.submit(dag);
        rig.fail("n1", "bad");
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.interrupted("n1")).containsExactly("good");
    }

    @Test
    void aCancelInterruptsWhatRunsAndTheSlotIsFreeOnlyAfterItStopped() {
        rig.with("n1", cpus(1));
        rig.submit(chain(2));
        rig.ask(ticket -> new Input.Cancel(ticket, JOB, "enough"));
        assertThat(rig.interrupted("n1")).containsExactly("t0");
        assertThat(rig.free("n1")).isEqualTo(cpus(0));
        assertThat(rig.status().status()).isEqualTo(JobStatus.CANCELLING);
        rig.succeed("n1", "t0");
        assertThat(rig.free("n1")).isEqualTo(cpus(1));
        assertThat(rig.status().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(rig.running("n1")).isEmpty();
    }

    @Test
    void aBodyThatIgnoresItsInterruptIsGivenUpAfterTheGracePeriod() {
        rig.with("n1", cpus(1));
        rig.submit(chain(1));
        rig.ask(ticket -> new Input.Cancel(ticket, JOB, "enough"));
        rig.advance(6_000);
        assertThat(rig.transcript).last().isEqualTo("abandon on n1");
        assertThat(rig.status().status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aTaskThatRunsPastItsTimeoutFailsAndItsLateValueIsRefused() {
        rig.with("n1", cpus(1));
        var dag = Dag.named("slow");
        dag.task("t", () -> 1).timeout(Duration.ofSeconds(1)).retry(Retry.fixed(1));
        rig.submit(dag);
        rig.advance(1_000);
        assertThat(rig.interrupted("n1")).containsExactly("t");
        rig.succeed("n1", "t");
        assertThat(rig.journal)
                .filteredOn(JobEvent.AttemptFailed.class::isInstance)
                .singleElement()
                .satisfies(fact -> assertThat(
                                ((JobEvent.AttemptFailed) fact).failure().message())
                        .contains("timeout of PT1S"));
        rig.advance(1_000);
        assertThat(rig.attempt("n1", "t").number()).isEqualTo(2);
    }

    @Test
    void aNodesDeathIsNotTheTasksFailureAndTheTaskRunsElsewhere() {
        rig.with("n1", cpus(1));
        rig.submit(chain(2));
        rig.kill("n1");
        rig.with("n2", cpus(1));
        assertThat(rig.attempt("n2", "t0").number()).isEqualTo(2);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().failures()).isZero();
    }

    @Test
    void aTaskThatLostItsNodeGoesBeforeThoseThatHaveNotHadTheirTurn() {
        rig.with("n1", cpus(1));
        var dag = Dag.named("four");
        for (int i = 0; i < 4; i++) {
            dag.task("t" + i, () -> 1);
        }
        rig.submit(dag);
        rig.succeed("n1", "t0");
        rig.kill("n1");

        rig.with("n2", cpus(1));

        rig.succeed("n2", "t1");
        rig.runAll();
    }

    @Test
    void aNodeTakenForDeadTooSoonKeepsItsWorkWhenItSpeaksAgain() {
        rig.with("n1", cpus(1));
        rig.submit(chain(1));
        rig.suspect("n1");
        rig.see("n1");
        rig.succeed("n1", "t0");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript).containsExactly("start t0 on n1");
    }

    @Test
    void aLateReportOfALostAttemptChangesNothing() {
        rig.with("n1", cpus(1)).with("n2", cpus(1));
        rig.submit(chain(1));
        String first = rig.transcript.get(0).endsWith("n1") ? "n1" : "n2";
        String second = first.equals("n1") ? "n2" : "n1";
        rig.suspect(first);
        assertThat(rig.running(second)).containsExactly("t0");
        rig.see(first);
        rig.succeed(first, "t0", Rig.inline("zombie"));
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        rig.succeed(second, "t0", Rig.inline("living"));
        assertThat(rig.ask(ticket -> new Input.AwaitTask(ticket, JOB, 0)))
                .isEqualTo(new Answer.TaskValue(JOB, 0, Rig.inline("living")));
    }

    @Test
    void afterAFailoverWhatTheJournalLostIsToldAgainAndNotRunAgain() {
        rig.with("n1", cpus(1));
        rig.submit(chain(3));
        rig.stickDisk();
        rig.succeed("n1", "t0");
        rig.succeed("n1", "t1");
        rig.failOver(LastFacts.of(rig.journal, 2));
        rig.succeed("n1", "t2");
        rig.advance(5_000);
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript).containsExactly("start t0 on n1", "start t1 on n1", "start t2 on n1");
    }

    @Test
    void afterAFailoverNothingIsPlacedBeforeTheNodesHaveSaidWhatTheyHold() {
        rig.with("n1", cpus(1)).with("n2", cpus(1));
        rig.submit(chain(1));
        rig.failOver(0);
        rig.advance(200);
        assertThat(rig.transcript).hasSize(1);
        rig.advance(5_000);
        assertThat(rig.transcript).hasSize(1);
    }

    @Test
    void aLostValueIsMadeAgainOnlyAsFarUpAsNeeded() {
        rig.with("n1", cpus(1)).with("n2", cpus(1), Map.of("disk", "nvme"));
        var dag = Dag.named("far");
        var t0 = dag.task("t0", () -> 1).where(label("disk").isNot("nvme"));
        var t1 = dag.task("t1", t0, (Integer x) -> x);
        var busy = dag.task("busy", () -> 1).where(label("disk").is("nvme"));
        dag.task("t2", t1, busy, (Integer x, Integer y) -> x)
                .where(label("disk").is("nvme"));
        rig.submit(dag);
        rig.succeed("n1", "t0");
        rig.succeed("n1", "t1", new Value.Stored(new NodeId("n1"), 1_000_000, 7, Value.NO_LIST));
        rig.kill("n1");
        rig.succeed("n2", "busy");
        assertThat(rig.transcript)
                .contains("fetch of " + 1 + " by n2 in vain")
                .last()
                .isEqualTo("start t1 on n2");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript.stream().filter(line -> line.startsWith("start t0")))
                .hasSize(1);
        assertThat(rig.journal).filteredOn(JobEvent.ValueLost.class::isInstance).hasSize(1);
    }

    @Test
    void addedTasksRunInTheSameJobAndTheirResultStandsInForTheirParents() {
        rig.with("n1", cpus(1));
        rig.submit(chain(2));
        var added = Dag.named("added");
        var first = added.task("first", () -> 1);
        added.task("second", first, (Integer x) -> x);
        var more = added.compile(new PlainEncoder());
        rig.end("n1", "t0", new Outcome.Succeeded(Rig.inline(""), Optional.of(new Outcome.Growth(more, 1))));
        assertThat(rig.transcript).hasSize(1);
        rig.knows(more);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().tasks()).isEqualTo(4);
        assertThat(rig.ask(ticket -> new Input.AwaitTask(ticket, JOB, 0)))
                .isEqualTo(new Answer.TaskValue(JOB, 0, Rig.inline("v-second")));
    }

    @Test
    void aLargeValueIsDroppedOnceNothingNeedsItAndKeptWhereItWasAskedToBe() {
        rig.with("n1", cpus(2));
        var dag = Dag.named("large");
        var dropped = dag.task("dropped", () -> 1);
        var kept = dag.task("kept", () -> 1).keep();
        dag.task("reader", dropped, kept, (Integer x, Integer y) -> x);
        rig.submit(dag);
        var large = new Value.Stored(new NodeId("n1"), 1_000_000, 7, Value.NO_LIST);
        rig.succeed("n1", "dropped", large);
        rig.succeed("n1", "kept", large);
        assertThat(rig.transcript).noneMatch(line -> line.startsWith("discard"));
        rig.succeed("n1", "reader", large);
        assertThat(rig.transcript.stream().filter(line -> line.startsWith("discard")))
                .containsExactly("discard of [0] on n1");
    }

    @Test
    void aSuccessorThatWouldRatherRunElsewhereIsLeftToTheScheduler() {
        rig.with("n1", cpus(1)).with("n2", cpus(1), Map.of("disk", "nvme"));
        var dag = Dag.named("preferring");
        var first = dag.task("first", () -> 1).where(label("disk").isNot("nvme"));
        dag.task("second", first, (Integer x) -> x).prefer(label("disk").is("nvme"));
        rig.submit(dag);
        rig.succeed("n1", "first");
        assertThat(rig.running("n2")).containsExactly("second");
    }

    @Test
    void twoJobsNeverRunMoreOnANodeThanItHas() {
        rig.with("n1", cpus(2));
        rig.submit(new JobId("one"), chain(1));
        rig.submit(new JobId("two"), chain(1));
        rig.submit(new JobId("three"), chain(1));
        assertThat(rig.transcript).hasSize(2);
        assertThat(rig.free("n1")).isEqualTo(cpus(0));
    }

    @Test
    void aLedgerRebuiltFromItsFactsIsTheSameLedger() {
        rig.with("n1", cpus(4));
        var dag = Dag.named("mapped");
        var pages = dag.task("pages", () -> List.of(1, 2, 3));
        dag.each("words", pages, (Integer x) -> x).retry(Retry.fixed(2));
        rig.submit(dag);
        rig.succeed("n1", "pages", Rig.list(3));
        rig.fail("n1", "words[1]");
        var once = new dev.sampo.job.Ledger();
        once.replay(List.copyOf(rig.journal), rig.journal.size());
        var twice = dev.sampo.job.Ledger.restore(once.facts(), once.factCount());
        assertThat(twice.facts()).isEqualTo(once.facts());
        assertThat(twice.job(JOB).failures(3 + 0)).isEqualTo(once.job(JOB).failures(3));
    }

    @Test
    void theAcceptanceOfAGraphTooLargeForAMessageIsLeftOutOfItsEvents() {
        rig.with("n1", cpus(1));
        var dag = Dag.named("huge");
        for (int i = 0; i < 20_000; i++) {
            dag.task("task-" + i, () -> 1);
        }
        rig.submit(dag);
        rig.succeed("n1", "task-0");
        var events = (Answer.Events) rig.ask(ticket -> new Input.AskEvents(ticket, JOB, 0, 100));
        assertThat(events.fromSequence()).isEqualTo(1);
        assertThat(events.events()).first().isInstanceOf(JobEvent.TaskSucceeded.class);
    }

    @Test
    void eventsAreNumberedAndCanBeReadOnFromAnyNumber() {
        rig.with("n1", cpus(1));
        rig.submit(chain(2));
        rig.runAll();
        var all = (Answer.Events) rig.ask(ticket -> new Input.AskEvents(ticket, JOB, 0, 100));
        assertThat(all.events()).hasSize(4);
        assertThat(all.last()).isTrue();
        var rest = (Answer.Events) rig.ask(ticket -> new Input.AskEvents(ticket, JOB, 2, 100));
        assertThat(rest.events()).isEqualTo(all.events().subList(2, 4));
        assertThat(all.isCut(100)).isFalse();
        assertThat(all.isCut(4)).isTrue();
    }
}

package dev.sampo.harness.history;

import static dev.sampo.harness.history.Histories.done;
import static dev.sampo.harness.history.Histories.end;
import static dev.sampo.harness.history.Histories.ended;
import static dev.sampo.harness.history.Histories.invoke;
import static dev.sampo.harness.history.Histories.start;
import static dev.sampo.harness.history.Histories.submitted;
import static dev.sampo.harness.history.Histories.t;
import static dev.sampo.harness.history.Histories.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Call;
import dev.sampo.harness.history.Entry.Fault;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each checker finds its anomaly in a history that is clean but for that, and nobody else sees one. */
class CheckersTest {
    private static final Limits LIMITS =
            Limits.DEFAULTS.with(Arrays.stream(Kind.values()).collect(Collectors.toMap(kind -> kind, kind -> 1)));

    private static List<Violation> check(List<Entry> entries) {
        return Checkers.check(History.of(entries), LIMITS);
    }

    private static List<Entry> with(Entry... more) {
        var entries = new ArrayList<>(Histories.clean());
        entries.addAll(List.of(more));
        return entries;
    }

    private static List<Entry> without(List<Entry> entries, Predicate<Entry> unwanted) {
        return entries.stream().filter(unwanted.negate()).toList();
    }

    private static List<Entry> changed(Predicate<Entry> which, UnaryOperator<Entry> change) {
        return Histories.clean().stream()
                .map(entry -> which.test(entry) ? change.apply(entry) : entry)
                .toList();
    }

    private static Predicate<Entry> fact(String job, What what) {
        return entry -> entry instanceof Stored fact && job.equals(fact.job()) && fact.f() == what;
    }

    private static Predicate<Entry> ran(String job, String task) {
        return entry ->
                entry instanceof Run run && run.job().equals(job) && run.task().equals(task);
    }

    private static List<Entry> toldInstead(String client, long op, String res) {
        return changed(
                entry -> entry instanceof Call call
                        && call.p().equals(client)
                        && call.op() == op
                        && call.ty() == Stage.OK,
                entry -> ((Call) entry).over(entry.t(), Stage.OK, ((Call) entry).job(), res));
    }

    private static void assertFound(List<Entry> entries, String checker, String... words) {
        List<Violation> violations = check(entries);
        assertThat(violations)
                .isNotEmpty()
                .allMatch(violation -> violation.checker().equals(checker));
        assertThat(violations.get(0).what()).contains(words);
    }

    @Test
    void nothingIsWrongWithACleanHistory() {
        assertThat(check(Histories.clean())).isEmpty();
        assertThat(Checkers.recoveries(History.of(Histories.clean())))
                .hasSize(4)
                .allMatch(seconds -> seconds < 1);
    }

    @Test
    void c1FindsAnAcceptedJobThatIsGone() {
        assertFound(
                without(Histories.clean(), entry -> entry instanceof Stored fact && "s15".equals(fact.job())),
                "C1",
                "s15",
                "lost");
    }

    @Test
    void c1FindsAJobThatNobodySubmittedOrThatWasRefused() {
        assertFound(
                with(submitted(9_001, "ghost", "ghost"), ended(9_002, "ghost", "CANCELLED")), "C1", "ghost", "phantom");
        assertFound(with(submitted(9_001, "j4", "k4"), ended(9_002, "j4", "CANCELLED")), "C1", "j4", "phantom");
    }

    @Test
    void c2FindsTwoJobsForOneKey() {
        Call made = invoke(9, "client-5", 1, Ask.SUBMIT, "k1", null, null, "node-1");
        assertFound(
                with(
                        made,
                        made.over(t(9.1), Stage.OK, "j1-again", null),
                        submitted(9_001, "j1-again", "other"),
                        ended(9_002, "j1-again", "CANCELLED")),
                "C2",
                "k1",
                "j1-again");
    }

    @Test
    void c2FindsAKeyThatIsInTheJournalTwice() {
        assertFound(with(submitted(9_001, "j1", "k1")), "C2", "k1", "2 times");
    }

    @Test
    void c3FindsASecondOutcome() {
        Run again = start(4.5, "node-1", "j1", "b", 2, 1, 50);
        assertFound(with(again, end(4.6, again, true), done(9_001, again)), "C3", "b", "2 outcomes");
    }

    @Test
    void c3AllowsASecondOutcomeOfALostValue() {
        Run again = start(4.5, "node-1", "j1", "b", 2, 1, 50);
        var lost = new Stored(
                t(200), Histories.PARTITION, 9_000, What.VALUE_LOST, null, null, null, "j1", "b", null, null, null);
        assertThat(check(with(again, end(4.6, again, true), lost, done(9_001, again))))
                .isEmpty();
    }

    @Test
    void c3FindsAnOutcomeOfARunThatNeverWas() {
        assertFound(without(Histories.clean(), ran("j1", "c")), "C3", "c", "never ran");
    }

    @Test
    void c3FindsAnOutcomeOfAnotherRunOfTheSameNumber() {
        Run other = start(3.1, "node-0", "j1", "b", 1, 2, 2);
        assertFound(
                changed(
                        fact -> fact instanceof Stored done && done.f() == What.DONE && "b".equals(done.task()),
                        done -> done(((Stored) done).at(), other)),
                "C3",
                "b",
                "never ran");
    }

    @Test
    void c3TakesAnOutcomeOfUnknownFenceByItsNumber() {
        assertThat(check(changed(fact -> fact instanceof Stored done && done.f() == What.DONE, done -> ((Stored) done)
                        .withoutFence())))
                .isEmpty();
    }

    @Test
    void c3FindsASucceededJobWithoutAnOutcomeOfEachTask() {
        assertFound(
                without(Histories.clean(), fact("j1", What.DONE).and(entry -> "c".equals(((Stored) entry).task()))),
                "C3",
                "c",
                "no outcome");
    }

    @Test
    void c3FindsAWrongValue() {
        assertFound(toldInstead("client-0", 4, "7"), "C3", "b", "value 7", "must be 2");
    }

    @Test
    void c4FindsATaskThatStartedTooEarly() {
        Run early = start(2.9, "node-0", "j1", "b", 1, 1, 2);
        assertFound(
                changed(ran("j1", "b").and(entry -> ((Run) entry).f() == Entry.Moment.START), entry -> early),
                "C4",
                "b",
                "before a");
    }

    @Test
    void c5FindsANodeThatRunsMoreThanItHas() {
        Run third = start(3.4, "node-0", "j2", "a", 2, 1, 60);
        assertFound(with(third, end(3.5, third, false)), "C5", "node-0", "3000 thousandths");
    }

    @Test
    void c5FindsANodeThatGivesMoreMemoryThanItHas() {
        assertFound(
                changed(entry -> entry instanceof Run run && run.job().equals("j1"), entry -> {
                    Run run = (Run) entry;
                    return new Run(
                            run.t(),
                            run.p(),
                            run.inc(),
                            run.f(),
                            run.job(),
                            run.task(),
                            run.att(),
                            run.term(),
                            run.serial(),
                            run.cpu(),
                            600L << 20,
                            run.ok());
                }),
                "C5",
                "node-0",
                "bytes");
    }

    @Test
    void c6FindsATermThatWasBegunTwice() {
        assertFound(with(term(9_001, 2)), "C6", "term 2", "after term 2");
    }

    @Test
    void c6FindsAPermissionThatWasUsedTwice() {
        Run twin = start(3.2, "node-1", "j1", "b", 1, 1, 2);
        assertFound(with(twin, end(3.3, twin, true)), "C6", "b", "1/2", "node-0", "node-1");
    }

    @Test
    void c7FindsAJobThatGoesBack() {
        assertFound(toldInstead("client-0", 3, "RUNNING"), "C7", "SUCCEEDED", "RUNNING later");
        assertFound(toldInstead("client-0", 3, "NOT_FOUND"), "C7", "SUCCEEDED", "NOT_FOUND later");
    }

    @Test
    void c7FindsAnEndThatChanges() {
        assertFound(toldInstead("client-0", 3, "FAILED"), "C7", "FAILED, SUCCEEDED");
    }

    @Test
    void c8FindsAJobThatNeverEnds() {
        assertFound(without(Histories.clean(), fact("s17", What.ENDED)), "C8", "s17", "never ended");
    }

    @Test
    void c8FindsAJobThatEndsTwice() {
        assertFound(with(ended(9_001, "j1", "FAILED")), "C8", "j1", "2 times");
    }

    @Test
    void c8FindsAWaiterThatWasToldAnotherEnd() {
        List<Entry> noOtherEnd = without(
                toldInstead("client-1", 2, "CANCELLED"),
                entry -> entry instanceof Call call && call.p().equals("client-0") && call.op() == 3);
        assertFound(noOtherEnd, "C8", "j1", "told CANCELLED");
    }

    @Test
    void c8FindsACallThatWasAnsweredTwice() {
        Call await = invoke(2.5, "client-1", 2, Ask.AWAIT, null, "j1", null, null);
        assertFound(with(await.over(t(5.5), Stage.OK, "j1", "SUCCEEDED")), "C8", "client-1", "twice");
    }

    @Test
    void c9FindsAMinorityThatAccepts() {
        Call made = invoke(79, "client-4", 1, Ask.SUBMIT, "k5", null, null, "node-1");
        assertFound(
                with(
                        made,
                        made.over(t(79.5), Stage.OK, "j5", null),
                        submitted(9_001, "j5", "k5"),
                        ended(9_002, "j5", "CANCELLED")),
                "C9",
                "j5",
                "node-1");
    }

    @Test
    void c10FindsThatNothingHappensAfterTheHeal() {
        List<Entry> stuck = without(
                Histories.clean(),
                entry -> entry instanceof Run run && run.t() > t(82)
                        || entry instanceof Fault fault && fault.t() > t(88)
                        || entry instanceof Stored fact && fact.job() != null && fact.f() == What.ENDED);
        assertThat(new Recovery(LIMITS).check(History.of(stuck)))
                .singleElement()
                .satisfies(violation -> assertThat(violation.what()).contains("within 90 s"));
        assertThat(check(stuck).stream().map(Violation::checker)).contains("C8", "C10", "C12");
    }

    @Test
    void c11FindsARunInWhichNothingWorks() {
        List<Entry> dead = without(
                Histories.clean(),
                entry -> entry instanceof Run
                        || entry instanceof Stored fact && (fact.f() == What.DONE || fact.f() == What.ENDED));
        assertThat(check(dead).stream().map(Violation::checker)).contains("C11", "C8");
    }

    @Test
    void c11FindsARunThatLimpsAfterAFault() {
        Predicate<String> isDropped = job -> job != null && job.matches("s(8[6-9]|9.|10.|11.)") && !job.endsWith("0");
        assertFound(
                without(
                        Histories.clean(),
                        entry -> entry instanceof Run run && isDropped.test(run.job())
                                || entry instanceof Stored fact && isDropped.test(fact.job())
                                || entry instanceof Call call && isDropped.test(call.key())),
                "C11",
                "without faults",
                "before the first fault");
    }

    @Test
    void c12FindsAFaultThatNeverHappened() {
        assertFound(
                without(Histories.clean(), entry -> entry instanceof Fault fault && fault.f() == Kind.PAUSE),
                "C12",
                "PAUSE",
                "0 times");
    }

    @Test
    void c12FindsAFaultThatNobodySawWork() {
        assertFound(
                changed(entry -> entry instanceof Fault fault && fault.f() == Kind.KILL, entry -> {
                    Fault fault = (Fault) entry;
                    return new Fault(fault.t(), fault.p(), fault.id(), fault.f(), fault.begins(), fault.nodes(), null);
                }),
                "C12",
                "KILL");
    }

    @Test
    void p16FindsACancelledJobThatSucceeds() {
        List<Entry> entries = new ArrayList<>(changed(fact("j2", What.ENDED), entry -> ended(7, "j2", "SUCCEEDED")));
        entries.add(done(9_001, start(7.2, "node-1", "j2", "a", 1, 1, 4)));
        assertFound(entries, "P16", "j2", "succeeded");
    }

    @Test
    void p16FindsAStartAfterTheCancelUnlessTheNodeCouldNotKnow() {
        Run late = start(20, "node-1", "j2", "a", 2, 1, 70);
        assertFound(with(late, end(21, late, false)), "P16", "j2", "node-1", "11900 ms");
        Run cutOff = start(61, "node-1", "j2", "a", 2, 1, 70);
        assertThat(check(with(cutOff, end(61.5, cutOff, false)))).isEmpty();
    }

    @Test
    void limitsSayHowOftenEachFaultIsWanted() {
        assertThat(Checkers.check(History.of(Histories.clean()), Limits.DEFAULTS.with(Map.of(Kind.KILL, 2))))
                .singleElement()
                .satisfies(violation -> assertThat(violation.what()).contains("KILL", "1 times, not 2"));
    }

    @Test
    void p12FindsAnAttemptThatIsChargedThoughItsBodyDidNotFail() {
        Run start = start(90, "node-1", "s89", "b", 1, 2, 950);
        Stored charged = new Stored(
                t(200),
                Histories.PARTITION,
                9_001,
                What.FAILED,
                null,
                null,
                null,
                "s89",
                "b",
                "node-1",
                1,
                "node drained");
        assertFound(with(start, charged), "P12", "s89", "charged", "node drained");
        assertThat(check(with(start, end(90.5, start, false), charged))).isEmpty();
    }
}

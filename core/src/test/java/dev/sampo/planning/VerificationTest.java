package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Retry;
import dev.sampo.telemetry.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks that count only when several nodes make the same of them (acceptance 10). */
class VerificationTest {
    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;

    private static Dag verified() {
        var dag = Dag.named("dag");
        var checked = dag.task("checked", FIRST).verify(3, 2);
        dag.task("next", checked, NEXT);
        return dag;
    }

    private static Rig rig() {
        return new Rig().with("a", cpus(1)).with("b", cpus(1)).with("c", cpus(1));
    }

    private static Value value(String text) {
        return new Value.Inline(text.getBytes(StandardCharsets.UTF_8), Value.NO_LIST);
    }

    private static String whereItRuns(Rig rig) {
        return List.of("a", "b", "c").stream()
                .filter(node -> rig.running(node).contains("checked"))
                .findFirst()
                .orElse("nowhere");
    }

    private static long outvoted(Rig rig) {
        return rig.journal.stream()
                .filter(JobEvent.NodeOutvoted.class::isInstance)
                .count();
    }

    @Test
    void whereTwoAgreeTheThirdIsNotAsked() {
        var rig = rig();
        rig.submit(verified());

        rig.succeed("a", "checked", value("right"));
        assertThat(whereItRuns(rig)).isEqualTo("b");
        assertThat(rig.ledger().job(Rig.JOB).state(1)).isEqualTo(TaskState.BLOCKED);
        rig.succeed("b", "checked", value("right"));
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.running("c")).isEmpty();
        assertThat(outvoted(rig)).isZero();
    }

    @Test
    void aNodeThatLiesIsOutvotedAndMarked() {
        var rig = rig();
        rig.submit(verified());

        rig.succeed("a", "checked", value("lie"));
        rig.succeed("b", "checked", value("right"));
        assertThat(rig.explain(0).summary()).contains("2 nodes have to agree, and so far there are a ");
        rig.succeed("c", "checked", value("right"));

        assertThat(rig.ledger().job(Rig.JOB).value(0)).isEqualTo(value("right"));
        assertThat(rig.ledger().job(Rig.JOB).votes().outvoted()).containsExactly(Rig.node("a"));
        assertThat(rig.explain(0).story()).anyMatch(line -> line.equals("a was outvoted"));
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private static List<BreakerEntry> entries(Rig rig) {
        return ((Answer.Breakers) rig.ask(ticket -> new Input.AskBreakers(ticket, Optional.empty(), 10))).entries();
    }

    @Test
    void whoLooksAtNodesAndWhoListensAreToldOfIt() {
        var rig = rig();
        rig.listens(true);
        rig.submit(verified());
        rig.succeed("a", "checked", value("lie"));
        rig.succeed("b", "checked", value("right"));
        rig.succeed("c", "checked", value("right"));

        assertThat(rig.events.stream()
                        .filter(Event.NodeOutvoted.class::isInstance)
                        .map(event -> ((Event.NodeOutvoted) event).node()))
                .containsExactly(Rig.node("a"));
        assertThat(entries(rig))
                .anyMatch(entry -> entry.name().equals(BreakerName.of(Rig.node("a")))
                        && entry.outvoted() == 1
                        && entry.openFor() == 0);
        rig.failOver(0);
        assertThat(entries(rig))
                .singleElement()
                .extracting(BreakerEntry::outvoted)
                .isEqualTo(1);
    }

    @Test
    void aBreakerIsOpenForThoseWhoFoundItSo() {
        var name = BreakerName.of(Rig.node("a"));
        var open = new BreakerEntry(name, Breaker.State.OPEN, 20, 20, 0, 1, 0, Optional.empty());
        var closed = new BreakerEntry(name, Breaker.State.CLOSED, 3, 0, 0, 0, 2, Optional.empty());
        assertThat(closed.and(open).and(closed))
                .isEqualTo(new BreakerEntry(name, Breaker.State.OPEN, 26, 20, 0, 1, 4, Optional.empty()));
    }

    @Test
    void aNodeThatWasOutvotedIsChosenLast() {
        var rig = rig();
        rig.submit(verified());
        rig.succeed("a", "checked", value("lie"));
        rig.succeed("b", "checked", value("right"));
        rig.succeed("c", "checked", value("right"));
        rig.runAll();

        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        var dag = Dag.named("later");
        dag.task("one", FIRST);
        dag.task("two", FIRST);
        rig.submit(new JobId("later"), dag);

        assertThat(rig.running("a")).isEmpty();
        assertThat(rig.running("b")).hasSize(1);
        assertThat(rig.running("c")).hasSize(1);
    }

    @Test
    void whereTooFewAgreeTheTaskFailsAndSaysWhoMadeWhat() {
        var rig = rig();
        rig.submit(verified());

        rig.succeed("a", "checked", value("1"));
        rig.succeed("b", "checked", value("2"));
        rig.succeed("c", "checked", value("3"));

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason())
                .contains("3 nodes made 3 different things of it, and 2 have to agree: a ", ", b ", ", c ");
    }

    @Test
    void thatNoneAgreeIsDecidedByOneFact() {
        var rig = rig();
        rig.submit(verified());
        rig.succeed("a", "checked", value("1"));
        rig.succeed("b", "checked", value("2"));
        int before = rig.journal.size();
        rig.succeed("c", "checked", value("3"));

        rig.failOver(rig.journal.size() - before - 1);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void votesSurviveTheScheduler() {
        var rig = rig();
        rig.submit(verified());
        rig.succeed("a", "checked", value("right"));

        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        String second = whereItRuns(rig);
        assertThat(second).isNotEqualTo("a");
        rig.succeed(second, "checked", value("right"));
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aVoteTheJournalLostIsToldAgainAndCountsOnce() {
        var rig = rig();
        rig.submit(verified());
        int before = rig.journal.size();
        rig.succeed("a", "checked", value("right"));

        rig.failOver(rig.journal.size() - before);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(rig.ledger().job(Rig.JOB).votes().on(0)).hasSize(1);
        assertThat(whereItRuns(rig)).isIn("b", "c");
    }

    @Test
    void whatFailedIsNoVote() {
        var rig = rig();
        var dag = Dag.named("dag");
        dag.task("checked", FIRST).verify(3, 2).retry(Retry.fixed(3).startingAt(Duration.ofMillis(1)));
        rig.submit(dag);

        rig.succeed("a", "checked", value("right"));
        String second = whereItRuns(rig);
        rig.fail(second, "checked");
        rig.advance(10);
        rig.succeed(whereItRuns(rig), "checked", value("right"));

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whereAllHaveVotedAndOneMoreIsNeededItWaitsForANodeAndSaysSo() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        var dag = Dag.named("dag");
        dag.task("checked", FIRST).verify(3, 2);
        dag.task("other", FIRST);
        rig.submit(dag);
        rig.succeed("a", "checked", value("1"));
        rig.succeed("b", "other");
        rig.succeed("b", "checked", value("2"));

        assertThat(rig.explain(0).candidates())
                .allMatch(each -> each.why().equals("has said what it makes of it; another node is to"));
        rig.with("c", cpus(1));
        rig.succeed("c", "checked", value("2"));

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void oneThatWaitsForAnotherNodeHoldsUpNoneThatOthersHaveRun() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        var dag = Dag.named("dag");
        dag.task("x", FIRST).verify(2, 2);
        dag.task("y", FIRST).verify(2, 2);
        rig.submit(dag);
        assertThat(rig.running("a")).containsExactly("x");
        assertThat(rig.running("b")).containsExactly("y");
        rig.succeed("a", "x", value("1"));
        assertThat(rig.running("a")).isEmpty();

        // x is next and only b may run it; a is free for whatever b has run.
        rig.succeed("b", "y", value("1"));

        assertThat(rig.running("a")).containsExactly("y");
        assertThat(rig.running("b")).containsExactly("x");
    }

    @Test
    void fewerNodesThanHaveToAgreeAreTooFew() {
        var rig = new Rig().with("a", cpus(1));

        var answer = (Answer.Rejected) rig.submit(verified());

        assertThat(answer.problems().toString())
                .contains("is to be verified by 2 nodes that agree, and only 1 node could run it");
    }

    @Test
    void aQuorumThatTwoCampsCouldReachIsRefused() {
        var rig = rig();
        var dag = Dag.named("dag");
        dag.task("checked", FIRST).verify(4, 2);

        assertThatThrownBy(() -> rig.submit(dag))
                .hasMessageContaining("verify(4, 2): so few could agree on different things; ask for at least 3");
    }

    @Test
    void aValueThatIsLostIsVerifiedAnew() {
        var rig = rig();
        rig.submit(verified());
        rig.succeed("a", "checked", value("right"));
        rig.end("b", "checked", Outcome.Succeeded.of(new Value.Stored(Rig.node("b"), 10_000_000, 7, Value.NO_LIST)));
        rig.end("c", "checked", Outcome.Succeeded.of(new Value.Stored(Rig.node("c"), 10_000_000, 7, Value.NO_LIST)));

        rig.kill("c");

        assertThat(rig.ledger().job(Rig.JOB).votes().on(0)).isEmpty();
        assertThat(whereItRuns(rig)).isIn("a", "b");
    }
}

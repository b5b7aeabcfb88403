package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.resilience.Retry;
import dev.sampo.telemetry.Event;
import dev.sampo.worker.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that make the value of others which have failed for good. */
class StandInsTest {
    private final Rig rig = new Rig().with("n", cpus(10));

    /** Yesterday's quote will do; 0 is yesterday, 1 the quote, 2 the report. */
    private static Dag quote() {
        var dag = Dag.named("dag");
        var yesterday = dag.task("yesterday", () -> 6);
        var quote = dag.task("quote", () -> 7).orElse(yesterday);
        dag.task("report", quote, x -> x);
        return dag;
    }

    private TaskState state(String task) {
        return state(Rig.JOB, task);
    }

    private TaskState state(JobId id, String task) {
        var job = rig.ledger().job(id);
        return job.state(job.blueprint().taskNamed(task));
    }

    private Value argument(String task) {
        return ((Action.Argument.One) rig.arguments("n", task).get(0)).value();
    }

    @Test
    void itMakesTheValueOfATaskThatHasFailedForGood() {
        rig.submit(quote());
        assertThat(rig.running("n")).containsExactly("quote");
        assertThat(rig.explain(0).summary())
                .isEqualTo("waits for 1 of its inputs: the failure of quote; it runs only if quote fails for good");
        rig.fail("n", "quote");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.running("n")).containsExactly("yesterday");
        assertThat(rig.explain(1).summary())
                .isEqualTo("failed for good: it has no retry policy; yesterday stands in for it, and makes its value");

        rig.succeed("n", "yesterday");
        assertThat(argument("report")).isEqualTo(Rig.inline("v-yesterday"));
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.explain(1).summary())
                .isEqualTo("is done: it failed for good, and has the value of yesterday, which stands in for it");
    }

    @Test
    void itIsNeitherRunNorWaitedForWhenItIsNotNeeded() {
        rig.submit(quote());
        rig.succeed("n", "quote");
        assertThat(state("yesterday")).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.explain(0).summary()).isEqualTo("is not run: it stands in for quote, which needs nobody to");
        assertThat(rig.running("n")).containsExactly("report");
        rig.succeed("n", "report");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void itRunsAfterTheLastRetryOnly() {
        var dag = Dag.named("dag");
        var b = dag.task("b", () -> 1)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(1)).withJitter(0));
        dag.task("a", () -> 1)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(1)).withJitter(0))
                .orElse(b);
        rig.submit(dag);
        rig.fail("n", "a");
        assertThat(rig.running("n")).isEmpty();
        rig.advance(1_000);
        rig.fail("n", "a");
        rig.fail("n", "b");
        rig.advance(1_000);
        rig.succeed("n", "b");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whenItFailsTooBothHaveFailed() {
        rig.submit(quote());
        rig.fail("n", "quote");
        rig.fail("n", "yesterday");

        assertThat(state("quote")).isEqualTo(TaskState.FAILED);
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason())
                .isEqualTo("task quote: E: boom; and yesterday, which stands in for it: E: boom");
    }

    @Test
    void oneStandsInForTheOther() {
        var dag = Dag.named("dag");
        var c = dag.task("c", () -> 1);
        var b = dag.task("b", () -> 1).orElse(c);
        var a = dag.task("a", () -> 1).orElse(b);
        dag.task("report", a, x -> x);
        rig.submit(dag);
        rig.fail("n", "a");
        rig.fail("n", "b");
        assertThat(rig.running("n")).containsExactly("c");
        rig.succeed("n", "c");

        assertThat(argument("report")).isEqualTo(Rig.inline("v-c"));
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void ofAChainNothingIsRunWhenTheFirstSucceeds() {
        var dag = Dag.named("dag");
        var c = dag.task("c", () -> 1);
        var b = dag.task("b", () -> 1).orElse(c);
        dag.task("a", () -> 1).orElse(b);
        rig.submit(dag);
        rig.succeed("n", "a");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().skipped()).isEqualTo(2);
    }

    @Test
    void aConstantWillDoForMany() {
        var dag = Dag.named("dag");
        var none = dag.value("none", 0);
        var a = dag.task("a", () -> 1).orElse(none);
        var b = dag.task("b", () -> 1).orElse(none);
        dag.task("sum", a, b, Integer::sum);
        rig.submit(dag);
        rig.fail("n", "a");
        rig.fail("n", "b");
        assertThat(rig.running("n")).containsExactly("sum");
        assertThat(rig.explain(1).summary())
                .isEqualTo("is done: it failed for good, and has the value of none, which stands in for it");
        rig.succeed("n", "sum");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void itStandsInForWhatWasSkippedToo() {
        var dag = Dag.named("dag");
        var fetched = dag.task("fetched", () -> 1);
        var cached = dag.task("cached", () -> 1);
        var parsed = dag.task("parsed", fetched, x -> x).orElse(cached);
        dag.task("report", parsed, x -> x);
        rig.submit(dag);
        rig.fail("n", "fetched");
        rig.succeed("n", "cached");

        assertThat(argument("report")).isEqualTo(Rig.inline("v-cached"));
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatOnlyItNeedsMayFailAsLongAsItIsNotNeeded() {
        var dag = Dag.named("dag");
        var store = dag.task("store", () -> 1);
        var b = dag.task("b", store, x -> x);
        dag.task("a", () -> 1).orElse(b);
        rig.submit(dag);
        rig.fail("n", "store");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        rig.succeed("n", "a");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aStandInThatCannotRunIsNone() {
        var dag = Dag.named("dag");
        var store = dag.task("store", () -> 1);
        var b = dag.task("b", store, x -> x);
        dag.task("a", () -> 1).orElse(b);
        rig.submit(dag);
        rig.fail("n", "store");
        rig.fail("n", "a");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason())
                .startsWith(
                        "task a: E: boom; and b, which stands in for it: it needs store, which has failed for good");
    }

    @Test
    void aStandInWithOneOfItsOwnWaitsToBeCalled() {
        var dag = Dag.named("dag");
        var store = dag.task("store", () -> 1);
        var c = dag.task("c", () -> 1);
        var b = dag.task("b", store, x -> x).orElse(c);
        var a = dag.task("a", () -> 1).orElse(b);
        dag.task("report", a, x -> x);
        rig.submit(dag);
        rig.fail("n", "store");
        assertThat(rig.running("n")).containsExactly("a");
        rig.fail("n", "a");
        assertThat(rig.running("n")).containsExactly("c");
        rig.succeed("n", "c");

        assertThat(argument("report")).isEqualTo(Rig.inline("v-c"));
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void withoutItWhoReadsTheTaskAsOptionalGoesOn() {
        var dag = Dag.named("dag");
        var b = dag.task("b", () -> 1);
        var a = dag.task("a", () -> 1).orElse(b);
        dag.task("report", a.optional(), x -> 1);
        rig.submit(dag);
        rig.fail("n", "a");
        assertThat(rig.running("n")).containsExactly("b");
        rig.fail("n", "b");

        assertThat(argument("report")).isEqualTo(Value.ABSENT);
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** Two inputs that are gone at once are no reason to take the stand-in for failed. */
    @Test
    void aTaskWithTwoInputsThatAreGoneCallsItOnce() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        var b = dag.task("b", a, x -> x);
        var c = dag.task("c", a, x -> x);
        var other = dag.task("other", () -> 1);
        var sum = dag.task("sum", b, c, Integer::sum).orElse(other);
        dag.task("report", sum, x -> x);
        rig.submit(dag);
        rig.fail("n", "a");
        rig.succeed("n", "other");
        rig.succeed("n", "report");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void theNextSchedulerLetsItRun() {
        rig.submit(quote());
        rig.fail("n", "quote");
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(state("yesterday")).isEqualTo(TaskState.SUCCEEDED);
    }

    /** The journal lost the failure: what the stand-in makes of it does not count. */
    @Test
    void whatItMadeForAFailureThatNeverWasDoesNotCount() {
        rig.submit(quote());
        rig.fail("n", "quote");
        rig.silence("n");
        rig.failOver(LastFacts.of(rig.journal, 1));
        rig.with("m", cpus(10));
        rig.advance(60_000);
        assertThat(rig.running("m")).containsExactly("quote");
        rig.succeed("m", "quote");
        rig.succeed("m", "report");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(state("yesterday")).isEqualTo(TaskState.SKIPPED);
    }

    /** The task succeeded, its value was lost, and it cannot be made again: then the stand-in is needed after all. */
    @Test
    void itIsCalledWhenAValueIsLostAndCannotBeMadeAgain() {
        rig.submit(quote());
        rig.succeed("n", "quote", new Value.Stored(Rig.node("gone"), 1 << 20, 7, Value.NO_LIST));
        assertThat(state("yesterday")).isEqualTo(TaskState.SKIPPED);
        rig.advance(60_000);
        rig.fail("n", "quote");
        rig.succeed("n", "yesterday");

        assertThat(argument("report")).isEqualTo(Rig.inline("v-yesterday"));
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** It is the stand-in that runs again. */
    @Test
    void aValueItMadeThatIsLostIsMadeAgainByIt() {
        rig.submit(quote());
        rig.fail("n", "quote");
        rig.succeed("n", "yesterday", new Value.Stored(Rig.node("gone"), 1 << 20, 7, Value.NO_LIST));
        rig.advance(60_000);
        assertThat(rig.running("n")).containsExactly("yesterday");
        rig.succeed("n", "yesterday");
        rig.succeed("n", "report");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aForkTakesTheValueItMade() {
        Dag dag = quote();
        rig.submit(dag);
        rig.fail("n", "quote");
        rig.runAll();
        var fork = new JobId("job~fork");
        rig.submit(fork, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("report"))));

        assertThat(argument("report")).isEqualTo(Rig.inline("v-yesterday"));
        assertThat(state(fork, "quote")).isEqualTo(TaskState.SUCCEEDED);
        rig.runAll();
        assertThat(rig.ledger().job(fork).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** Although the task had not failed, but was skipped. */
    @Test
    void aForkDoesNotCallItForAValueThatItTakes() {
        var dag = Dag.named("dag");
        var t = dag.task("t", () -> 1);
        var s = dag.task("s", () -> 2);
        var m = dag.task("m", t, x -> x).orElse(s);
        dag.task("q", m, x -> x);
        rig.submit(dag);
        rig.fail("n", "t");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        var fork = new JobId("job~fork");
        rig.submit(fork, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("q"))));

        assertThat(state(fork, "t")).isEqualTo(TaskState.SKIPPED);
        assertThat(state(fork, "s")).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.running("n")).containsExactly("q");
        assertThat(argument("q")).isEqualTo(Rig.inline("v-s"));
        rig.succeed("n", "q");
        assertThat(rig.ledger().job(fork).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** What it does not know to have been taken it makes again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aForkOfWhichACrashCutsOffTheLatestFactsIsDoneAllTheSame(int facts) {
        var dag = Dag.named("dag");
        var t = dag.task("t", () -> 1);
        var s = dag.task("s", () -> 2);
        var m = dag.task("m", t, x -> x).orElse(s);
        dag.task("q", m, x -> x);
        dag.task("z", () -> 1);
        rig.submit(dag);
        rig.fail("n", "t");
        rig.runAll();
        rig.stickDisk();
        var fork = new JobId("job~fork");
        rig.submit(fork, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("z"))));
        rig.failOver(facts);
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        rig.runAll();

        assertThat(rig.ledger().job(fork).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aForkDoesNotCallItWhereItFailedBefore() {
        var dag = Dag.named("dag");
        var t = dag.task("t", () -> 1);
        var s = dag.task("s", () -> 2);
        var m = dag.task("m", t, x -> x).orElse(s);
        dag.task("q", m.optional(), x -> 1);
        dag.task("z", () -> 1);
        rig.submit(dag);
        rig.fail("n", "t");
        rig.fail("n", "s");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        var fork = new JobId("job~fork");
        rig.submit(fork, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("z"))));

        assertThat(rig.running("n")).containsExactly("z");
        assertThat(state(fork, "m")).isEqualTo(TaskState.SKIPPED);
        rig.succeed("n", "z");
        assertThat(rig.ledger().job(fork).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void listenersHearOfWhatIsSkipped() {
        rig.listens(true);
        rig.submit(quote());
        rig.succeed("n", "quote");

        assertThat(rig.events).anySatisfy(event -> {
            assertThat(event).isInstanceOf(Event.TaskSkipped.class);
            assertThat(((Event.TaskSkipped) event).task()).isEqualTo("yesterday");
        });
    }

    @Test
    void aCancelledJobCallsNoStandIn() {
        rig.submit(quote());
        rig.ask(ticket -> new Input.Cancel(ticket, Rig.JOB, "enough"));
        rig.fail("n", "quote");

        assertThat(rig.status().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(rig.running("n")).isEmpty();
    }

    @Test
    void ofALongChainEachIsLookedAtOnce() {
        var dag = Dag.named("dag");
        var t = dag.task("t", () -> 1);
        var next = dag.task("s0", t, x -> x);
        for (int i = 1; i < 20_000; i++) {
            next = dag.task("s" + i, t, x -> x).orElse(next);
        }
        dag.task("report", next.optional(), x -> 1);
        rig.submit(dag);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> rig.fail("n", "t"));
        assertThat(rig.running("n")).containsExactly("report");
    }

    @Test
    void oneThatIsCalledAndWaitsForItsInputsIsNotSaidToWaitForAFailure() {
        var dag = Dag.named("dag");
        var t = dag.task("t", () -> 1);
        var o = dag.task("o", () -> 1);
        var s = dag.task("s", o, x -> x);
        var m = dag.task("m", t, x -> x).orElse(s);
        dag.task("z", m, x -> x);
        rig.submit(dag);
        rig.fail("n", "t");

        assertThat(rig.explain(rig.ledger().job(Rig.JOB).blueprint().taskNamed("s"))
                        .summary())
                .isEqualTo("waits for 1 of its inputs: o");
    }

    @Test
    void ofAChainThatIsNotNeededEachSaysSo() {
        var dag = Dag.named("dag");
        var c = dag.task("c", () -> 1);
        var b = dag.task("b", () -> 1).orElse(c);
        dag.task("a", () -> 1).orElse(b);
        rig.submit(dag);
        rig.succeed("n", "a");

        assertThat(rig.explain(0).summary()).isEqualTo("is not run: it stands in for b, and a needs neither");
        assertThat(rig.explain(1).summary()).isEqualTo("is not run: it stands in for a, which needs nobody to");
    }
}

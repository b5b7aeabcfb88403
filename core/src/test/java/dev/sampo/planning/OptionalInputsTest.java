package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.resilience.Retry;
import dev.sampo.worker.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that can do without some of what they read. */
class OptionalInputsTest {
    private final Rig rig = new Rig().with("n", cpus(10));

    /** The report reads the price, and the news if there are any. */
    private static Dag report() {
        var dag = Dag.named("dag");
        var price = dag.task("price", () -> 7);
        var news = dag.task("news", () -> "rain");
        dag.task("report", price, news.optional(), (a, b) -> a + b.orElse("nothing"));
        return dag;
    }

    private TaskState state(String task) {
        return state(Rig.JOB, task);
    }

    private TaskState state(JobId id, String task) {
        var job = rig.ledger().job(id);
        for (int number = 0; number < job.size(); number++) {
            if (job.nameOf(number).equals(task)) {
                return job.state(number);
            }
        }
        throw new AssertionError(task);
    }

    private Value argument(String task, int position) {
        return ((Action.Argument.One) rig.arguments("n", task).get(position)).value();
    }

    @Test
    void whoReadsItAsOptionalRunsWithoutWhatHasFailedAndTheJobSucceeds() {
        rig.submit(report());
        rig.fail("n", "news");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.running("n")).containsExactly("price");

        rig.succeed("n", "price");
        assertThat(argument("report", 0)).isEqualTo(Rig.inline("v-price"));
        assertThat(argument("report", 1)).isEqualTo(Value.ABSENT);
        rig.succeed("n", "report");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().failed()).isEqualTo(1);
        assertThat(state("news")).isEqualTo(TaskState.FAILED);
    }

    @Test
    void itWaitsForAllItsInputsToEnd() {
        rig.submit(report());
        rig.succeed("n", "price");
        assertThat(rig.running("n")).containsExactly("news");

        rig.succeed("n", "news");
        assertThat(argument("report", 1)).isEqualTo(Rig.inline("v-news"));
    }

    @Test
    void itRunsOnceEveryRetryIsSpent() {
        var dag = Dag.named("dag");
        var news = dag.task("news", () -> 1)
                .retry(Retry.fixed(1).startingAt(Duration.ofSeconds(1)).withJitter(0));
        dag.task("report", news.optional(), b -> b.orElse(0));
        rig.submit(dag);
        rig.fail("n", "news");
        assertThat(rig.running("n")).isEmpty();
        rig.advance(1_000);
        rig.fail("n", "news");

        assertThat(rig.running("n")).containsExactly("report");
    }

    @Test
    void aRequiredInputThatFailsStillFailsTheJob() {
        rig.submit(report());
        rig.fail("n", "price");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason()).isEqualTo("task price: E: boom");
    }

    /** What lies between is skipped, and the job can do without all of it. */
    @Test
    void aChainThatEndsAtAnOptionalInputIsSkipped() {
        var dag = Dag.named("dag");
        var fetched = dag.task("fetched", () -> 1);
        var parsed = dag.task("parsed", fetched, x -> x);
        var checked = dag.task("checked", parsed, x -> x);
        dag.task("report", checked.optional(), b -> b.orElse(0));
        rig.submit(dag);
        rig.fail("n", "fetched");

        assertThat(state("parsed")).isEqualTo(TaskState.SKIPPED);
        assertThat(state("checked")).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.explain(2).summary())
                .isEqualTo("is not run: it needs parsed, which was skipped, since fetched has failed for good: E: boom;"
                        + " whatever needs its value can do without");
        assertThat(rig.explain(3).summary()).contains("; it does without checked");
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.status().skipped()).isEqualTo(2);
    }

    @Test
    void aReaderThatNeedsItMakesItsFailureCount() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        dag.task("without", a.optional(), x -> 1);
        dag.task("with", a, x -> x);
        rig.submit(dag);
        rig.fail("n", "a");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void whoReadsItBothWaysNeedsIt() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        dag.task("both", a, a.optional(), (x, y) -> x);
        rig.submitAllowing(1, dag);
        rig.fail("n", "a");

        assertThat(state("both")).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void aFailureThatIsCoveredIsNoneOfThoseAllowed() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        dag.task("report", a.optional(), x -> 1);
        dag.task("b", () -> 1);
        dag.task("c", () -> 1);
        rig.submitAllowing(1, dag);
        rig.fail("n", "a");
        rig.fail("n", "b");
        assertThat(rig.status().status()).isEqualTo(JobStatus.RUNNING);
        rig.fail("n", "c");

        assertThat(rig.status().reason()).isEqualTo("task b: E: boom; 1 other failed");
    }

    @Test
    void whatComesAfterItOptionallyStartsHoweverItEnded() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        dag.task("cleanup", () -> 1).after(a.optional());
        rig.submit(dag);
        assertThat(rig.running("n")).containsExactly("a");
        rig.fail("n", "a");
        rig.succeed("n", "cleanup");

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void elementsThatFailedAreMissingAmongThoseThatDidNot() {
        var dag = Dag.named("dag");
        var each = dag.each("e", List.of(1, 2, 3), x -> x);
        dag.task("some", each.optional(), all -> all.size());
        rig.submit(dag);
        rig.fail("n", "e[1]");
        rig.succeed("n", "e[0]");
        assertThat(rig.running("n")).containsExactly("e[2]");
        rig.succeed("n", "e[2]");

        assertThat(((Action.Argument.Many) rig.arguments("n", "some").get(0)).values())
                .containsExactly(Rig.inline("v-e[0]"), Value.ABSENT, Rig.inline("v-e[2]"));
        rig.succeed("n", "some");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(state("e")).isEqualTo(TaskState.SKIPPED);
        var values = (Answer.Values) rig.ask(ticket -> new Input.AskValues(ticket, Rig.JOB, 3, 3));
        assertThat(values.values()).containsExactly(Rig.inline("v-e[0]"), Value.ABSENT, Rig.inline("v-e[2]"));
    }

    @Test
    void anEachOfWhatCameOfAnotherHasOneForEachOfIts() {
        var dag = Dag.named("dag");
        var each = dag.each("e", List.of(1, 2), x -> x);
        var again = dag.each("f", each.optional(), x -> x.orElse(0));
        dag.task("all", again.all(), all -> all.size());
        rig.submit(dag);
        rig.fail("n", "e[0]");
        rig.succeed("n", "e[1]");

        assertThat(argument("f[0]", 0)).isEqualTo(Value.ABSENT);
        assertThat(argument("f[1]", 0)).isEqualTo(Rig.inline("v-e[1]"));
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void withoutTheListThereAreNoElementsAndWhoReadsThemIsSkipped() {
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1, 2));
        var each = dag.each("e", list, x -> x);
        var some = dag.task("some", each.optional(), all -> all.size());
        dag.task("end", some.optional(), each.all().optional(), (a, b) -> 1);
        rig.submit(dag);
        rig.fail("n", "list");

        assertThat(state("some")).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.running("n")).containsExactly("end");
        assertThat(argument("end", 1)).isEqualTo(Value.ABSENT);
        rig.succeed("n", "end");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void theFailureOfAListCountsWhereItsElementsAreNeeded() {
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1, 2));
        var each = dag.each("e", list, x -> x);
        dag.task("some", each.optional(), all -> all.size());
        rig.submit(dag);
        rig.fail("n", "list");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void theNextSchedulerKnowsThatThereIsNothingToWaitFor() {
        rig.submit(report());
        rig.fail("n", "news");
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(state("report")).isEqualTo(TaskState.SUCCEEDED);
    }

    /** The journal lost that it had failed: what was made without it does not count. */
    @Test
    void whatRestsOnAFailureThatNeverWasIsMadeAgain() {
        rig.submit(report());
        rig.succeed("n", "price");
        rig.fail("n", "news");
        assertThat(rig.running("n")).containsExactly("report");
        rig.silence("n");
        rig.failOver(LastFacts.of(rig.journal, 1));
        assertThat(state("news")).isEqualTo(TaskState.READY);
        assertThat(state("report")).isEqualTo(TaskState.BLOCKED);
        rig.with("m", cpus(10));
        rig.advance(60_000);
        rig.succeed("m", "news");

        assertThat(((Action.Argument.One) rig.arguments("m", "report").get(1)).value())
                .isEqualTo(Rig.inline("v-news"));
    }

    /** Its value was there, was lost with its node, and cannot be made again. */
    @Test
    void aValueThatIsLostAndCannotBeMadeAgainIsMissingToo() {
        rig.with("m", cpus(1));
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> "large");
        var slow = dag.task("slow", () -> 1);
        dag.task("report", a.optional(), slow, (x, y) -> y);
        rig.submit(dag);
        String maker = rig.running("n").contains("a") ? "n" : "m";
        rig.succeed(maker, "a", new Value.Stored(Rig.node("gone"), 1 << 20, 7, Value.NO_LIST));
        rig.succeed(rig.running("n").contains("slow") ? "n" : "m", "slow");
        rig.fail(rig.running("n").contains("a") ? "n" : "m", "a");
        String reader = rig.running("n").contains("report") ? "n" : "m";

        assertThat(((Action.Argument.One) rig.arguments(reader, "report").get(0)).value())
                .isEqualTo(Value.ABSENT);
        rig.succeed(reader, "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whoeverAwaitsASkippedTaskHearsWhy() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        var b = dag.task("b", a, x -> x);
        dag.task("report", b.optional(), x -> 1);
        rig.submit(dag);
        rig.ask(ticket -> new Input.AwaitTask(ticket, Rig.JOB, 1));
        rig.fail("n", "a");

        Answer last = rig.answers.values().stream().reduce((x, y) -> y).orElseThrow();
        assertThat(last).isInstanceOf(Answer.TaskFailed.class);
        Failure failure = ((Answer.TaskFailed) last).failure();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.SKIPPED);
        assertThat(failure.message()).isEqualTo("it needs a, which has failed for good: E: boom");
    }

    @Test
    void aPausedJobTakesNoteAndGoesOnWhenItIsResumed() {
        rig.submit(report());
        rig.succeed("n", "price");
        rig.ask(ticket -> new Input.Pause(ticket, Rig.JOB));
        rig.fail("n", "news");
        assertThat(rig.running("n")).isEmpty();
        rig.ask(ticket -> new Input.Resume(ticket, Rig.JOB));

        assertThat(rig.running("n")).containsExactly("report");
    }

    /** What was made without it stands as long as nothing that reads it runs again. */
    @Test
    void aForkRunsWhatHasFailedOnlyForThoseThatRun() {
        Dag dag = withTwoReports();
        rig.submit(dag);
        rig.fail("n", "news");
        rig.runAll();
        var other = new JobId("job~other");
        rig.submit(other, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("other"))));
        assertThat(state(other, "news")).isEqualTo(TaskState.SKIPPED);
        assertThat(state(other, "report")).isEqualTo(TaskState.SUCCEEDED);
        assertThat(rig.running("n")).containsExactly("other");
        rig.runAll();
        assertThat(rig.ledger().job(other).status()).isEqualTo(JobStatus.SUCCEEDED);

        var again = new JobId("job~again");
        rig.submit(again, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("report"))));
        assertThat(rig.running("n")).containsExactly("news");
        rig.runAll();
        assertThat(state(again, "news")).isEqualTo(TaskState.SUCCEEDED);
        assertThat(rig.ledger().job(again).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void itIsToldHowManyElementsItDoesWithout() {
        var dag = Dag.named("dag");
        var prices = dag.each("prices", List.of("oats", "rye", "gold"), x -> x);
        dag.task("page", prices.optional(), x -> 1);
        rig.submit(dag);
        rig.fail("n", "prices[2]");
        rig.succeed("n", "prices[0]");
        rig.succeed("n", "prices[1]");

        assertThat(rig.explain(rig.ledger().job(Rig.JOB).blueprint().taskNamed("page"))
                        .summary())
                .endsWith("; it does without 1 of the 3 elements of prices");
    }

    /** The value was lost after it had been used, and could not be made again. */
    @Test
    void aForkTakesWhatWasMadeOfAValueThatIsGone() {
        rig.with("m", cpus(10));
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> "large");
        var b = dag.task("b", a, String::length);
        var c = dag.task("c", a, String::length);
        var z = dag.task("z", b, x -> x);
        dag.task("report", z.optional(), c.optional(), (x, y) -> 1);
        rig.submit(dag);
        String maker = rig.running("n").contains("a") ? "n" : "m";
        rig.succeed(maker, "a", new Value.Stored(Rig.node(maker), 1 << 20, 7, Value.NO_LIST));
        rig.succeed(rig.running("n").contains("b") ? "n" : "m", "b");
        rig.end(rig.running("n").contains("c") ? "n" : "m", "c", new Outcome.InputLost(0));
        rig.fail(rig.running("n").contains("a") ? "n" : "m", "a");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(state("b")).isEqualTo(TaskState.SUCCEEDED);

        var fork = new JobId("job~fork");
        rig.submit(fork, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("z"))));
        assertThat(state(fork, "z")).isEqualTo(TaskState.READY);
        rig.runAll();
        assertThat(state(fork, "z")).isEqualTo(TaskState.SUCCEEDED);
    }

    private static Dag withTwoReports() {
        var dag = Dag.named("dag");
        Handle<Integer> news = dag.task("news", () -> 1);
        dag.task("report", news.optional(), x -> 1);
        dag.task("other", () -> 1);
        return dag;
    }

    @Test
    void whatABodyAddedAndFailedIsMissingToo() {
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> 1);
        dag.task("report", a.optional(), x -> 1);
        rig.submit(dag);
        var grown = Dag.named("grown");
        grown.task("sub", () -> 1);
        var blueprint = grown.compile(new dev.sampo.dag.PlainEncoder());
        rig.knows(blueprint);
        rig.end(
                "n",
                "a",
                new Outcome.Succeeded(Rig.inline("x"), java.util.Optional.of(new Outcome.Growth(blueprint, 0))));
        rig.fail("n", "sub");

        assertThat(state("a")).isEqualTo(TaskState.SKIPPED);
        rig.succeed("n", "report");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** A task that is under way when what it needs is gone for good is called off. */
    @Test
    void whoRunsWithAValueThatIsGoneForGoodIsCalledOff() {
        rig.with("m", cpus(10));
        var dag = Dag.named("dag");
        var a = dag.task("a", () -> "large");
        var b = dag.task("b", a, String::length);
        var c = dag.task("c", a, String::length);
        dag.task("report", b.optional(), c.optional(), (x, y) -> 1);
        rig.submit(dag);
        String maker = rig.running("n").contains("a") ? "n" : "m";
        rig.succeed(maker, "a", new Value.Stored(Rig.node(maker), 1 << 20, 7, Value.NO_LIST));
        String one = rig.running("n").contains("c") ? "n" : "m";
        rig.end(one, "c", new Outcome.InputLost(0));
        rig.fail(rig.running("n").contains("a") ? "n" : "m", "a");

        assertThat(state("b")).isEqualTo(TaskState.SKIPPED);
        assertThat(rig.interrupted("n").contains("b") || rig.interrupted("m").contains("b"))
                .isTrue();
        assertThat(state("report")).isEqualTo(TaskState.READY);
    }
}

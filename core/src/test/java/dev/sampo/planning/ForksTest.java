package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Problem;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resource.Change;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Jobs that take from another what they need not make. */
class ForksTest {
    private static final JobId FORK = Rig.JOB.fork("f");

    private final Rig rig = new Rig().with("n", cpus(4));

    /** One branch reads the constant, the other does not, and both are joined. */
    private static Dag joined(int constant) {
        var dag = Dag.named("dag");
        var given = dag.value("given", constant);
        var a = dag.task("a", given, x -> x);
        var b = dag.task("b", () -> 1);
        var c = dag.task("c", b, x -> x);
        dag.task("both", a, c, Integer::sum);
        return dag;
    }

    private Answer fork(Dag dag, String... again) {
        return rig.submit(FORK, dag, JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of(again))));
    }

    private JobStatus statusOfFork() {
        return rig.ledger().job(FORK).status();
    }

    private static Value large() {
        return new Value.Stored(Rig.node("n"), 1 << 20, 7, Value.NO_LIST);
    }

    @Test
    void aTaskRunsAgainWithWhatDependsOnItAndNothingElse() {
        rig.submit(joined(1));
        rig.runAll();
        assertThat(fork(joined(1), "c")).isEqualTo(new Answer.Accepted(FORK, false));

        assertThat(rig.running("n")).containsExactly("c");
        rig.succeed("n", "c", Rig.inline("other"));
        assertThat(rig.running("n")).containsExactly("both");
        rig.succeed("n", "both");
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.ledger().job(FORK).value(2))
                .isEqualTo(rig.ledger().job(Rig.JOB).value(2));
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aChangedInputIsReadAndWhatDoesNotDependOnItIsTaken() {
        rig.submit(joined(1));
        rig.runAll();
        fork(joined(2));
        assertThat(rig.running("n")).containsExactly("a");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aForkWithoutAnyChangeHasEverythingAtOnce() {
        rig.submit(joined(1));
        rig.runAll();
        fork(joined(1));
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.explain(FORK, 1).story()).containsExactly("its value was taken from job " + Rig.JOB);
    }

    @Test
    void aJobThatFailedIsTakenUpWhereItFailed() {
        rig.submit(joined(1));
        rig.succeed("n", "b");
        rig.succeed("n", "c");
        rig.fail("n", "a");
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        fork(joined(1), "a");
        assertThat(rig.running("n")).containsExactly("a");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void aJobThatStillRunsCanBeForked() {
        rig.submit(joined(1));
        rig.succeed("n", "b");
        fork(joined(1));
        assertThat(rig.ledger().job(FORK).unfinished()).isEqualTo(3);
        assertThat(rig.journal)
                .filteredOn(JobEvent.TaskInherited.class::isInstance)
                .hasSize(1);
    }

    @Test
    void theSameForkTwiceIsTheSameAndAnotherUnderItsNameIsRefused() {
        rig.submit(joined(1));
        rig.runAll();
        fork(joined(1), "c");
        assertThat(fork(joined(1), "c")).isEqualTo(new Answer.Accepted(FORK, true));
        assertThat(((Answer.Rejected) fork(joined(1), "b")).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.CONTENT_DIFFERS);
        assertThat(((Answer.Rejected) fork(joined(2), "c")).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.CONTENT_DIFFERS);
    }

    @Test
    void anUnknownTaskAndAnUnknownJobAreSaidToBeSo() {
        assertThat(fork(joined(1))).isEqualTo(new Answer.NoSuchJob(Rig.JOB));
        rig.submit(joined(1));
        assertThat(((Answer.Rejected) fork(joined(1), "z")).problems().toString())
                .contains("z", "is to run again, but is no task of \"dag\"");
    }

    @Test
    void elementsThatAreDoneAreTakenOneByOne() {
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1));
        dag.each("each", list, x -> x);
        rig.submit(dag);
        rig.succeed("n", "list", Rig.list(3));
        rig.succeed("n", "each[1]");
        rig.fail("n", "each[0]");
        fork(dag);
        assertThat(rig.running("n")).containsExactly("each[0]", "each[2]");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatReadsTheElementsOfAnEachWaitsUntilNodesMayKnowThem() {
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1));
        var each = dag.each("each", list, x -> x);
        dag.task("sum", each.all(), all -> all.size());
        rig.submit(dag);
        rig.succeed("n", "list", Rig.list(3));
        rig.runAll();
        fork(dag, "sum");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.journal).noneMatch(JobEvent.ValueLost.class::isInstance);
    }

    @Test
    void aLargeValueIsCopiedWhereItIsKeptBeforeAnythingNeedsIt() {
        rig.submit(joined(1));
        rig.succeed("n", "a");
        rig.succeed("n", "b");
        rig.succeed("n", "c", large());
        rig.fail("n", "both");
        fork(joined(1), "both");
        assertThat(rig.transcript).contains("copy of " + Rig.JOB + "/3 to " + FORK + "/3 on n");
        assertThat(rig.running("n")).containsExactly("both");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** Before that nobody could read it. */
    @Test
    void whoAwaitsALargeValueIsAnsweredWhenItsCopyIsThere() {
        rig.submit(joined(1));
        for (String task : List.of("a", "b", "c")) {
            rig.succeed("n", task);
        }
        rig.succeed("n", "both", large());
        rig.silence("n");
        fork(joined(1));
        assertThat(rig.ask(ticket -> new Input.AwaitTask(ticket, FORK, 4))).isNull();
        assertThat(((Answer.Values) rig.ask(ticket -> new Input.AskValues(ticket, FORK, 4, 1))).values())
                .isEmpty();

        rig.hear("n");
        rig.advance(5_000);
        assertThat(rig.answers).containsValue(new Answer.TaskValue(FORK, 4, large()));
    }

    @Test
    void whoAwaitsACopyOnANodeThatIsLostIsAnswered() {
        rig.submit(joined(1));
        for (String task : List.of("a", "b", "c")) {
            rig.succeed("n", task);
        }
        rig.succeed("n", "both", large());
        rig.silence("n");
        fork(joined(1));
        assertThat(rig.ask(ticket -> new Input.AwaitTask(ticket, FORK, 4))).isNull();
        rig.kill("n");
        assertThat(rig.answers).containsValue(new Answer.TaskValue(FORK, 4, large()));
    }

    @Test
    void whatCannotBeCopiedIsMadeAgain() {
        rig.copiesFail = true;
        rig.submit(joined(1));
        rig.succeed("n", "a");
        rig.succeed("n", "b");
        rig.succeed("n", "c", large());
        rig.fail("n", "both");
        fork(joined(1), "both");
        assertThat(rig.running("n")).containsExactly("c");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatIsNeededAndGoneIsMadeAgainAsFarUpAsItIsGone() {
        rig.with("m", cpus(4));
        rig.submit(joined(1));
        for (String task : List.of("a", "b", "c", "both")) {
            String node = rig.running("n").contains(task) ? "n" : "m";
            rig.succeed(
                    node,
                    task,
                    task.equals("c") ? new Value.Stored(Rig.node(node), 1 << 20, 7, Value.NO_LIST) : Rig.inline(task));
        }
        fork(joined(2));
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.journal)
                .filteredOn(fact -> fact instanceof JobEvent.TaskSucceeded done
                        && done.job().equals(FORK))
                .extracting(fact -> ((JobEvent.TaskSucceeded) fact).task())
                .as("c was freed when it had been read")
                .containsExactlyInAnyOrder(1, 3, 4);
    }

    @Test
    void aForkOutlivesItsSchedulerAndGoesOnWithWhatWasWritten() {
        rig.submit(joined(1));
        rig.runAll();
        rig.stickDisk();
        fork(joined(1), "both");
        rig.failOver(LastFacts.of(rig.journal, 1));
        rig.advance(10_000);
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(fork(joined(1), "both")).isEqualTo(new Answer.Accepted(FORK, true));
    }

    @Test
    void aTaskThatAddedTasksIsDoneOnlyWithThem() {
        var dag = Dag.named("dag");
        dag.task("grows", () -> 1);
        dag.task("fails", () -> 1);
        var more = Dag.named("more");
        more.task("added", () -> 1);
        rig.submit(dag);
        var graph = more.compile(new dev.sampo.dag.PlainEncoder());
        rig.knows(graph);
        rig.end(
                "n",
                "grows",
                new Outcome.Succeeded(
                        Rig.inline("v"), java.util.Optional.of(new Outcome.Growth(graph, Outcome.Growth.NO_RESULT))));
        rig.fail("n", "fails");
        fork(dag);
        assertThat(rig.running("n")).contains("grows", "fails");
    }

    @Test
    void aTaskOfAGangRunsAgainWithoutTheOneThatHadFailed() {
        var dag = Dag.named("dag");
        var g1 = dag.task("g1", () -> 1).gang("g");
        var g2 = dag.task("g2", () -> 1).gang("g");
        dag.task("r", g1.optional(), x -> 1);
        dag.task("z", g2, x -> x);
        rig.submit(dag);
        rig.fail("n", "g1");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);

        assertThat(fork(dag, "g2")).isEqualTo(new Answer.Accepted(FORK, false));
        assertThat(rig.running("n")).containsExactly("g2");
        rig.runAll();
        assertThat(statusOfFork()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatNeedNotRunIsNotAskedWhetherItCould() {
        Supplier<Dag> licensed = () -> {
            var dag = Dag.named("dag");
            var model = dag.task("model", () -> 1).needs(cpus(1).and("licence", 1));
            dag.task("table", model, x -> x);
            return dag;
        };
        var rig = new Rig().with("n", cpus(4).and("licence", 1));
        rig.submit(licensed.get());
        rig.runAll();
        rig.equip("n", Change.NONE.removeCapacity(Resources.NONE.and("licence", 1)));

        var again = JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("table")));
        assertThat(rig.submit(FORK, licensed.get(), again)).isInstanceOf(Answer.Accepted.class);
        rig.runAll();
        assertThat(rig.ledger().job(FORK).status()).isEqualTo(JobStatus.SUCCEEDED);

        var all = JobOptions.DEFAULTS.origin(new Origin(Rig.JOB, List.of("model")));
        assertThat(rig.submit(Rig.JOB.fork("all"), licensed.get(), all)).isInstanceOf(Answer.Rejected.class);
    }
}

package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.Placing;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Quota;
import dev.sampo.tenant.TenantSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tasks that start together or not at all. */
class GangsTest {
    private static final Body0<Integer> FIRST = () -> 1;
    private static final Body1<Integer, Integer> NEXT = x -> x;
    private static final JobId OTHER = new JobId("other");

    private static Rig rig() {
        return rig(new Rig());
    }

    private static Rig rig(Rig rig) {
        return rig.with("a", cpus(2)).with("b", cpus(2));
    }

    private static Dag gang(String name, int count, double cpus) {
        var dag = Dag.named(name);
        tasks(dag, name, count).forEach(task -> task.gang("g").needs(cpus(cpus)));
        return dag;
    }

    private static List<Handle<Integer>> tasks(Dag dag, String name, int count) {
        var tasks = new ArrayList<Handle<Integer>>();
        for (int i = 0; i < count; i++) {
            tasks.add(dag.task(name + i, FIRST));
        }
        return tasks;
    }

    private static List<String> running(Rig rig) {
        var running = new ArrayList<String>();
        for (String node : List.of("a", "b", "c")) {
            if (rig.isThere(node)) {
                running.addAll(rig.running(node));
            }
        }
        return running;
    }

    private static String nodeOf(Rig rig, String task) {
        return List.of("a", "b", "c").stream()
                .filter(node -> rig.isThere(node) && rig.running(node).contains(task))
                .findFirst()
                .orElseThrow();
    }

    /** Bodies that were told to stop do. */
    private static void stop(Rig rig) {
        for (String node : List.of("a", "b", "c")) {
            if (rig.isThere(node)) {
                var told = List.copyOf(rig.interrupted(node));
                rig.interrupted(node).clear();
                told.forEach(task -> rig.end(node, task, new Outcome.Cancelled()));
            }
        }
    }

    private static void end(Rig rig, String task) {
        rig.succeed(nodeOf(rig, task), task);
    }

    @Test
    void allStartWhenThereIsRoomForAllAndNoneBefore() {
        var rig = rig();
        var busy = Dag.named("busy");
        tasks(busy, "x", 2);
        rig.submit(OTHER, busy);
        rig.submit(gang("t", 3, 1));

        assertThat(running(rig)).containsExactlyInAnyOrder("x0", "x1");
        assertThat(rig.explain(0).summary())
                .isEqualTo("is ready and waits until there is room for all 3 of its gang \"g\" at once");
        end(rig, "x0");
        assertThat(running(rig)).containsExactlyInAnyOrder("x1", "t0", "t1", "t2");
    }

    @Test
    void twoGangsThatEachWouldHoldHalfDoNotWaitForEachOther() {
        var rig = rig();
        rig.submit(gang("t", 3, 1));
        rig.submit(OTHER, gang("u", 3, 1));

        assertThat(running(rig)).containsExactlyInAnyOrder("t0", "t1", "t2");
        end(rig, "t0");
        end(rig, "t1");
        assertThat(running(rig)).containsExactlyInAnyOrder("u0", "u1", "u2", "t2");
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void noneStartsBeforeAllAreReady() {
        var rig = rig();
        var dag = Dag.named("dag");
        var first = dag.task("first", FIRST);
        dag.task("early", FIRST).gang("g");
        dag.task("late", first, NEXT).gang("g");
        rig.submit(dag);

        assertThat(running(rig)).containsExactly("first");
        assertThat(rig.explain(1).summary())
                .isEqualTo("is ready and waits for the rest of its gang \"g\": 1 of 2 are not ready, as late");
        end(rig, "first");
        assertThat(running(rig)).containsExactlyInAnyOrder("early", "late");
    }

    @Test
    void theElementsOfAnEachAreAGang() {
        var rig = rig();
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1, 2, 3));
        dag.each("e", list, NEXT).gang("g");
        rig.submit(dag);
        var busy = Dag.named("busy");
        tasks(busy, "x", 3);
        rig.submit(OTHER, busy);
        rig.succeed(nodeOf(rig, "list"), "list", Rig.list(3));
        assertThat(running(rig)).containsExactlyInAnyOrder("x0", "x1", "x2");
        end(rig, "x0");
        end(rig, "x1");
        assertThat(running(rig)).containsExactlyInAnyOrder("x2", "e[0]", "e[1]", "e[2]");
    }

    @Test
    void anEachThatBecameMoreThanTheNodesHoldSaysSo() {
        var rig = rig();
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1));
        dag.each("e", list, NEXT).gang("g");
        rig.submit(dag);
        rig.succeed(nodeOf(rig, "list"), "list", Rig.list(5));

        assertThat(running(rig)).isEmpty();
        assertThat(rig.explain(2).summary())
                .isEqualTo(
                        "is ready and waits until there is room for all 5 of its gang \"g\" at once, and the nodes there are"
                                + " hold 4 of them when they are idle");
        rig.with("c", cpus(1));
        assertThat(running(rig)).hasSize(5);
    }

    @Test
    void theyMayNeedUnlikeThingsAndBeKeptApart() {
        var rig = rig().with("c", cpus(4));
        var dag = Dag.named("dag");
        dag.task("large", FIRST).needs(cpus(4)).gang("g");
        dag.task("w1", FIRST).needs(cpus(2)).gang("g").apart(Placing.NODE, "w");
        dag.task("w2", FIRST).needs(cpus(1)).gang("g").apart(Placing.NODE, "w");
        rig.submit(dag);

        assertThat(rig.running("c")).containsExactly("large");
        assertThat(rig.running("a")).hasSize(1);
        assertThat(rig.running("b")).hasSize(1);
    }

    @Test
    void whereOneIsLostTheOthersStartAgainWithIt() {
        var rig = rig().with("c", cpus(2));
        rig.submit(gang("t", 2, 2));
        String home = nodeOf(rig, "t0");
        String other = nodeOf(rig, "t1");
        var before = rig.attempt(other, "t1").fence();
        rig.kill(home);
        stop(rig);

        assertThat(running(rig)).containsExactlyInAnyOrder("t0", "t1");
        assertThat(rig.attempt(nodeOf(rig, "t1"), "t1").fence()).isNotEqualTo(before);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whereThereIsNoRoomForAllThatAreLeftNoneOfThemGoesOn() {
        var rig = rig();
        rig.submit(gang("t", 2, 2));
        rig.kill("a");
        stop(rig);
        assertThat(running(rig)).isEmpty();
        rig.with("c", cpus(2));
        assertThat(running(rig)).hasSize(2);
    }

    @Test
    void whatIsDoneStaysDone() {
        var rig = rig().with("c", cpus(2));
        rig.submit(gang("t", 3, 2));
        String lost = nodeOf(rig, "t1");
        end(rig, "t0");
        rig.kill(lost);
        stop(rig);

        assertThat(running(rig)).containsExactlyInAnyOrder("t1", "t2");
    }

    @Test
    void oneThatIsTriedAgainTakesTheOthersWithIt() {
        var rig = rig();
        var dag = Dag.named("dag");
        tasks(dag, "t", 2).forEach(task -> task.gang("g").retry(Retry.fixed(1).startingAt(Duration.ofSeconds(1))));
        rig.submit(dag);
        rig.fail(nodeOf(rig, "t0"), "t0");
        stop(rig);
        assertThat(running(rig)).isEmpty();
        rig.advance(2_000);
        assertThat(running(rig)).containsExactlyInAnyOrder("t0", "t1");
    }

    @Test
    void aGangGoesOnAcrossAFailover() {
        var rig = rig();
        rig.submit(gang("t", 2, 2));
        var before = rig.attempt("a", rig.running("a").get(0));
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());

        assertThat(rig.attempt("a", rig.running("a").get(0))).isEqualTo(before);
    }

    @Test
    void aGangOfWhichANewSchedulerFindsOnlySomeStartsAgain() {
        var rig = rig();
        rig.submit(gang("t", 2, 2));
        rig.forget("a");
        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
        stop(rig);
        assertThat(running(rig)).isEmpty();
        rig.with("c", cpus(2));

        assertThat(running(rig)).containsExactlyInAnyOrder("t0", "t1");
    }

    @Test
    void oneThatHasWaitedTooLongHasNodesKeptAndStarvesNeitherItselfNorOthers() {
        var rig = rig(new Rig(RigSettings.placing("critical-path", 1_000)));
        var stream = Dag.named("stream");
        tasks(stream, "x", 400);
        rig.submit(OTHER, stream);
        rig.submit(gang("t", 2, 2));
        int turns = 0;
        while (rig.explain(0).state() != TaskState.ASSIGNED) {
            assertThat(turns++).isLessThan(Pace.ROUNDS + 2);
            rig.advance(60_000);
            running(rig).forEach(task -> rig.succeedAfter(nodeOf(rig, task), task, 60_000_000));
        }
        assertThat(turns).isGreaterThan(2);
        assertThat(rig.explain(1).state()).isEqualTo(TaskState.ASSIGNED);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.ledger().job(OTHER).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void twoThatHaveWaitedTooLongDoNotKeepHalfEach() {
        var rig = rig(new Rig(RigSettings.placing("critical-path", 1_000)));
        var busy = Dag.named("busy");
        tasks(busy, "x", 8);
        rig.submit(OTHER, busy);
        rig.submit(gang("t", 2, 2));
        rig.submit(new JobId("third"), gang("u", 2, 2));
        rig.advance(2_000);
        rig.runAll();

        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.ledger().job(new JobId("third")).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void theOthersStartWithoutOneThatNeedsWhatHasFailed() {
        var rig = rig();
        var dag = Dag.named("dag");
        var first = dag.task("first", FIRST);
        var second = dag.task("second", FIRST);
        dag.task("early", FIRST).gang("g");
        dag.task("late", second, NEXT).gang("g");
        dag.task("never", first, NEXT).gang("g");
        rig.submit(Rig.JOB, dag, JobOptions.DEFAULTS.failuresAllowed(5));
        rig.fail(nodeOf(rig, "first"), "first");
        assertThat(rig.transcript).noneMatch(line -> line.startsWith("start early"));

        rig.succeed(nodeOf(rig, "second"), "second");
        assertThat(rig.transcript).anyMatch(line -> line.startsWith("start early"));
        assertThat(rig.transcript).anyMatch(line -> line.startsWith("start late"));
        rig.runAll();

        assertThat(rig.status().reason()).doesNotContain("gang");
        assertThat(rig.status().succeeded()).isEqualTo(3);
        assertThat(rig.status().skipped()).isEqualTo(1);
    }

    @Test
    void aGangWaitsForWhatItsTenantMayHold() {
        var usual = PlannerSettings.DEFAULTS.tenants(Map.of("default", new TenantSettings(1, Quota.NONE.cpus(3))));
        var rig = rig(new Rig(usual));
        var busy = Dag.named("busy");
        tasks(busy, "x", 1);
        rig.submit(OTHER, busy);
        rig.submit(gang("t", 3, 1));
        assertThat(running(rig)).containsExactly("x0");
        assertThat(rig.explain(0).summary())
                .isEqualTo(
                        "is ready and waits until its tenant default, who holds cpus=1 of the cpus=3 it may, may hold all 3"
                                + " of its gang \"g\" besides");
        end(rig, "x0");
        assertThat(running(rig)).hasSize(3);
    }

    @Test
    void aGangThatIsMoreThanItsTenantMayHoldIsRefused() {
        var rig = rig(new Rig(
                PlannerSettings.DEFAULTS.tenants(Map.of("default", new TenantSettings(1, Quota.NONE.cpus(2))))));
        rig.submit(gang("t", 3, 1));

        assertThat(rig.answers.values().toString())
                .contains(
                        "whose 3 start together, and need cpus=3, more than the cpus=2 that its tenant default may hold");
    }

    @Test
    void oneThatTheNodesCouldNeverHoldIsRefused() {
        var rig = rig();
        rig.submit(gang("t", 5, 1));

        assertThat(rig.answers.values().toString())
                .contains(
                        "NEVER_FITS t0: is of the gang \"g\", whose 5 start together, and the nodes there are have room for 4"
                                + " of them when they are idle");
    }

    /** A Dag that says so is refused; a blueprint that was made in another way must not stop a planner, either. */
    @Test
    void gangsThatWaitForEachOtherEndTheJobInWords() {
        var dag = Dag.named("dag");
        var s = dag.task("s", () -> 1);
        dag.task("m", () -> 1).orElse(s);
        var g1 = dag.task("g1", () -> 1).gang("gang-1");
        var h1 = dag.task("h1", () -> 1).gang("gang-2");
        dag.task("g2", h1, x -> x).gang("gang-3");
        dag.task("h2", g1, x -> x).gang("gang-4");
        String bytes = new String(dag.compile(new PlainEncoder()).bytes(), StandardCharsets.ISO_8859_1);
        String crossed = bytes.replace("gang-3", "gang-1").replace("gang-4", "gang-2");
        var rig = new Rig().with("n", cpus(10));
        rig.submit(Rig.JOB, Blueprint.read(crossed.getBytes(StandardCharsets.ISO_8859_1)), JobOptions.DEFAULTS);
        rig.succeed("n", "m");

        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason())
                .isEqualTo(
                        "nothing has failed, but what is left waits for each other: gangs whose tasks come after those of"
                                + " others; 4 could not run because of that");
    }
}

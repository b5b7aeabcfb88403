package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.link.Availability;
import java.util.List;

/** A job of which one task takes longer than its kind does and asks for a copy then. */
abstract class Straggling {
    static final Body0<List<Integer>> LIST = () -> List.of();
    static final Body1<Integer, Integer> PART = x -> x;
    static final Body0<Integer> BODY = () -> 1;
    static final long AFTER = PlannerSettings.DEFAULTS.copies().afterMillis();
    static final int PARTS = 6;
    /** The number of the last part, which is slow. */
    static final int SLOW = 1 + PARTS;

    static final String PART_5 = "part[5]";

    static Dag parts() {
        var dag = Dag.named("dag");
        var list = dag.task("list", LIST);
        dag.each("part", list, PART).copyWhenSlow();
        return dag;
    }

    /** Of six parts five are done on nodes with room for three each, and one goes on. */
    static Rig slow(Dag dag) {
        var rig = new Rig().with("a", cpus(3)).with("b", cpus(3)).with("c", cpus(1));
        rig.turn("c", Availability.CORDONED, 0);
        rig.submit(dag);
        rig.succeed(whereRuns(rig, "list"), "list", Rig.list(PARTS));
        for (int part = 0; part < PARTS - 1; part++) {
            rig.succeed(whereRuns(rig, "part[" + part + "]"), "part[" + part + "]");
        }
        return rig;
    }

    static Rig copied() {
        Rig rig = slow(parts());
        rig.advance(AFTER + 1);
        assertThat(wherePart(rig)).hasSize(2);
        return rig;
    }

    static List<String> wherePart(Rig rig) {
        return where(rig, PART_5);
    }

    static String whereRuns(Rig rig, String task) {
        return where(rig, task).get(0);
    }

    static List<String> where(Rig rig, String task) {
        return List.of("a", "b", "c").stream()
                .filter(node -> rig.isThere(node) && rig.running(node).contains(task))
                .toList();
    }

    static JobEvent.CopyBegun copy(Rig rig) {
        return rig.journal.stream()
                .filter(JobEvent.CopyBegun.class::isInstance)
                .map(JobEvent.CopyBegun.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Where the first attempt is. */
    static String first(Rig rig) {
        String second = second(rig);
        return second.equals("a") ? "b" : "a";
    }

    static String second(Rig rig) {
        return copy(rig).node().value();
    }

    static long facts(Rig rig, Class<? extends JobEvent> kind) {
        return rig.journal.stream().filter(kind::isInstance).count();
    }

    /** Nothing is held any more: each node has as much room as it has cpus. */
    static void assertNothingIsHeld(Rig rig) {
        var dag = Dag.named("probe");
        for (int i = 0; i < 20; i++) {
            dag.task("probe-" + i, BODY);
        }
        rig.submit(new JobId("probe"), dag);
        for (String node : List.of("a", "b", "c")) {
            if (rig.isThere(node)) {
                rig.turn(node, Availability.ACTIVE, 0);
                assertThat(rig.running(node)).hasSize(node.equals("c") ? 1 : 3);
            }
        }
        rig.runAll();
        var summary = ((Answer.Status) rig.ask(ticket -> new Input.AskStatus(ticket, new JobId("probe")))).summary();
        assertThat(summary.status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    static void assertDone(Rig rig) {
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(wherePart(rig)).allMatch(node -> rig.interrupted(node).contains(PART_5));
        wherePart(rig).forEach(node -> rig.end(node, PART_5, new Outcome.Cancelled()));
        assertNothingIsHeld(rig);
    }
}

package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, of a gang all that have not ended are given out or none, and in the end all of it has run. */
class GangsInTroubleTest {
    private static final Body0<Integer> BODY = () -> 1;
    private static final List<String> NODES = List.of("n0", "n1", "n2");
    private static final int GANGS = 3;
    private static final int SIZE = 3;

    private final Random random;
    private final Rig rig = new Rig(RigSettings.placing("critical-path", 200));

    GangsInTroubleTest() {
        this.random = new Random(0);
        NODES.forEach(node -> rig.with(node, cpus(3)));
    }

    private static Dag gangs(Random random) {
        var dag = Dag.named("dag");
        var retry = Retry.fixed(100).startingAt(Duration.ofMillis(50));
        for (int gang = 0; gang < GANGS; gang++) {
            for (int i = 0; i < SIZE; i++) {
                dag.task("g" + gang + i, BODY)
                        .gang("g" + gang)
                        .needs(cpus(1 + random.nextInt(2)))
                        .retry(retry);
            }
        }
        return dag;
    }

    private static Dag others() {
        var dag = Dag.named("others");
        for (int i = 0; i < 12; i++) {
            dag.task("o" + i, BODY).retry(Retry.fixed(100).startingAt(Duration.ofMillis(50)));
        }
        return dag;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void allOrNoneIsGivenOut(int seed) {
        random.setSeed(seed);
        rig.submit(Rig.JOB, gangs(random), JobOptions.DEFAULTS.failuresAllowed(100));
        rig.submit(new JobId("others"), others(), JobOptions.DEFAULTS.failuresAllowed(100));
        for (int i = 0; i < 60 && rig.status().status() == JobStatus.RUNNING; i++) {
            trouble();
            check();
        }
        NODES.stream().filter(node -> !rig.isThere(node)).forEach(node -> rig.with(node, cpus(3)));
        for (int i = 0; i < 100 && rig.status().status() == JobStatus.RUNNING; i++) {
            rig.runAll();
            rig.advance(1_000);
            check();
        }
        assertThat(rig.status().status().isFinal()).isTrue();
    }

    private void trouble() {
        String node = NODES.get(random.nextInt(NODES.size()));
        switch (random.nextInt(9)) {
            case 0 -> kill(node);
            case 1 -> back(node);
            case 2 -> suspect(node);
            case 3 -> {
                rig.failOver(0);
                rig.advance(PlannerSettings.DEFAULTS.settleMaxMillis());
            }
            case 4 -> rig.advance(random.nextInt(400));
            case 5 -> end(node, false);
            default -> end(node, true);
        }
    }

    private void kill(String node) {
        if (rig.isThere(node)) {
            rig.kill(node);
        }
    }

    private void back(String node) {
        if (!rig.isThere(node)) {
            rig.with(node, cpus(3));
        }
    }

    private void suspect(String node) {
        if (rig.isThere(node)) {
            rig.suspect(node);
            rig.see(node);
        }
    }

    private void end(String node, boolean isWell) {
        List<String> running = rig.isThere(node) ? rig.running(node) : List.of();
        if (!running.isEmpty()) {
            String task = running.get(random.nextInt(running.size()));
            if (rig.interrupted(node).remove(task)) {
                rig.end(node, task, new Outcome.Cancelled());
            } else if (isWell) {
                rig.succeed(node, task);
            } else {
                rig.fail(node, task);
            }
        }
    }

    private void check() {
        for (int gang = 0; gang < GANGS && rig.status().status() == JobStatus.RUNNING; gang++) {
            int held = 0;
            int open = 0;
            for (int task = gang * SIZE; task < (gang + 1) * SIZE; task++) {
                Explanation explanation = rig.explain(task);
                TaskState state = explanation.state();
                boolean isQueued = explanation.summary().startsWith("is queued on ");
                held += state == TaskState.ASSIGNED || isQueued ? 1 : 0;
                open += state.isFinal() ? 0 : 1;
            }
            assertThat(held).as("of %s of gang %s", open, gang).isIn(0, open);
        }
    }
}
